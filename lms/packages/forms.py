"""A package on its way in, and one put into a batch."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import current_app
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectChoice, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from lms.core.db import lock_left
from lms.core.forms import Form, MarkField, trimmed
from lms.core.i18n import _l
from lms.packages import queries
from lms.packages.intake import Intake, refusal_of, take_in
from lms.packages.materials import intake as materials

REQUIREMENTS = [
    ("completed", _l("Paket melaporkan selesai")),
    ("passed", _l("Paket melaporkan lulus")),
    ("score", _l("Nilai yang dilaporkan paket mencapai batas")),
]


class PackageUploadForm(Form):
    """A package; looked through and unpacked while the form is checked."""

    file = FileField(_l("Berkas paket"), [FileRequired(_l("Pilih berkas paketnya."))])
    intake: Intake | None = None

    def validate_file(self, field: Any) -> None:
        """Take the package in; unpacking takes its time, so nobody waits for our transaction."""
        most = current_app.config["PACKAGE_MB"] * 1_000_000
        with lock_left():
            self.intake, refusal = refusal_of(
                lambda: take_in(
                    field.data.stream, field.data.filename or "", queries.folder(), most=most
                )
            )
        if self.intake is None:
            raise ValidationError(refusal)

    def taken(self) -> Intake:
        """Return what came in, once the form was valid."""
        assert self.intake is not None
        return self.intake


class PackageActivityForm(Form):
    """Which package a subject of a batch gets, and when it is done."""

    course = SelectField(_l("Mata pelatihan"), coerce=int)
    package = SelectField(_l("Paket"), coerce=int)
    title = StringField(
        _l("Judul bagi peserta"),
        [DataRequired(_l("Tulis judulnya.")), Length(max=120)],
        filters=[trimmed],
    )
    minutes = IntegerField(
        _l("Perkiraan waktu (menit)"),
        [NumberRange(1, 6000, message=_l("Isi 1 sampai 6000 menit."))],
        default=30,
    )
    requires = SelectField(
        _l("Selesai bila"), choices=[SelectChoice(*each) for each in REQUIREMENTS]
    )
    least = MarkField(
        _l("Nilai yang harus dicapai"),
        [Optional(), NumberRange(Decimal(0), Decimal(100), message=_l("Isi 0 sampai 100."))],
        description=_l("Hanya bila selesai menurut nilai."),
    )


class MaterialForm(Form):
    """A course of another system, and the subject of the batch that it goes to."""

    file = FileField(_l("Berkas kursus"), [FileRequired(_l("Pilih berkasnya."))])
    course = SelectField(_l("Mata pelatihan"), coerce=int)
    taken: materials.Taken | None = None

    def validate_file(self, field: Any) -> None:
        """Read the course; this takes its time, so nobody waits for our transaction."""
        most = current_app.config["PACKAGE_MB"] * 1_000_000
        var = Path(current_app.config["VAR_DIR"])
        with lock_left():
            self.taken, refusal = refusal_of(
                lambda: materials.take_in(
                    field.data.stream, field.data.filename or "", var, most=most
                )
            )
        if self.taken is None:
            raise ValidationError(refusal)

    def read(self) -> materials.Taken:
        """Return what was read, once the form was valid."""
        assert self.taken is not None
        return self.taken
