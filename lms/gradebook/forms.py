"""Entering one score, importing many, and releasing the result."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.core.forms import Form, MarkField
from lms.core.i18n import _l, lazy_pgettext


class ScoreForm(Form):
    """One score of one graded part."""

    points = MarkField(
        lazy_pgettext("singular", "Nilai"),
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


class ImportForm(Form):
    """A table of NIP and score for one graded part."""

    component = SelectField(_l("Komponen nilai"))
    table = FileField(
        _l("Berkas CSV atau XLSX"),
        [FileRequired(_l("Pilih berkas CSV atau XLSX."))],
        description=_l("Dua kolom: nip dan nilai. Kolom NIP di Excel harus berbentuk teks."),
    )


class ApplyImportForm(Form):
    """The sealed preview, sent back to be entered."""

    preview = HiddenField(validators=[DataRequired(_l("Pratinjau kosong. Unggah berkasnya lagi."))])


class ReleaseForm(Form):
    """Saying that the result is final."""

    sure = BooleanField(
        _l("Saya sudah memeriksa hasil ini. Hasil yang dirilis tidak dapat dirilis ulang."),
        [DataRequired(_l("Centang pernyataan ini bila hasil sudah diperiksa."))],
    )
