"""What people fill in about events and places in them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
)

from lms.core.clock import ZONES, from_local, local, today
from lms.core.forms import Form, MultiCheckboxField, trimmed
from lms.core.i18n import _l
from lms.events import rules
from lms.events.actions import EventPlan
from lms.events.models import Event
from lms.events.words import AUDIENCES
from lms.people.models import Opd

_NUMBER = {"inputmode": "numeric"}
_DAY = [InputRequired(_l("Isi tanggal."))]


def read_nips(text: str | None) -> tuple[str, ...]:
    """Return the NIPs of a text, one a line or parted by commas; spaces inside one are dropped."""
    lines = re.split(r"[\n,;]+", text or "")
    return tuple(nip for line in lines if (nip := re.sub(r"[\s.'-]", "", line)))


class EventForm(Form):
    """What all kinds of events share; the kind is chosen before and stays."""

    title = StringField(
        _l("Judul"),
        [DataRequired(_l("Isi judul kegiatan.")), Length(max=160)],
        filters=[trimmed],
        render_kw={"maxlength": 160},
    )
    opd = SelectField(_l("Penyelenggara"), coerce=int)
    description = TextAreaField(
        _l("Keterangan"),
        [Optional(), Length(max=20_000, message=_l("Keterangan terlalu panjang."))],
        filters=[trimmed],
        description=_l("Tujuan, acara, dan yang perlu disiapkan. Boleh memakai Markdown."),
        render_kw={"rows": 8},
    )
    place = StringField(
        _l("Tempat"), [Optional(), Length(max=160)], filters=[trimmed],
        description=_l("Gedung dan ruang; kosongkan bila daring"),
    )  # fmt: skip
    link = StringField(
        _l("Tautan pertemuan"),
        [
            Optional(),
            Length(max=400),
            Regexp(r"https://\S+$", message=_l("Isi tautan lengkap yang diawali https://")),
        ],
        filters=[trimmed],
        description=_l("Hanya tampil bagi yang terdaftar"),
        render_kw={"inputmode": "url"},
    )
    reference = StringField(
        _l("Nomor surat tugas"), [Optional(), Length(max=120)], filters=[trimmed],
        description=_l("Dasar kegiatan; wajib untuk penugasan khusus"),
    )  # fmt: skip
    speakers = TextAreaField(
        _l("NIP narasumber"),
        [Optional(), Length(max=2000)],
        description=_l("Satu NIP per baris. Mereka melihat daftar peserta dan mencatat kehadiran."),
        render_kw={"rows": 2, **_NUMBER},
    )
    guests = StringField(
        _l("Narasumber dari luar"), [Optional(), Length(max=200)], filters=[trimmed],
        description=_l("Nama tanpa akun di sini, dipisah koma"),
    )  # fmt: skip
    quota = IntegerField(
        _l("Kuota"),
        [Optional(), NumberRange(1, 5000, _l("Isi kuota antara 1 dan 5.000."))],
        description=_l("Kosongkan bila tidak dibatasi"),
        render_kw=_NUMBER,
    )
    registration_opens_on = DateField(_l("Pendaftaran dibuka"), _DAY)
    registration_closes_on = DateField(_l("Pendaftaran ditutup"), _DAY)
    audience = RadioField(
        _l("Siapa yang boleh mendaftar"), choices=[SelectChoice(*one) for one in AUDIENCES.items()]
    )
    offices = MultiCheckboxField(_l("Perangkat daerah"), coerce=int)
    notice = TextAreaField(
        _l("Kabar untuk yang terdaftar"),
        [Optional(), Length(max=300, message=_l("Tulis paling banyak 300 huruf."))],
        filters=[trimmed],
        description=_l("Perubahan waktu dan tempat disebutkan sendiri bila dikosongkan."),
        render_kw={"rows": 2, "maxlength": 300},
    )

    def offer(self, own: Sequence[Opd], everybody: Sequence[Opd]) -> None:
        """Fill in which offices may organise it, and which may be invited."""
        self.opd.choices = [SelectChoice(office.id, office.name) for office in own]
        self.offices.choices = [SelectChoice(office.id, office.short_name) for office in everybody]

    def _span(self) -> tuple[datetime, datetime, str]:
        raise NotImplementedError

    def plan(self, kind: str) -> EventPlan:
        """Return what was filled in."""
        starts_at, ends_at, zone = self._span()
        return EventPlan(
            kind=kind, title=self.title.data or "", opd_id=self.opd.data, starts_at=starts_at,
            ends_at=ends_at, zone=zone, description=self.description.data or "",
            reference=self.reference.data or "", place=self.place.data or "",
            link=self.link.data or "", guests=self.guests.data or "", quota=self.quota.data,
            registration_opens_on=self.registration_opens_on.data,
            registration_closes_on=self.registration_closes_on.data,
            audience=self.audience.data, office_ids=tuple(self.offices.data or ()),
            speaker_nips=read_nips(self.speakers.data),
        )  # fmt: skip


class PresenceForm(EventForm):
    """An event of some hours on one day."""

    day = DateField(_l("Tanggal"), _DAY)
    starts = TimeField(_l("Mulai"), [InputRequired(_l("Isi jam mulai."))])
    ends = TimeField(_l("Selesai"), [InputRequired(_l("Isi jam selesai."))])
    zone = SelectField(_l("Zona waktu"), choices=[SelectChoice(zone) for zone in ZONES])

    def _span(self) -> tuple[datetime, datetime, str]:
        zone = self.zone.data
        starts, ends = (
            from_local(datetime.combine(self.day.data, at), zone)
            for at in (self.starts.data, self.ends.data)
        )
        return starts, ends, zone


class PeriodForm(EventForm):
    """A series of meetings, or an assignment, between two days."""

    first_day = DateField(_l("Hari pertama"), _DAY)
    last_day = DateField(_l("Hari terakhir"), _DAY)

    def _span(self) -> tuple[datetime, datetime, str]:
        first = from_local(datetime.combine(self.first_day.data, time()))
        last = from_local(datetime.combine(self.last_day.data, time(23, 59)))
        return first, last, "WIB"


def event_form(kind: str, **data: Any) -> PresenceForm | PeriodForm:
    """Return the form that fits the kind."""
    form = PresenceForm if rules.KINDS[kind].proof == rules.PRESENCE else PeriodForm
    return form(data=data)


def first_facts() -> dict[str, Any]:
    """Return sensible values of a new event: in a week, open to everybody from today."""
    day: date = today() + timedelta(days=7)
    return {
        "day": day, "starts": time(9), "ends": time(12), "zone": "WIB",
        "first_day": day, "last_day": day + timedelta(days=90), "audience": "all",
        "registration_opens_on": today(), "registration_closes_on": day,
    }  # fmt: skip


def present_facts(event: Event) -> dict[str, Any]:
    """Return what the form of an event shows at first; speakers and offices must be loaded."""
    names = (
        "title", "description", "place", "link", "reference", "guests", "quota", "zone",
        "registration_opens_on", "registration_closes_on", "audience", "first_day", "last_day",
    )  # fmt: skip
    found: dict[str, Any] = {name: getattr(event, name) for name in names}
    starts, ends = local(event.starts_at, event.zone), local(event.ends_at, event.zone)
    return found | {
        "opd": event.opd_id, "day": starts.date(), "starts": starts.time(), "ends": ends.time(),
        "offices": [office.opd_id for office in event.offices],
        "speakers": "\n".join(speaker.person.nip or "" for speaker in event.speakers),
    }  # fmt: skip


class PeopleForm(Form):
    """People to invite or to give places."""

    nips = TextAreaField(
        _l("NIP, satu per baris"),
        [DataRequired(_l("Isi paling sedikit satu NIP.")), Length(max=8000)],
        render_kw={"rows": 3, **_NUMBER},
    )
    seat = BooleanField(_l("Langsung terdaftar, tanpa menunggu jawaban undangan"))


class EvidenceForm(Form):
    """The report of a special assignment."""

    text = TextAreaField(
        _l("Ringkasan pelaksanaan"),
        [
            DataRequired(_l("Tulis apa yang Anda kerjakan dan hasilnya.")),
            Length(max=4000, message=_l("Tulis paling banyak 4.000 huruf.")),
        ],
        filters=[trimmed],
        render_kw={"rows": 5},
    )
    upload = FileField(_l("Laporan atau bukti"))


class MeetingForm(Form):
    """One meeting of coach or mentor with a participant."""

    held_on = DateField(_l("Tanggal pertemuan"), _DAY)
    topic = StringField(
        _l("Pokok bahasan"),
        [DataRequired(_l("Isi pokok bahasannya.")), Length(max=160)],
        filters=[trimmed],
        render_kw={"maxlength": 160},
    )
    outcome = TextAreaField(
        _l("Kesepakatan dan tindak lanjut"),
        [Optional(), Length(max=2000, message=_l("Tulis paling banyak 2.000 huruf."))],
        filters=[trimmed],
        render_kw={"rows": 3},
    )


class AnswerForm(Form):
    """What is wrong with evidence or a meeting; empty when all is well."""

    why = TextAreaField(
        _l("Yang perlu diperbaiki"),
        [Optional(), Length(max=300, message=_l("Tulis paling banyak 300 huruf."))],
        filters=[trimmed],
        render_kw={"rows": 2, "maxlength": 300},
    )
