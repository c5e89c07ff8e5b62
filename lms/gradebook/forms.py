"""Entering one score, importing many, and releasing the result."""

import re

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DecimalField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import TextInput

from lms.core.forms import Form
from lms.core.i18n import _l, lazy_pgettext


class MarkField(DecimalField):
    """A mark as people here write it: 84,50; a number field of a browser may refuse the comma."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a comma as the decimal sign; anything but a plain mark is refused."""
        typed = valuelist[0].strip() if valuelist else ""
        if typed and not re.fullmatch(r"-?[0-9]{1,4}([.,][0-9]{1,2})?", typed):
            raise ValueError(_l("Isi dengan angka, misalnya 84,50."))
        super().process_formdata([typed.replace(",", ".")])


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
