"""What organisers fill in about a session."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.catalogue.models import Batch, Course
from lms.core.clock import from_local, local
from lms.core.forms import Form, MultiCheckboxField, trimmed
from lms.core.i18n import _, _l
from lms.people.models import Person
from lms.schedule.actions import Plan
from lms.schedule.models import Room, Session, WebinarAccount
from lms.schedule.words import MODES

_NUMBER = {"inputmode": "numeric"}


class SessionForm(Form):
    """A session: subject, time on the batch's clock, place, instructors, check-in window."""

    course = SelectField(_l("Mata pelatihan"), coerce=int)
    title = StringField(
        _l("Judul sesi"),
        [Length(max=160, message=_l("Tulis paling banyak 160 huruf."))],
        filters=[trimmed],
        description=_l("Kosongkan untuk memakai nama mata pelatihan"),
    )
    mode = RadioField(
        _l("Cara"), choices=[SelectChoice(*one) for one in MODES.items()], default="classical"
    )
    day = DateField(_l("Tanggal"), [InputRequired(_l("Isi tanggal sesi."))])
    starts = TimeField(_l("Mulai"), [InputRequired(_l("Isi jam mulai."))])
    ends = TimeField(_l("Selesai"), [InputRequired(_l("Isi jam selesai."))])
    room = SelectField(_l("Ruang"), coerce=int, default=0, description=_l("Untuk sesi tatap muka"))
    account = SelectField(
        _l("Akun webinar"), coerce=int, default=0, description=_l("Untuk sesi virtual")
    )
    group = SelectField(
        _l("Peserta"),
        default="",
        coerce=trimmed,
        description=_l("Kelompok berlainan dapat bertemu pada waktu yang sama"),
    )
    link = StringField(
        _l("Tautan pertemuan"),
        [Optional(), Length(max=400)],
        filters=[trimmed],
        description=_l("Kosongkan untuk memakai tautan akun webinar"),
        render_kw={"inputmode": "url"},
    )
    instructors = MultiCheckboxField(_l("Pengajar"), coerce=int)
    note = TextAreaField(
        _l("Catatan untuk peserta"),
        [Optional(), Length(max=500, message=_l("Tulis paling banyak 500 huruf."))],
        filters=[trimmed],
        render_kw={"rows": 2},
    )
    opens_before = IntegerField(
        _l("Presensi dibuka, menit sebelum mulai"),
        [
            InputRequired(_l("Isi jumlah menit.")),
            NumberRange(0, 240, _l("Isi 0 sampai 240 menit.")),
        ],
        default=30,
        render_kw=_NUMBER,
    )
    closes_after = IntegerField(
        _l("Presensi ditutup, menit setelah mulai"),
        [
            InputRequired(_l("Isi jumlah menit.")),
            NumberRange(0, 240, _l("Isi 0 sampai 240 menit.")),
        ],
        default=15,
        render_kw=_NUMBER,
    )

    def offer(
        self, courses: Sequence[Course], rooms: Sequence[Room], people: Sequence[Person],
        accounts: Sequence[WebinarAccount], groups: Sequence[str],
    ) -> None:  # fmt: skip
        """Fill in what can be chosen."""
        self.titles = {course.id: course.title for course in courses}
        self.course.choices = [SelectChoice(0, _("Tanpa mata pelatihan"))] + [
            SelectChoice(course.id, f"{course.title} ({course.jp} JP)") for course in courses
        ]
        self.room.choices = [SelectChoice(0, _("Tanpa ruang"))] + [
            SelectChoice(
                room.id, _("%(name)s, %(seats)s kursi", name=room.name, seats=room.capacity)
            )
            for room in rooms
        ]
        self.account.choices = [SelectChoice(0, _("Tanpa akun"))] + [
            SelectChoice(one.id, _("%(name)s, %(seats)s orang", name=one.name, seats=one.capacity))
            for one in accounts
        ]
        self.group.choices = [SelectChoice("", _("Seluruh angkatan"))] + [
            SelectChoice(one, one) for one in groups
        ]
        self.instructors.choices = [SelectChoice(person.id, person.name) for person in people]

    def fill_from(self, session: Session) -> None:
        """Show what is planned already."""
        zone = session.batch.zone
        starts, ends = local(session.starts_at, zone), local(session.ends_at, zone)
        self.course.data, self.title.data = session.course_id or 0, session.title
        self.mode.data, self.link.data, self.note.data = session.mode, session.link, session.note
        self.day.data, self.starts.data, self.ends.data = starts.date(), starts.time(), ends.time()
        self.room.data, self.account.data = session.room_id or 0, session.account_id or 0
        self.group.data = session.group.name if session.group else ""
        self.instructors.data = [teaching.person_id for teaching in session.teaching]
        self.opens_before.data = _minutes(session.starts_at - session.checkin_opens_at)
        self.closes_after.data = _minutes(session.checkin_closes_at - session.starts_at)

    def validate_title(self, field: StringField) -> None:
        """Ask for a title when there is no subject to take it from."""
        if not field.data and not self.course.data:
            raise ValidationError(_("Isi judul sesi atau pilih mata pelatihan."))

    def validate_link(self, field: StringField) -> None:
        """Take web addresses only."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_("Tulis tautan lengkap, mulai dengan https://."))

    def moments(self, batch: Batch) -> tuple[datetime, datetime] | None:
        """Return begin and end as moments, None while date or times are missing."""
        if self.day.data is None or self.starts.data is None or self.ends.data is None:
            return None
        return (
            from_local(datetime.combine(self.day.data, self.starts.data), batch.zone),
            from_local(datetime.combine(self.day.data, self.ends.data), batch.zone),
        )

    def plan(self, batch: Batch, group_id: int | None, line_key: str = "") -> Plan:
        """Return what was filled in, as moments; `group_id` is that of the chosen group."""
        moments = self.moments(batch)
        assert moments is not None
        return Plan(
            title=self.title.data or self.titles.get(self.course.data, ""),
            mode=self.mode.data or "classical",
            starts_at=moments[0],
            ends_at=moments[1],
            course_id=self.course.data or None,
            room_id=self.room.data or None,
            link=self.link.data or "",
            account_id=self.account.data or None,
            group_id=group_id,
            line_key=line_key,
            note=self.note.data or "",
            instructor_ids=tuple(self.instructors.data or ()),
            opens_before=timedelta(minutes=self.opens_before.data or 0),
            closes_after=timedelta(minutes=self.closes_after.data or 0),
        )

    def swap(self, choice: str) -> None:
        """Take over an alternative that was offered: "room:3" or "person:12:34" (12 by 34)."""
        match choice.split(":"):
            case ["room", new] if new.isdigit():
                self.room.data = int(new)
            case ["person", old, new] if old.isdigit() and new.isdigit():
                kept = [one for one in self.instructors.data or [] if one != int(old)]
                self.instructors.data = [*kept, int(new)]


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
