"""A table of personnel data."""

from flask_wtf.file import FileField, FileRequired

from lms.core.forms import Form
from lms.core.i18n import _l


class PersonnelForm(Form):
    """The file; which column says what is told by its first row."""

    table = FileField(
        _l("Berkas data pegawai"),
        [FileRequired(_l("Pilih berkas XLSX atau CSV."))],
        description=_l("XLSX atau CSV UTF-8. Kolom NIP harus berbentuk teks."),
    )
