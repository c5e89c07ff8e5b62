"""The correction of a question."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.core.errors import RuleBroken
from lms.core.forms import Form, MultiCheckboxField, trimmed
from lms.core.i18n import _, _l
from lms.core.richtext import as_markup
from lms.elearning.questions.numeric import numbers_in
from lms.elearning.regrading import CHOICES, TYPED, Correction, key_of

HOW_WORDS = {
    "key": _l("Ganti kuncinya"), "all": _l("Semua peserta mendapat poin penuh"),
    "void": _l("Batalkan soal: tidak dihitung bagi siapa pun"),
}  # fmt: skip


class RegradeForm(Form):
    """How a question is corrected; only the key of its type is shown."""

    how = RadioField(_l("Koreksi"), [DataRequired(_l("Pilih koreksinya."))])
    option = RadioField(_l("Kunci yang benar"), validate_choice=False)
    options = MultiCheckboxField(_l("Kunci yang benar"))
    answers = TextAreaField(
        _l("Jawaban yang diterima"), [Length(max=4000)], filters=[trimmed],
        description=_l("Satu jawaban setiap baris."), render_kw={"rows": 3},
    )  # fmt: skip
    number = StringField(_l("Angka yang benar"), [Length(max=40)], filters=[trimmed])
    tolerance = StringField(_l("Toleransi"), [Length(max=40)], filters=[trimmed])
    reason = TextAreaField(
        _l("Alasan"), [DataRequired(_l("Tulis alasannya.")), Length(max=300)], filters=[trimmed],
        description=_l("Tercatat di jurnal."), render_kw={"rows": 2},
    )  # fmt: skip


def regrade_form(question: dict[str, Any], **facts: Any) -> RegradeForm:
    """Return the form for a question, filled with its present key."""
    kind, right = question["type"], key_of(question)
    options = question.get("options", []) if kind in CHOICES else []
    data: dict[str, Any] = {"how": "key" if kind in (*CHOICES, *TYPED) else "all"}
    if kind in CHOICES:
        data["options"] = [str(at) for at, one in enumerate(options) if one["html"] in right]
        data["option"] = next(iter(data["options"]), "")
    elif kind == "short":
        data["answers"] = "\n".join(right)
    elif kind == "numeric":
        data["number"], data["tolerance"] = (one.replace(".", ",") for one in right)
    form = RegradeForm(data=data, **facts)
    hows = (
        HOW_WORDS
        if kind in (*CHOICES, *TYPED)
        else {k: w for k, w in HOW_WORDS.items() if k != "key"}
    )
    form.how.choices = list(hows.items())
    form.options.choices = [(str(at), as_markup(one["html"])) for at, one in enumerate(options)]
    form.option.choices = form.options.choices
    return form


def correction_of(form: RegradeForm, question: dict[str, Any]) -> Correction:
    """Return the correction that the form describes; RuleBroken for what is no number."""
    return Correction(question["id"], form.how.data, _right(form, question))


def _right(form: RegradeForm, question: dict[str, Any]) -> list[str]:
    kind = question["type"]
    if form.how.data != "key":
        return key_of(question)
    if kind in CHOICES:
        chosen = form.options.data or [] if kind == "multiple" else [form.option.data or ""]
        known = {at: question["options"][int(at)]["html"] for at, _word in form.option.choices}
        return [known[at] for at in chosen if at in known]
    if kind == "short":
        return [line.strip() for line in (form.answers.data or "").splitlines() if line.strip()]
    numbers = [numbers_in(typed or "0") for typed in (form.number.data, form.tolerance.data)]
    if not form.number.data or not all(numbers):
        raise RuleBroken(_("%(name)s harus angka, misalnya 12,5.", name=_("Angka yang benar")))
    return [str(found[-1]) for found in numbers]
