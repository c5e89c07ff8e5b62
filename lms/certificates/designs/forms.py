"""Editing a template."""

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.core.forms import Form
from lms.core.i18n import _l


class _Program(TextAreaField):
    """Text of a template: browsers send line ends of their own, which are none of its changes."""

    @property
    def text(self) -> str:
        """Return what was written, with plain line ends and one at the end."""
        lines = (self.data or "").replace("\r\n", "\n").strip()
        return f"{lines}\n" if lines else ""


_CODE = {"spellcheck": "false", "autocapitalize": "off", "wrap": "off"}


class TemplateForm(Form):
    """A template with its style, on whom to try it, and why it changes."""

    source = _Program(
        _l("Templat (Jinja)"),
        [
            DataRequired(_l("Templat tidak boleh kosong.")),
            Length(max=60_000, message=_l("Templat paling panjang 60.000 huruf.")),
        ],
        render_kw={**_CODE, "rows": 14},
    )
    style = _Program(
        _l("Gaya tambahan (CSS)"),
        [Length(max=60_000, message=_l("Gaya paling panjang 60.000 huruf."))],
        render_kw={**_CODE, "rows": 8},
    )
    person = SelectField(_l("Pratinjau dengan data"), coerce=int)
    needs_photo = BooleanField(_l("Pas foto wajib: tanpa foto surat tidak terbit"))
    needs_registration = BooleanField(
        _l("Kode registrasi (KRA) wajib: tanpa kode surat tidak terbit")
    )
    note = StringField(
        _l("Apa yang diubah, dan mengapa"),
        [DataRequired(_l("Tulis apa yang diubah.")), Length(max=200)],
    )
    base_id = HiddenField(filters=[lambda value: int(value) if str(value).isdigit() else 0])
