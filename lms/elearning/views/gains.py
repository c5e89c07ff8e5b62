"""What a batch gained between the test before and the test after, for who teaches or runs it."""

from typing import Any

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _, _l
from lms.core.menu import under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.elearning import queries
from lms.elearning.gain import LEAST_SHOWN, Gain
from lms.elearning.views.blueprint import bp

LEVELS = {"high": _l("tinggi"), "medium": _l("sedang"), "low": _l("rendah"), "": "–"}


@bp.get("/angkatan/<int:batch_id>/tes-awal-akhir")
@requires("batch.teach", Batch)
@under("elearning.outline")
def gains(batch: Batch):
    return page(
        "elearning/gains.html",
        batch=batch,
        found=queries.comparison(batch),
        least=LEAST_SHOWN,
        levels=LEVELS,
    )


@bp.get("/angkatan/<int:batch_id>/tes-awal-akhir.<any(xlsx, csv):kind>")
@requires("batch.teach", Batch)
def gains_table(batch: Batch, kind: str):
    found = queries.comparison(batch)
    header = [
        _("Mata pelatihan"), _("Peserta"), _("Rata-rata tes awal"), _("Rata-rata tes akhir"),
        _("Kenaikan"), _("Kenaikan ternormalisasi"), _("Tingkat"),
    ]  # fmt: skip
    lines = [_line(one.title, one) for one in found.subjects] if found else []
    if found and found.whole:
        lines.append(_line(_("Seluruhnya"), found.whole))
    return answer_table(f"tes-awal-akhir-{batch.id}", header, lines, kind)


def _line(title: str, one: Gain) -> list[Any]:
    share = one.normalised if one.normalised is not None else ""
    return [title, one.people, one.before, one.after, one.change, share, str(LEVELS[one.level])]
