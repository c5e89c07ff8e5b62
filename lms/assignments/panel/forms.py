"""What assessors, organisers and moderators fill in."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from lms.assignments.panel import rules, words
from lms.core.forms import Form, MarkField, trimmed
from lms.core.i18n import _l
from lms.people.models import Person

_POINTS = NumberRange(0, 100, _l("Isi nilai 0 sampai 100."))


class SheetForm(Form):
    """The general remark and the revision the page was made from; levels come by name."""

    comment = TextAreaField(
        _l("Catatan untuk peserta"),
        [Length(max=5000, message=_l("Tulis paling banyak %(max)d huruf."))],
        filters=[trimmed], render_kw={"rows": 4},
    )  # fmt: skip
    revision = IntegerField(widget=HiddenField.widget, default=0)


def _weight(role: str) -> Any:
    return IntegerField(
        words.ROLES[role],
        [Optional(), NumberRange(1, 100, _l("Isi bobot dengan angka bulat 1 sampai 100."))],
        description=_l("Persen; kosong bila peran ini tidak menilai"),
    )


class SchemeForm(Form):
    """Whose marks make the mark, and from when on."""

    examiner = _weight(rules.EXAMINER)
    coach = _weight(rules.COACH)
    mentor = _weight(rules.MENTOR)
    instructor = _weight(rules.INSTRUCTOR)
    spread = MarkField(
        _l("Batas selisih"),
        [InputRequired(_l("Isi batas selisih nilai.")), _POINTS],
        description=_l("Poin; bila dua penilai berselisih lebih dari ini, penilai ketiga membaca"),
    )  # fmt: skip
    valid_from = DateField(
        _l("Berlaku mulai"), [InputRequired(_l("Isi tanggal."))],
        description=_l("Untuk angkatan yang mulai pada tanggal ini atau sesudahnya"),
    )  # fmt: skip
    basis = StringField(
        _l("Dasar"),
        [DataRequired(_l("Tulis keputusan atau pedoman yang menjadi dasar.")),
         Length(max=300, message=_l("Tulis paling banyak %(max)d huruf."))],
        filters=[trimmed], description=_l("Nomor keputusan atau pedoman"),
    )  # fmt: skip

    @property
    def weights(self) -> dict[str, int]:
        """Return the weights that were filled in."""
        given = {role: self[role].data for role in rules.ROLES}
        return {role: int(weight) for role, weight in given.items() if weight is not None}


class ThirdForm(Form):
    """Who reads a third time."""

    person = SelectField(_l("Penilai ketiga"), coerce=int)

    def offer(self, people: Sequence[Person]) -> "ThirdForm":
        """Say who may be asked."""
        self.person.choices = [SelectChoice(one.id, one.full_name) for one in people]
        return self


class RulingForm(Form):
    """The mark a moderator sets, and why."""

    points = MarkField(
        _l("Nilai akhir panel"), [InputRequired(_l("Isi nilai 0 sampai 100.")), _POINTS]
    )
    reason = TextAreaField(
        _l("Alasan"),
        [DataRequired(_l("Tulis alasan moderasi.")),
         Length(max=1000, message=_l("Tulis paling banyak %(max)d huruf."))],
        filters=[trimmed], render_kw={"rows": 3},
    )  # fmt: skip

    @property
    def mark(self) -> Decimal:
        """Return the mark with two decimals."""
        return Decimal(self.points.data).quantize(Decimal("0.01"))
