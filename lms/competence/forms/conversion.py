"""A new dated line of the conversion of forms into hours."""

from datetime import date
from decimal import Decimal

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from lms.competence import words
from lms.competence.forms.training import AmountField
from lms.core.forms import Form
from lms.core.i18n import _l
from lms.hours.rules import CELLS, PERIODS, UNITS, Conversion

_HOURS = NumberRange(Decimal("0.01"), 1000, _l("Isi angka lebih dari nol, paling banyak 1000."))


class ConversionForm(Form):
    """How a form becomes JP from a day on."""

    form = SelectField(_l("Bentuk"), choices=[SelectChoice(*one) for one in words.FORMS.items()])
    unit = SelectField(_l("Satuan"), choices=[SelectChoice(one, words.UNITS[one]) for one in UNITS])
    jp = AmountField(_l("JP per satuan"), [InputRequired(_l("Isi JP per satuan.")), _HOURS])
    cap = AmountField(_l("Batas JP"), [Optional(), _HOURS])
    cap_per = SelectField(
        _l("Masa batas"),
        choices=[
            SelectChoice("", _l("tanpa batas")),
            *(SelectChoice(one, words.PERIODS[one]) for one in PERIODS),
        ],
    )
    international = IntegerField(
        _l("Nilai internasional (persen)"),
        [Optional(), NumberRange(100, 300, _l("Isi persen antara 100 dan 300."))],
        description=_l("Dari nilai nasional, misalnya 120. Kosongkan bila belum ada aturannya."),
    )
    cell = SelectField(_l("Mengisi sel indeks"), choices=[SelectChoice(one) for one in CELLS])
    evidence = SelectField(
        _l("Bukti"), choices=[SelectChoice(*one) for one in words.EVIDENCE.items()]
    )
    clause = StringField(
        _l("Dasar aturan"), [DataRequired(_l("Tulis dasar aturannya.")), Length(max=200)]
    )
    confidence = SelectField(
        _l("Keyakinan"), choices=[SelectChoice(*one) for one in words.CONFIDENCE.items()]
    )
    valid_from = DateField(_l("Berlaku mulai"), [InputRequired(_l("Isi hari pertama."))])
    valid_until = DateField(_l("Berlaku sampai"), [Optional()])
    reason = StringField(
        _l("Alasan perubahan"), [DataRequired(_l("Tulis alasannya.")), Length(max=300)]
    )

    @classmethod
    def of(cls, line: Conversion | None, starts_on: date) -> "ConversionForm":
        """Return the form, filled in from the line that holds now."""
        if line is None:
            return cls(valid_from=starts_on)
        kept = {
            name: getattr(line, name)
            for name in ("form", "unit", "jp", "cap", "cap_per", "international", "cell",
                         "evidence", "clause", "confidence")
        }  # fmt: skip
        return cls(data={**kept, "valid_from": starts_on})

    @property
    def line(self) -> Conversion:
        """Return the line as the rule reads it."""
        return Conversion(
            self.form.data, self.unit.data, self.jp.data, self.cap.data, self.cap_per.data,
            self.international.data, self.cell.data, self.evidence.data, self.clause.data.strip(),
            self.confidence.data, self.valid_from.data, self.valid_until.data,
        )  # fmt: skip
