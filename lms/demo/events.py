"""Light events of every kind and at every stage, through the real actions, at their times."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from lms.core import clock
from lms.core.access import forget
from lms.core.db import db
from lms.events import actions, queries
from lms.events.actions import EventPlan
from lms.events.models import Event, Participation
from lms.people.models import Person

MEETING_LINK = "https://rapat.contoh.invalid/kegiatan"
WEBINAR = (
    "Webinar ini membahas cara menulis jawaban atas pengaduan warga: singkat, jelas, tuntas.\n\n"
    "## Acara\n\n"
    "1. Pengaduan yang paling sering masuk\n"
    "2. Latihan menulis jawaban\n"
    "3. Tanya jawab\n\n"
    "Siapkan **satu contoh pengaduan** dari kantor Anda, tanpa nama pelapor."
)
COACHING = (
    "Tiga bulan pendampingan bagi pejabat yang menyusun aksi perubahan. Setiap pertemuan memuat "
    "tujuan, hambatan, pilihan langkah, dan kesepakatan."
)
TASK = (
    "Menyusun peta antrean layanan pada tiga puskesmas dan mengusulkan dua perbaikan. Laporan "
    "paling banyak sepuluh halaman dengan foto sebelum dan sesudah."
)
TOPICS = (
    ("Tujuan aksi perubahan", "Tujuan dipersempit menjadi satu layanan."),
    ("Peta pemangku kepentingan", "Menghubungi dua pihak yang belum mendukung."),
    ("Hambatan pekan pertama", "Uji coba digeser ke hari dengan antrean pendek."),
)


def load(rng: Random, accounts: dict[str, Person], *, say: Callable[[str], None]) -> None:
    """Plan events for the coming weeks, and let people take part in those of the past."""
    say("Kegiatan: webinar, lokakarya, coaching, penugasan khusus")
    people = _people(rng, accounts)
    _ahead(people, accounts)
    _today(people, accounts)
    _past(rng, people, accounts)
    _series(people, accounts)
    _assignment(people, accounts)


def _people(rng: Random, accounts: dict[str, Person]) -> list[Person]:
    """Return the demo trainee first, then other people in random order."""
    found = list(
        db.session.scalars(
            select(Person)
            .where(Person.email.is_(None), Person.nip.is_not(None))
            .order_by(Person.id)
            .limit(120)
        ).unique()
    )
    rng.shuffle(found)
    return [accounts["trainee"], *found]


def _at(days: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment some days from today on the agency's clock."""
    day = clock.today() + timedelta(days=days)
    return clock.from_local(datetime.combine(day, time(hour, minute)))


def _plan(
    by: Person, kind: str, title: str, starts: datetime, ends: datetime, **facts: Any
) -> Event:
    """Write an event down a month before it begins, or today."""
    first, last = clock.local(starts).date(), clock.local(ends).date()
    written = min(first - timedelta(days=30), clock.today())
    facts.setdefault("opd_id", by.opd_id)
    plan = EventPlan(
        kind=kind, title=title, starts_at=starts, ends_at=ends,
        registration_opens_on=written, registration_closes_on=max(written, last), **facts,
    )  # fmt: skip
    with _on(written):
        return actions.plan_event(plan, by=by)


def _on(day: date) -> Any:
    return clock.at(min(clock.from_local(datetime.combine(day, time(9))), clock.now()))


def _announce(event: Event, people: list[Person], *, by: Person) -> list[Participation]:
    with _on(min(event.first_day - timedelta(days=20), clock.today())):
        actions.announce_event(event, by=by)
        places = [actions.register(event, person, by=person) for person in people]
    _save()
    return places


def _ahead(people: list[Person], accounts: dict[str, Person]) -> None:
    """Events to come: nearly full with a queue, half empty, by invitation, a draft, called off."""
    organiser, officer = accounts["organiser"], accounts["opd_officer"]
    speaker = (accounts["instructor"].nip or "",)
    webinar = _plan(
        organiser, "webinar", "Menjawab Pengaduan Warga dengan Tuntas", _at(4, 9), _at(4, 12),
        quota=30, link=MEETING_LINK, description=WEBINAR, speaker_nips=speaker,
    )  # fmt: skip
    _announce(webinar, people[:36], by=organiser)
    seminar = _plan(
        organiser, "seminar", "Arah Manajemen Talenta ASN", _at(12, 8), _at(12, 15), quota=120,
        place="Aula Tapis", guests="Narasumber Badan Kepegawaian Negara",
        description="Kebijakan manajemen talenta dan dampaknya bagi pengembangan kompetensi.",
    )  # fmt: skip
    _announce(seminar, people[5:47], by=organiser)
    clinic = _plan(
        officer, "workshop", "Klinik Mutu Layanan Puskesmas", _at(9, 8), _at(9, 15), quota=25,
        place="Ruang Rapat Dinas Kesehatan", audience="invited",
    )  # fmt: skip
    _announce(clinic, [], by=officer)
    actions.add_people(clinic, [one.nip or "" for one in people[:12]], invite=True, by=officer)
    _plan(
        officer, "community", "Komunitas Belajar Rekam Medis Elektronik", _at(20, 13), _at(20, 15),
        place="Ruang Rapat Dinas Kesehatan", audience="offices", office_ids=(officer.opd_id or 0,),
    )  # fmt: skip
    off = _plan(
        organiser, "webinar", "Keamanan Data Pribadi di Kantor", _at(6, 13), _at(6, 15),
        link=MEETING_LINK,
    )  # fmt: skip
    _announce(off, people[:9], by=organiser)
    actions.cancel_event(
        off, "Narasumber bertugas ke luar daerah. Jadwal baru diumumkan pekan depan.", by=organiser
    )
    _save()


def _today(people: list[Person], accounts: dict[str, Person]) -> None:
    """A workshop that is going on: its code can be tried at once."""
    organiser = accounts["organiser"]
    present = clock.local(clock.now())
    starts = max(present - timedelta(hours=1), present.replace(hour=0, minute=0))
    ends = min(present + timedelta(hours=5), present.replace(hour=23, minute=59))
    event = _plan(
        organiser, "workshop", "Menyusun Naskah Dinas yang Mudah Dibaca",
        starts.replace(minute=0, second=0, microsecond=0), ends.replace(second=0, microsecond=0),
        quota=40, place="Ruang Pahawang", speaker_nips=(accounts["instructor"].nip or "",),
        description="Berlatih memendekkan kalimat, menata paragraf, dan memeriksa naskah bersama.",
    )  # fmt: skip
    places = _announce(event, people[:22], by=organiser)
    actions.save_roll(event, {place.id for place in places[4:15]}, (), by=accounts["instructor"])
    _save()


def _past(rng: Random, people: list[Person], accounts: dict[str, Person]) -> None:
    """Events that are over and confirmed: people came and earned JP."""
    organiser = accounts["organiser"]
    for days, kind, title, hours in (
        (-24, "webinar", "Statistik Sederhana untuk Laporan Kinerja", (9, 12)),
        (-60, "seminar", "Pelayanan Publik yang Ramah Disabilitas", (8, 15)),
        (-11, "community", "Komunitas Belajar Pengelola Arsip", (13, 15)),
    ):
        event = _plan(
            organiser, kind, title, _at(days, hours[0]), _at(days, hours[1]), place="Aula Tapis"
        )
        places = _announce(event, people[:30], by=organiser)
        came = {place.id for place in places if place is places[0] or rng.random() < 0.85}
        with clock.at(event.starts_at + timedelta(minutes=10)):
            actions.save_roll(event, came, (), by=organiser)
        with clock.at(event.ends_at + timedelta(hours=2)):
            actions.close_event(event, by=organiser)
        _save()


def _series(people: list[Person], accounts: dict[str, Person]) -> None:
    """A coaching that is running, and a mentoring that is confirmed."""
    organiser, coach = accounts["organiser"], accounts["instructor"]
    running = _plan(
        organiser, "coaching", "Coaching Aksi Perubahan", _at(-50, 0), _at(40, 23, 59),
        audience="invited", description=COACHING, speaker_nips=(coach.nip or "",),
    )  # fmt: skip
    _announce(running, [], by=organiser)
    _seats(running, people[:6], by=organiser)
    over = _plan(
        organiser, "mentoring", "Mentoring Pegawai Baru", _at(-100, 0), _at(-15, 23, 59),
        audience="invited", speaker_nips=(coach.nip or "",),
    )  # fmt: skip
    _announce(over, [], by=organiser)
    _seats(over, people[10:16], by=organiser)
    for event, open_ones in ((running, 1), (over, 0)):
        for place in queries.roster(event).registered:
            _meet(event, place, coach, len(TOPICS) - open_ones)
    with clock.at(over.ends_at):
        actions.close_event(over, by=organiser)
    _save()


def _seats(event: Event, people: list[Person], *, by: Person) -> None:
    with _on(event.first_day):
        actions.add_people(event, [person.nip or "" for person in people], invite=False, by=by)
    _save()


def _meet(event: Event, place: Participation, coach: Person, confirmed: int) -> None:
    for number, (topic, outcome) in enumerate(TOPICS):
        day = event.first_day + timedelta(days=3 + 20 * number)
        with _on(day):
            meeting = actions.log_meeting(place, day, topic, outcome, by=coach)
            if number < confirmed:
                actions.confirm_meeting(place, meeting, by=place.person)


def _assignment(people: list[Person], accounts: dict[str, Person]) -> None:
    """A special assignment: one report accepted, one sent back, one waiting, one missing."""
    officer, leader = accounts["opd_officer"], accounts["leader"]
    event = _plan(
        officer, "assignment", "Gugus Tugas Antrean Puskesmas", _at(-35, 0), _at(25, 23, 59),
        audience="invited", reference="800.1.11/0412/V.02/2026", description=TASK,
        speaker_nips=(leader.nip or "",),
    )  # fmt: skip
    _announce(event, [], by=officer)
    _seats(event, people[:4], by=officer)
    accepted, returned, waiting, _missing = queries.roster(event).registered
    for days, place in ((-6, accepted), (-4, returned), (-1, waiting)):
        with clock.at(_at(days, 10)):
            actions.hand_in_evidence(
                place, "Peta antrean tiga puskesmas dan dua usulan perbaikan terlampir.",
                _report(place.person.name), by=place.person,
            )  # fmt: skip
    actions.accept_evidence(accepted, by=leader)
    actions.return_evidence(returned, "Lampirkan foto sebelum dan sesudah.", by=leader)
    _save()


def _report(name: str) -> FileStorage:
    """Return a picture of a page that says whose report it is."""
    picture = Image.new("RGB", (620, 240), "white")
    ImageDraw.Draw(picture).text((40, 40), f"Laporan penugasan\n\n{name}", fill="black")
    data = io.BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return FileStorage(data, "laporan-penugasan.png")


def _save() -> None:
    db.session.flush()
    forget()
