"""Entering one score, importing many, and releasing the result."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DecimalField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.core.forms import Form


class ScoreForm(Form):
    """One score of one graded part."""

    points = DecimalField(
        _l("Nilai"),
        [
            InputRequired(_l("Isi nilai 0 sampai 100.")),
            NumberRange(0, 100, _l("Isi nilai 0 sampai 100.")),
        ],
        places=2,
        description=_l("0 sampai 100, dua angka di belakang koma"),
    )
    reason = StringField(
        _l("Dasar atau alasan"),
        [DataRequired(_l("Tulis dari mana nilai ini berasal.")), Length(max=300)],
        description=_l("Misalnya: surat instansi nomor 12, atau perbaikan salah ketik"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = (self.points.raw_data or [""])[0]
        if typed and self.points.data is None:
            self._accept_comma(str(typed))

    def _accept_comma(self, typed: str) -> None:
        """Read 84,50 as people here write it."""
        self.points.process_errors = []
        self.points.process_formdata([typed.replace(",", ".")])


class ImportForm(Form):
    """A table of NIP and score for one graded part."""

    component = SelectField(_l("Komponen nilai"))
    table = FileField(
        _l("Berkas CSV atau XLSX"),
        [FileRequired(_l("Pilih berkas CSV atau XLSX."))],
        description=_l("Dua kolom: nip dan nilai. Kolom NIP di Excel harus berbentuk teks."),
    )


class ApplyImportForm(Form):
    """The previewed rows, sent back to be entered."""

    component = HiddenField(validators=[DataRequired()])
    rows = HiddenField(validators=[DataRequired(_l("Pratinjau kosong. Unggah berkasnya lagi."))])


class ReleaseForm(Form):
    """Saying that the result is final."""

    sure = BooleanField(
        _l("Saya sudah memeriksa hasil ini. Hasil yang dirilis tidak dapat dirilis ulang."),
        [DataRequired(_l("Centang pernyataan ini bila hasil sudah diperiksa."))],
    )
