"""What is filled in to correct one mark, and to choose between two."""

from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from lms.core.forms import Form, trimmed
from lms.core.i18n import _l
from lms.schedule.actions import Noted
from lms.schedule.models import Attendance
from lms.schedule.words import STATUSES

_MINUTES = NumberRange(0, 600, _l("Isi 0 sampai 600 menit."))
_NUMBER = {"inputmode": "numeric"}


class CorrectionForm(Form):
    """One mark anew, with the reason."""

    status = RadioField(_l("Tanda"), choices=[SelectChoice(*one) for one in STATUSES.items()])
    minutes_late = IntegerField(
        _l("Menit terlambat"), [Optional(), _MINUTES], default=0, render_kw=_NUMBER
    )
    minutes_early = IntegerField(
        _l("Menit pulang lebih awal"), [Optional(), _MINUTES], default=0, render_kw=_NUMBER
    )
    note = StringField(_l("Catatan"), [Optional(), Length(max=200)], filters=[trimmed])
    reason = TextAreaField(
        _l("Alasan perbaikan"),
        [DataRequired(_l("Tulis alasan perbaikan.")), Length(max=500)],
        filters=[trimmed],
        render_kw={"rows": 2},
        description=_l("Tersimpan di riwayat dan jurnal."),
    )

    @classmethod
    def of(cls, current: Attendance | None) -> "CorrectionForm":
        """Return the form filled in with what is noted now."""
        return cls() if current is None else cls(obj=current)

    def noted(self) -> Noted:
        """Return the mark as filled in."""
        return Noted(
            self.status.data, self.minutes_late.data or 0, self.note.data or "",
            self.minutes_early.data or 0,
        )  # fmt: skip


class ChoiceForm(Form):
    """Why one of two marks is right."""

    choice_reason = StringField(_l("Alasan"), [Optional(), Length(max=300)], filters=[trimmed])
