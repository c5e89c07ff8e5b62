"""The base of all forms: Indonesian messages, and a rule's refusal shown in the form."""

import re
from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import (
    DecimalField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
    widgets,
)
from wtforms.validators import DataRequired, Length

from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _, _l


class _Messages:
    """Give WTForms' own messages in the words of this product."""

    WORDS = {
        "This field is required.": _l("Isian ini wajib diisi."),
        "Not a valid integer value.": _l("Isi dengan angka bulat."),
        "Not a valid decimal value.": _l("Isi dengan angka, misalnya 84,50."),
        "Not a valid date value.": _l("Isi tanggal dengan bentuk tahun-bulan-hari."),
        "Not a valid datetime value.": _l("Isi tanggal dan jam."),
        "Not a valid time value.": _l("Isi jam dengan bentuk 13:00."),
        "Not a valid choice.": _l("Pilih salah satu yang tersedia."),
        "Not a valid choice": _l("Pilih salah satu yang tersedia."),
        "Invalid Choice: could not coerce.": _l("Pilih salah satu yang tersedia."),
        "Invalid email address.": _l("Isi alamat surel yang lengkap, misalnya nama@contoh.go.id."),
    }

    def gettext(self, text: str) -> str:
        return str(self.WORDS.get(text, text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


def _attributes(**given: Any) -> Markup:
    """Write the attributes of a control as WTForms' `html_params` does, at a tenth of its time."""
    words = []
    for key, value in sorted(given.items()):
        name = key.rstrip("_")
        if name.startswith(("data_", "aria_")):
            name = name.replace("_", "-")
        if value is True:
            words.append(name)
        elif value is not False:
            words.append(f'{name}="{escape(value)}"')
    return Markup(" ".join(words))  # noqa: S704 (every value was escaped)


for control in (widgets.Input, widgets.TextArea, widgets.Select, widgets.Option):
    control.html_params = staticmethod(_attributes)


class Form(FlaskForm):
    """A form whose refusals, also those of rules, are sentences beside the fields or on top."""

    class Meta:
        csrf = False  # CSRFProtect looks at every POST, with a form or without

        def get_translations(self, form: Any) -> _Messages:
            return _Messages()

    refusal: str | None = None
    result: Any = None

    def accepts(self, action: Callable[[], Any]) -> bool:
        """Validate, then run `action`; a broken rule undoes it and becomes the form's refusal.

        The action's return value is kept in `result`. A refused action leaves no trace: it ran in
        a savepoint, and its journal lines are dropped with it.
        """
        if not self.validate():
            return False
        pending = len(db.session.info.get("journal", []))
        savepoint = db.session.begin_nested()
        try:
            self.result = action()
            savepoint.commit()
        except RuleBroken as refused:
            savepoint.rollback()
            del db.session.info.get("journal", [])[pending:]
            self.refusal = refused.sentence
            return False
        return True

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return (field id or "", sentence) of everything that is wrong, for the summary on top."""
        found = [("", self.refusal)] if self.refusal else []
        for name, messages in self.errors.items():
            field = self._fields.get(name or "")
            anchor = field.id if field is not None else ""
            found += [(anchor, str(text)) for text in _flat(messages)]
        return found


def _flat(messages: Any) -> list[Any]:
    if isinstance(messages, dict):
        messages = messages.values()
    return [
        leaf
        for message in messages
        for leaf in (_flat(message) if isinstance(message, list | tuple | dict) else [message])
    ]


class MultiCheckboxField(SelectMultipleField):
    """Several of many, each with its box."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was ticked; anything else is no choice."""
        try:
            self.data = [self.coerce(value) for value in valuelist]
        except ValueError as fault:
            raise ValueError(_("Pilih salah satu yang tersedia.")) from fault

    def pre_validate(self, _form: Any) -> None:
        """Refuse what was not offered."""
        offered = {value for value, *_rest in self.choices or ()}
        if not set(self.data or ()) <= offered:
            raise ValidationError(_("Pilih salah satu yang tersedia."))


class MarkField(DecimalField):
    """A mark as people here write it: 84,50; a number field of a browser may refuse the comma."""

    widget = widgets.TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a comma as the decimal sign; anything but a plain mark is refused."""
        typed = valuelist[0].strip() if valuelist else ""
        if typed and not re.fullmatch(r"-?[0-9]{1,4}([.,][0-9]{1,2})?", typed):
            raise ValueError(_l("Isi dengan angka, misalnya 84,50."))
        super().process_formdata([typed.replace(",", ".")])


class EmptyForm(Form):
    """A form that is only its button."""


class CodeForm(Form):
    """The six characters of a check-in code, typed or brought by the scanned address."""

    code = StringField(
        _l("Kode di layar"),
        [
            DataRequired(_l("Ketik enam huruf dan angka yang tampil di layar.")),
            Length(max=20, message=_l("Ketik enam huruf dan angka yang tampil di layar.")),
        ],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "maxlength": "12",
        },
    )


def trimmed(text: str | None) -> str:
    """Return what was typed without the spaces around it, "" for nothing."""
    return (text or "").strip()


class ReasonForm(Form):
    """A reason that the people concerned will read."""

    reason = TextAreaField(
        _l("Alasan"),
        [
            DataRequired(_l("Tulis alasannya.")),
            Length(max=300, message=_l("Tulis paling banyak 300 huruf.")),
        ],
        filters=[trimmed],
        render_kw={"rows": 3, "maxlength": 300},
    )
