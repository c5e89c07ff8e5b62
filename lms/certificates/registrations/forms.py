"""Uploading a table of registration codes."""

from flask_wtf.file import FileField, FileRequired

from lms.core.forms import Form
from lms.core.i18n import _l


class CodesFileForm(Form):
    """The table."""

    berkas = FileField(
        _l("Tabel kode registrasi"),
        [FileRequired(_l("Pilih tabel XLSX atau CSV."))],
        description=_l("XLSX atau CSV dengan kolom NIP dan Kode registrasi."),
    )
