"""Handing in, and the words of a mark."""

import json
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from lms.core.forms import Form, trimmed
from lms.core.i18n import _l, lazy_pgettext


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
    photo = MultipleFileField(_l("Ambil foto"))
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
    late_days = IntegerField(
        _l("Hari terlambat yang masih diterima"),
        [Optional(), NumberRange(0, 365, message=_l("Isi 0 sampai 365 hari."))],
        description=_l("Kosong: tugas terlambat selalu diterima dengan tanda terlambat."),
    )


class ExtensionForm(Form):
    """More time for one trainee."""

    seat = SelectField(lazy_pgettext("singular", "Peserta"), coerce=int)
    day = DateField(
        _l("Batas baru"),
        [DataRequired(_l("Pilih tanggalnya."))],
        description=_l("Berlaku sampai pukul 23.59 hari itu."),
    )
    reason = TextAreaField(
        _l("Alasan"),
        [
            DataRequired(_l("Tulis alasannya.")),
            Length(max=300, message=_l("Tulis paling banyak 300 huruf.")),
        ],
        filters=[trimmed],
        render_kw={"rows": 2, "maxlength": 300},
    )


class AnnotationForm(Form):
    """What was drawn or written on a file, as a script sends it."""

    key = StringField(validators=[Length(max=40)])
    kind = StringField(validators=[Length(max=20)])
    page = IntegerField(validators=[Optional()])
    shape = StringField(validators=[Length(max=120_000)])
    words = TextAreaField(filters=[plain_lines])

    @property
    def drawn(self) -> Any:
        """Return the shape as data, None when it is not readable."""
        try:
            return json.loads(self.shape.data or "")
        except ValueError:
            return None


class BankForm(Form):
    """A sentence for the bank of comments."""

    words = TextAreaField(
        _l("Kalimat"),
        [
            DataRequired(_l("Tulis kalimatnya.")),
            Length(max=500, message=_l("Tulis paling banyak 500 huruf.")),
        ],
        filters=[trimmed],
        render_kw={"rows": 3, "maxlength": 500},
    )
    shared = BooleanField(_l("Bagikan kepada semua penilai"))
