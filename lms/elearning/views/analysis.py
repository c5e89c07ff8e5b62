"""What a quiz's questions did, for who teaches in the batch or runs it."""

from typing import Any

from flask import abort, request

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _, _l
from lms.core.menu import under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.core.tables import answer_table
from lms.elearning import analysis as rules
from lms.elearning import queries
from lms.elearning.models import Quiz
from lms.elearning.views.blueprint import bp

#: What each flag asks its reader to do.
FLAGS = {
    "hard": _l("Sangat sukar: kurang dari 20% poin diperoleh. Periksa kunci dan bahannya."),
    "easy": _l("Sangat mudah: hampir semua benar. Soal ini tidak membedakan siapa pun."),
    "wrong_key": _l("Yang pandai lebih sering salah. Kuncinya mungkin keliru, atau soal mendua."),
    "weak": _l("Kurang membedakan yang menguasai dari yang belum. Pertajam pertanyaannya."),
    "unused": _l("Ada pengecoh yang tidak dipilih siapa pun. Ganti dengan yang lebih masuk akal."),
    "tempting": _l("Ada pengecoh yang lebih sering dipilih yang pandai. Mungkin ia juga benar."),
}  # fmt: skip


def _quiz(batch: Batch, unit_id: int) -> Quiz:
    return queries.quiz_in(batch, unit_id) or abort(404)


def _scope() -> bool:
    """Tell whether every batch that took the quiz is asked for, not this one alone."""
    return request.args.get("lingkup") == "semua"


@bp.get("/angkatan/<int:batch_id>/kuis/<int:unit_id>/analisis")
@requires("batch.teach", Batch)
@under("elearning.outline")
def analysis(batch: Batch, unit_id: int):
    quiz = _quiz(batch, unit_id)
    found = queries.analysis_of(quiz, None if _scope() else batch)
    return page(
        "elearning/analysis.html",
        batch=batch,
        quiz=quiz,
        found=found,
        flagged=[(at, item) for at, item in enumerate(found.items, 1) if item.flags],
        everywhere=_scope(),
        enough=rules.ENOUGH,
        reliable=rules.RELIABLE,
        bands=_bands(found),
        flags=FLAGS,
        as_markup=as_markup,
    )


def _bands(found: rules.Analysis) -> list[tuple[str, int]]:
    """Return how many questions lie in each fifth of the facility."""
    counts = [0] * 5
    for item in found.items:
        counts[min(4, int(item.facility * 5))] += 1
    return [(f"{20 * at}–{20 * at + 20}%", count) for at, count in enumerate(counts)]


@bp.get("/angkatan/<int:batch_id>/kuis/<int:unit_id>/analisis.<any(xlsx, csv):kind>")
@requires("batch.teach", Batch)
def analysis_table(batch: Batch, unit_id: int, kind: str):
    found = queries.analysis_of(_quiz(batch, unit_id), None if _scope() else batch)
    header = [
        _("Soal"), _("Jawaban"), _("Tingkat kemudahan"), _("Daya beda"), _("Pilihan"), _("Kunci"),
        _("Dipilih"), _("Kelompok atas"), _("Kelompok bawah"), _("Catatan"),
    ]  # fmt: skip
    lines = [line for item in found.items for line in _lines(item)]
    return answer_table(f"analisis-kuis-{unit_id}", header, lines, kind)


def _lines(item: rules.Item) -> list[list[Any]]:
    apart = "" if item.discrimination is None else round(item.discrimination, 3)
    notes = " ".join(str(FLAGS[flag]) for flag in item.flags)
    title = as_markup(item.title).striptags()
    head: list[Any] = [title, item.count, round(item.facility, 3), apart]
    if not item.choices:
        return [[*head, "", "", "", "", "", notes]]
    return [
        [*head, as_markup(one.text).striptags(), "x" if one.is_key else "", one.count, one.strong,
         one.weak, notes]
        for one in item.choices
    ]  # fmt: skip
