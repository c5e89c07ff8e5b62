"""The code of a room: what the trainee types, and what the invigilator gives out."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from lms.core.forms import Form, trimmed
from lms.core.i18n import _l

_PLAIN = {
    "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
    "maxlength": "40",
}  # fmt: skip


class RoomEntryForm(Form):
    """The code as the trainee got it in the room."""

    code = StringField(
        _l("Kode ruang"),
        [DataRequired(_l("Ketik kode ruang dari pengawas.")), Length(max=40)],
        render_kw=_PLAIN,
    )


class RoomCodeForm(Form):
    """A code of one's own choice, or none for a drawn one."""

    code = StringField(
        _l("Kode pilihan sendiri"), [Length(max=40)], filters=[trimmed], render_kw=_PLAIN,
        description=_l("Kosongkan supaya kodenya diundi."),
    )  # fmt: skip
