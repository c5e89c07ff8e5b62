"""A question as it is written in a browser, for the bank and for the quizzes of a draft."""

import re
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, FieldList, FormField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, Length, Optional

from lms.core.errors import RuleBroken
from lms.core.forms import Form, MarkField
from lms.core.i18n import _, _l
from lms.elearning.questions.gap_lines import read_lines, write_lines
from lms.elearning.questions.kind import MOST_PARTS
from lms.elearning.questions.numeric import numbers_in
from lms.elearning.questions.written import OptionForm, PairForm, QuestionForm

_TEXT = 4000
#: How a pair is written on its line.
_ARROW = re.compile(r"\s*(?:=>|→)\s*")
#: Empty rows that wait below the written ones.
_MORE = 2


class OptionRow(PlainForm):
    """One option with its key and feedback."""

    text = StringField(_l("Pilihan"), [Length(max=_TEXT)])
    is_correct = BooleanField(_l("Benar"))
    credit = StringField(_l("Bagian poin (%)"), [Length(max=6)])
    feedback = StringField(_l("Umpan balik"), [Length(max=_TEXT)])


class QuestionWriteForm(Form):
    """A question of any type; only the fields of its type are shown."""

    text = TextAreaField(
        _l("Pertanyaan"),
        [DataRequired(_l("Tulis pertanyaannya.")), Length(max=20_000)],
        description=_l("Markdown: **tebal**, daftar, tabel."),
        render_kw={"rows": 5},
    )
    options = FieldList(FormField(OptionRow), max_entries=MOST_PARTS)
    answers = TextAreaField(
        _l("Jawaban yang diterima"), [Length(max=_TEXT)], render_kw={"rows": 3},
        description=_l("Satu jawaban setiap baris."),
    )  # fmt: skip
    answer = StringField(_l("Angka yang benar"), [Length(max=40)])
    tolerance = StringField(_l("Toleransi"), [Length(max=40)])
    pairs = TextAreaField(
        _l("Pasangan"), [Length(max=20_000)], render_kw={"rows": 5},
        description=_l("Satu pasangan setiap baris: butir => jodohnya. "
                       "Baris yang diawali => menjadi pengecoh."),
    )  # fmt: skip
    items = TextAreaField(
        _l("Butir menurut urutan yang benar"), [Length(max=20_000)], render_kw={"rows": 5},
        description=_l("Satu butir setiap baris."),
    )  # fmt: skip
    gaps = TextAreaField(
        _l("Isian"),
        [Length(max=20_000)],
        render_kw={"rows": 5},
        description=_l(
            "Di pertanyaan tulis [[nama]]; di sini satu baris setiap isian. Kata: nama = jawaban "
            "| jawaban lain. Angka: nama = 36 ± 0,5. Pilihan: nama = *benar | salah. Bobot: "
            "nama (2) = …"
        ),
    )
    guide = TextAreaField(
        _l("Panduan penilaian"), [Length(max=20_000)], render_kw={"rows": 4},
        description=_l("Hanya terlihat oleh penilai."),
    )  # fmt: skip
    feedback = TextAreaField(
        _l("Pembahasan"), [Length(max=20_000)], render_kw={"rows": 3},
        description=_l("Tampil setelah kuis dikirim, bila aturan kuis membolehkan."),
    )  # fmt: skip
    points = MarkField(_l("Poin"), [Optional()], places=2, default=Decimal(1))


def write_form(
    written: QuestionForm | None, form_class: type[Any] = QuestionWriteForm, **facts: Any
) -> Any:
    """Return the form of a question, or of a new one, with the further fields of `form_class`."""
    if written is None:
        form = form_class(**facts)
    else:
        form = form_class(
            text=written.text, feedback=written.feedback, guide=written.guide,
            points=written.points, answers="\n".join(written.answers),
            answer=_comma(written.answers[0]) if written.type == "numeric" else "",
            tolerance=_comma(str(written.tolerance)) if written.tolerance else "",
            items="\n".join(written.items), pairs=_pair_lines(written),
            gaps=write_lines(written.gaps),
            options=[
                {"text": one.text, "is_correct": one.is_correct, "feedback": one.feedback,
                 "credit": _comma(format((100 * one.credit).normalize(), "f"))
                           if one.credit else ""}
                for one in written.options
            ],
            **facts,
        )  # fmt: skip
    if not form.is_submitted():
        wanted = min(MOST_PARTS, max(4, len(form.options) + _MORE))
        while len(form.options) < wanted:
            form.options.append_entry()
    return form


def _comma(text: str) -> str:
    return text.replace(".", ",")


def _pair_lines(written: QuestionForm) -> str:
    lines = [f"{pair.text} => {pair.match}" for pair in written.pairs]
    return "\n".join([*lines, *(f"=> {extra}" for extra in written.extras)])


def written_of(form: QuestionWriteForm, kind: str, key: str = "bank") -> QuestionForm:
    """Return the question that the form describes; RuleBroken for what cannot be read."""
    pairs, extras = _pairs(form.pairs.data or "") if kind == "matching" else ([], [])
    gaps = read_lines(form.gaps.data or "") if kind == "cloze" else []
    if gaps is None:
        raise RuleBroken(_("Ada baris isian yang tidak terbaca. Bentuknya: nama = jawaban."))
    return QuestionForm(
        key=key,
        type=kind,
        text=_lines(form.text.data),
        options=_options(form, kind),
        answers=_answers(form, kind),
        tolerance=_number(form.tolerance.data, _("Toleransi")) if kind == "numeric" else Decimal(),
        points=form.points.data or Decimal(1),
        feedback=_lines(form.feedback.data),
        pairs=pairs,
        extras=extras,
        items=_each_line(form.items.data) if kind == "ordering" else [],
        gaps=gaps,
        guide=_lines(form.guide.data) if kind == "essay" else "",
    )


def _lines(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _each_line(text: str | None) -> list[str]:
    return [line.strip() for line in _lines(text).split("\n") if line.strip()]


def _options(form: QuestionWriteForm, kind: str) -> list[OptionForm]:
    if kind not in ("single", "multiple", "truefalse"):
        return []
    found = []
    for row in form.options:
        if not (row.text.data or "").strip():
            continue
        credit = _number(row.credit.data, _("Bagian poin")) / 100
        if not 0 <= credit < 1:
            raise RuleBroken(_("Bagian poin harus 0 sampai 99 persen."))
        found.append(
            OptionForm(
                row.text.data.strip(), row.is_correct.data, (row.feedback.data or "").strip(),
                Decimal() if row.is_correct.data else credit,
            )
        )  # fmt: skip
    return found


def _answers(form: QuestionWriteForm, kind: str) -> list[str]:
    if kind == "numeric":
        return [str(_number(form.answer.data, _("Angka yang benar")))] if form.answer.data else []
    return _each_line(form.answers.data) if kind == "short" else []


def _number(text: str | None, name: str) -> Decimal:
    """Return a number typed with a comma or a point, nothing for an empty field."""
    if not (text or "").strip():
        return Decimal()
    found = numbers_in(text or "")
    if not found:
        raise RuleBroken(_("%(name)s harus angka, misalnya 12,5.", name=name))
    return found[-1]


def _pairs(text: str) -> tuple[list[PairForm], list[str]]:
    pairs, extras = [], []
    for line in _each_line(text):
        parts = _ARROW.split(line, maxsplit=1)
        if len(parts) != 2:
            raise RuleBroken(_("Baris pasangan tidak terbaca: %(line)s", line=line[:80]))
        if parts[0]:
            pairs.append(PairForm(*parts))
        else:
            extras.append(parts[1])
    return pairs, extras
