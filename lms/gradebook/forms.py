"""Entering one score, importing many, and releasing the result."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.core.forms import Form, MarkField
from lms.core.i18n import _l, lazy_pgettext
from lms.gradebook.queries import Row

_MARK = re.compile(r"(100|[0-9]{1,2})([.,][0-9]{1,2})?")


def read_mark(text: str) -> Decimal | None:
    """Return a mark (0-100) as people write it, 84,50 or 84.5; None for anything else."""
    typed = text.strip()
    found = Decimal(typed.replace(",", ".")) if _MARK.fullmatch(typed) else None
    return found if found is not None and found <= 100 else None


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


class PasteForm(Form):
    """A block of cells copied out of a spreadsheet."""

    seat = SelectField(_l("Mulai dari peserta"), coerce=int)
    part = SelectField(_l("Mulai dari komponen"))
    text = TextAreaField(
        _l("Isi yang ditempel"),
        [
            DataRequired(_l("Tempel isinya dulu.")),
            Length(max=200_000, message=_l("Isinya terlalu panjang. Tempel bagian demi bagian.")),
        ],
        description=_l(
            "Salin sel dari lembar kerja. Kolom pertama boleh berisi NIP; tanpa NIP, baris "
            "mengikuti urutan nama di buku nilai mulai dari peserta yang dipilih. Sel kosong "
            "dilewati."
        ),
        render_kw={"rows": 10, "spellcheck": "false"},
    )
    reason = StringField(
        _l("Dasar atau alasan"),
        [DataRequired(_l("Tulis dari mana nilai ini berasal.")), Length(max=300)],
    )

    def offer(self, rows: Sequence[Row], parts: Sequence[Mapping[str, Any]]) -> "PasteForm":
        """Say where the block may begin."""
        self.seat.choices = [SelectChoice(row.seat.id, row.seat.name) for row in rows]
        self.part.choices = [SelectChoice(part["key"], part["title"]) for part in parts]
        return self


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
