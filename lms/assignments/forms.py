"""Handing in, and the words of a mark."""

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from lms.core.forms import Form
from lms.core.i18n import _l


class WorkForm(Form):
    """Text, files and the statement of own work."""

    text = TextAreaField(
        _l("Jawaban"),
        [
            Optional(),
            Length(max=40000, message=_l("Jawaban terlalu panjang. Unggah sebagai berkas.")),
        ],
        render_kw={"rows": 10},
    )
    uploads = MultipleFileField(_l("Tambah berkas"))
    own_work = BooleanField(_l("Saya menyatakan ini karya saya sendiri dan sumbernya dicantumkan."))


def plain_lines(text: str | None) -> str:
    """Return a text with the line ends we keep: forms send others than scripts."""
    return (text or "").replace("\r\n", "\n")


class MarkForm(Form):
    """The general feedback; levels, comments and stamps of the criteria come by name."""

    comment = TextAreaField(
        _l("Umpan balik untuk peserta"),
        [Length(max=5000)],
        filters=[plain_lines],
        render_kw={"rows": 4},
    )


class PartForm(Form):
    """One criterion as it is saved while it is filled in; the key "" is the general feedback."""

    key = StringField()
    level = IntegerField(validators=[Optional()])
    words = TextAreaField(validators=[Length(max=5000)], filters=[plain_lines])
    stamp = StringField(validators=[Length(max=40)])


class TaskForm(Form):
    """How a batch does a task."""

    blind = BooleanField(
        _l("Sembunyikan nama peserta dari penilai sampai nilai dirilis"),
        description=_l("Penilai melihat kode karya. Isi karya sendiri dapat tetap menyebut nama."),
    )
