"""A new dated rate."""

from datetime import date

from wtforms import DateField, DecimalField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.core.forms import Form
from lms.core.i18n import _l
from lms.schedule import words
from lms.schedule.honour.rates import KINDS, Rate


class RateForm(Form):
    """Kind, amount, first day, source, confidence, reason."""

    kind = SelectField(
        _l("Jenis"), choices=[SelectChoice(kind, words.RATES[kind]) for kind in KINDS]
    )
    amount = DecimalField(
        _l("Besarnya"),
        [
            InputRequired(_l("Isi besarnya dengan angka.")),
            NumberRange(0, 100_000_000, _l("Isi 0 sampai 100.000.000.")),
        ],
        places=0,
        description=_l("Rupiah per JP; untuk beban minimum JP per bulan"),
        render_kw={"inputmode": "numeric"},
    )
    valid_from = DateField(_l("Berlaku mulai"), [InputRequired(_l("Isi hari pertama."))])
    clause = StringField(
        _l("Dasar aturan"), [DataRequired(_l("Tulis dasar aturannya.")), Length(max=200)]
    )
    confidence = SelectField(
        _l("Keyakinan"), choices=[SelectChoice(*one) for one in words.CONFIDENCE.items()]
    )
    reason = StringField(
        _l("Alasan perubahan"), [DataRequired(_l("Tulis alasannya.")), Length(max=300)]
    )

    @classmethod
    def of(cls, line: Rate | None, starts_on: date) -> "RateForm":
        """Return the form filled in from the line that holds now."""
        if line is None:
            return cls(valid_from=starts_on)
        return cls(data={"kind": line.kind, "amount": line.amount, "clause": line.clause,
                         "confidence": line.confidence, "valid_from": starts_on})  # fmt: skip

    def line(self) -> Rate:
        """Return what was filled in."""
        return Rate(
            self.kind.data, self.amount.data, self.valid_from.data, self.clause.data.strip(),
            self.confidence.data,
        )  # fmt: skip
