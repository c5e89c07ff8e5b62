"""Uploading a photograph."""

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField

from lms.core.forms import Form
from lms.core.i18n import _l


class PortraitForm(Form):
    """The file, and where the face is in it."""

    berkas = FileField(
        _l("Berkas foto"),
        [FileRequired(_l("Pilih berkas foto."))],
        description=_l("JPG atau PNG, paling besar 5 MB. Lokasi dan data kamera dibuang."),
    )
    crop = RadioField(
        _l("Letak wajah dalam foto"),
        choices=[("atas", _l("Di atas")), ("tengah", _l("Di tengah")), ("bawah", _l("Di bawah"))],
        default="atas",
    )
