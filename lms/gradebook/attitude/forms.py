"""What observers, organisers and administrators fill in; levels come by name."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.core.forms import Form, MarkField, trimmed
from lms.core.i18n import _l
from lms.gradebook.attitude import words
from lms.gradebook.attitude.actions import Seen
from lms.gradebook.attitude.instruments import LEVELS, SHIPPED, Instrument

_FORMS = [SelectChoice(one.key, one.title) for one in SHIPPED]
_REASON_LENGTH = Length(max=300, message=_l("Tulis paling banyak 300 huruf."))


class SheetForm(Form):
    """The state of the sheet when the page was made, and why an older one changes."""

    seen = IntegerField(widget=HiddenField.widget, default=0)
    reason = StringField(
        _l("Alasan perubahan"), [_REASON_LENGTH], filters=[trimmed],
        description=_l("Wajib bila catatan yang ditulis pada hari lain berubah"),
    )  # fmt: skip


class CorrectionForm(Form):
    """Why one sheet is corrected."""

    reason = StringField(
        _l("Alasan koreksi"), [DataRequired(_l("Tulis alasannya.")), _REASON_LENGTH],
        filters=[trimmed],
    )  # fmt: skip


class ChoiceForm(Form):
    """Which form a batch is observed with."""

    form = SelectField(_l("Formulir"), choices=_FORMS)


def _worth(level: str) -> MarkField:
    return MarkField(
        words.LEVELS[level],
        [InputRequired(_l("Isi nilai 0 sampai 100.")),
         NumberRange(0, 100, _l("Isi nilai 0 sampai 100."))],
        places=2,
    )  # fmt: skip


class VersionForm(Form):
    """A version of one of the forms, from a day on."""

    key = SelectField(_l("Formulir"), choices=_FORMS)
    valid_from = DateField(
        _l("Berlaku mulai"), [InputRequired(_l("Isi tanggal."))],
        description=_l("Untuk angkatan yang mulai pada tanggal ini atau sesudahnya"),
    )  # fmt: skip
    aspects = TextAreaField(
        _l("Aspek dan indikator"),
        [DataRequired(_l("Isi aspek dan indikatornya.")), Length(max=12_000)],
        description=_l("Satu per baris; nama aspek diawali tanda #"), render_kw={"rows": 20},
    )  # fmt: skip
    sangat_baik = _worth("sangat_baik")
    baik = _worth("baik")
    cukup = _worth("cukup")
    kurang = _worth("kurang")
    sangat_kurang = _worth("sangat_kurang")
    source = StringField(
        _l("Dasar"),
        [DataRequired(_l("Tulis keputusan atau pedoman yang menjadi dasar.")), _REASON_LENGTH],
        filters=[trimmed], description=_l("Nomor keputusan atau pedoman"),
    )  # fmt: skip

    @property
    def points(self) -> dict[str, Decimal]:
        """Return what each level is worth."""
        return {level: Decimal(self[level].data) for level in LEVELS}


def read_seen(sent: Mapping[str, str], numbers: Iterable[int], form: Instrument) -> dict[int, Seen]:
    """Return what was filled in for these trainees, by enrolment id."""
    return {
        number: Seen(
            sent.get(f"s-{number}", ""),
            {key: level for key in form.indicators if (level := sent.get(f"x-{number}-{key}"))},
            sent.get(f"n-{number}", "").strip()[:300],
        )
        for number in numbers
    }
