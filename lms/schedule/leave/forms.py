"""What a trainee fills in to ask for leave, and the answer of who decides."""

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from lms.core.forms import Form, trimmed
from lms.core.i18n import _, _l
from lms.schedule import words
from lms.schedule.leave.actions import Asked
from lms.schedule.leave.models import KINDS
from lms.schedule.models import Session
from lms.schedule.words import STATUSES


class LeaveForm(Form):
    """Kind, days or one session, reason, document."""

    kind = RadioField(
        _l("Keterangan"),
        choices=[SelectChoice(kind, STATUSES[kind]) for kind in KINDS],
        default="permit",
    )
    first_on = DateField(_l("Hari pertama"), [InputRequired(_l("Isi hari pertama."))])
    last_on = DateField(
        _l("Hari terakhir"), [Optional()], description=_l("Kosongkan bila hanya satu hari")
    )
    session = SelectField(_l("Sesi"), coerce=int, default=0)
    reason = TextAreaField(
        _l("Alasan"),
        [DataRequired(_l("Tulis alasannya.")), Length(max=500)],
        filters=[trimmed],
        render_kw={"rows": 3},
    )
    document = FileField(_l("Surat izin atau surat dokter"), description=_l("PDF, JPG, atau PNG."))

    def offer(self, meetings: Sequence[Session]) -> None:
        """Fill in the sessions that leave can be about."""
        self.days = {session.id: session.day for session in meetings}
        self.session.choices = [SelectChoice(0, _("Semua sesi pada tanggal itu"))] + [
            SelectChoice(session.id, f"{session.title}, {words.when(session)}")
            for session in meetings
        ]

    def asked(self) -> Asked:
        """Return what was filled in; one chosen session says its own day."""
        session_id = self.session.data or None
        first = self.days[session_id] if session_id else self.first_on.data
        last = first if session_id else self.last_on.data or first
        return Asked(self.kind.data, first, last, self.reason.data or "", session_id)


class AnswerForm(Form):
    """The word of who decides."""

    answer = TextAreaField(
        _l("Catatan untuk peserta"),
        [Optional(), Length(max=500)],
        filters=[trimmed],
        render_kw={"rows": 2},
        description=_l("Wajib diisi bila menolak."),
    )
