"""Rooms, the sessions of a batch, and who came to them."""

from datetime import date, datetime, time, timedelta
from random import Random

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course
from lms.core import clock
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.demo import presence
from lms.people import actions as people
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.actions import AccountFacts, Noted, Plan, ProfileFacts, RoomFacts, Staffing
from lms.schedule.models import Session

ROOMS = (
    ("Ruang Way Kambas", "Gedung B lantai 2", 42, "Proyektor, papan tulis"),
    ("Ruang Krakatau", "Gedung B lantai 1", 42, "Proyektor"),
    ("Ruang Pahawang", "Gedung A lantai 3", 24, "Komputer 24 unit"),
    ("Aula Tapis", "Gedung Utama", 120, "Panggung, pengeras suara"),
)
#: Colleagues of the demo instructor: (name, title, NIP, level of programmes, JP a week).
COLLEAGUES = (
    ("Ratna Komalasari", "M.Si.", "197904222005012003", "pka", 40),
    ("Hendra Wijayanto", "M.A.P.", "198210082008011004", "pkp", 24),
    ("Sri Mulyani Hapsari", "M.Pd.", "198601172011012005", "latsar", 36),
)
#: Each so many subjects two teach as a team.
TEAM = 3
#: Morning and afternoon of a training day, in the batch's zone.
TIMES = ((time(8, 0), time(10, 15)), (time(13, 0), time(15, 15)))
#: How many of a hundred are present, excused, ill, absent.
CHANCES = (("present", 94), ("permit", 3), ("sick", 2), ("absent", 1))

#: Share of virtual sessions whose attendance comes from the log of the meeting.
LOGGED = 0.4
#: Minutes that people come late.
LATE = (0, 0, 0, 0, 0, 0, 0, 0, 5, 10, 30)


def load_rooms(by: Person) -> list[int]:
    """Add the rooms of the campus; returns their ids."""
    rooms = []
    for name, place, size, gear in ROOMS:
        building = actions.add_building(place.partition(" lantai")[0], by=by)
        facts = RoomFacts(name, size, place, gear, building.id)
        rooms.append(actions.add_room(facts, by=by))
    for number in (1, 2):
        link = f"https://rapat.contoh.invalid/akun-{number}"
        actions.add_account(AccountFacts(f"Akun webinar {number}", 300, link), by=by)
    one, other, main = (building.id for building in queries.buildings())
    actions.set_travel({(one, other): 5, (one, main): 10, (other, main): 10}, by=by)
    return [room.id for room in rooms]


def load_colleagues(accounts: dict[str, Person]) -> list[int]:
    """Add instructors beside the demo account's; returns their ids."""
    found = []
    for name, title, nip, _level, _jp in COLLEAGUES:
        person = people.add_person(
            by=None, nip=nip, name=name, title_back=title, opd_id=accounts["instructor"].opd_id,
            employment="pns", position_kind="fungsional",
            position_title="Widyaiswara Ahli Muda", golongan="III/d",
        )  # fmt: skip
        db.session.flush()
        since = clock.today() - timedelta(days=700)
        people.grant_role(person, "instructor", by=None, starts_on=since)
        found.append(person.id)
    return found


def agree(accounts: dict[str, Person], colleagues: list[int]) -> None:
    """Agree with the instructors on terms, and note leave and a closure to come."""
    by, teacher = accounts["organiser"], accounts["instructor"]
    facts = ProfileFacts(level="pkp", jp_per_day=10, jp_per_week=40, rights=_technical())
    actions.set_profile(teacher, facts, by=by)
    for one, (*_who, level, jp) in zip(colleagues, COLLEAGUES, strict=True):
        facts = ProfileFacts(level=level, jp_per_day=10, jp_per_week=jp, rights=_technical())
        actions.set_profile(db.session.get_one(Person, one), facts, by=by)
    day = clock.today() + timedelta(days=45)
    begins = clock.from_local_date(day)
    actions.add_block(
        "person", teacher.id, begins, begins + timedelta(days=2), "Cuti tahunan", by=by
    )
    room = queries.open_rooms()[0]
    begins += timedelta(days=7)
    actions.add_block(
        "room", room.id, begins, begins + timedelta(days=3), "Perawatan tata suara", by=by
    )


def _technical() -> tuple[tuple[int, str], ...]:
    """Return the right to teach the programme outside the ladder."""
    found = queries.subjects_by_programme().get("pbj-level-1")
    return ((found[0], ""),) if found else ()


def draft(
    batch: Batch, accounts: dict[str, Person], rooms: list[int], colleagues: list[int]
) -> None:
    """Plan a batch to come by its programme's timetable; it waits to be shown."""
    by = accounts["organiser"]
    staffing = Staffing(
        room_id=rooms[1], account_id=_account(batch), link="https://rapat.contoh.invalid/kelas",
        team=(accounts["instructor"].id, colleagues[batch.id % len(colleagues)]),
    )  # fmt: skip
    savepoint = db.session.begin_nested()
    try:
        actions.apply_template(batch, staffing, by=by)
    except RuleBroken:  # holidays push it out of its phase on some days of the year
        savepoint.rollback()
        return
    savepoint.commit()


def _account(batch: Batch) -> int:
    """Return the webinar account of a batch: batches take turns."""
    found = queries.open_accounts()
    return found[batch.id % len(found)].id


def hold(
    rng: Random, batch: Batch, accounts: dict[str, Person], rooms: list[int],
    colleagues: list[int],
) -> None:  # fmt: skip
    """Plan the sessions of the virtual and classical phases, and take attendance of the past."""
    courses = queries.courses_of(batch)
    for dates in catalogue.phase_dates(batch):
        if dates.phase.mode not in ("virtual", "classical"):
            continue
        own = [course for course in courses if course.phase_id == dates.phase_id]
        mode = dates.phase.mode
        slots = _slots(dates.starts_on, dates.ends_on)
        for number, (course, slot) in enumerate(zip(own, slots, strict=False)):
            second = colleagues[number % len(colleagues)] if number % TEAM == 0 else None
            session = _plan(rng, batch, course, slot, mode, accounts, rooms, second)
            if session is None or session.ends_at >= clock.now():
                continue
            if mode == "virtual" and rng.random() < LOGGED:
                presence.read_log(rng, session, accounts["instructor"])
            else:
                _call_roll(rng, session, accounts["instructor"])
    if batch.ends_on >= clock.today():
        presence.enrich(batch, catalogue.seated(batch), accounts)


def _slots(first: date, last: date) -> list[tuple[date, time, time]]:
    """Return the meeting times of a phase, two a day; more subjects than these get none."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return [(day, *hours) for day in days if day.weekday() < 5 for hours in TIMES]


def _plan(
    rng: Random, batch: Batch, course: Course, slot: tuple[date, time, time], mode: str,
    accounts: dict[str, Person], rooms: list[int], second: int | None,
) -> Session | None:  # fmt: skip
    day, begins, ends = slot
    starts_at, ends_at = (
        clock.from_local(datetime.combine(day, hour), batch.zone) for hour in (begins, ends)
    )
    plan = Plan(
        title=course.title, mode=mode, starts_at=starts_at, ends_at=ends_at, course_id=course.id,
        room_id=rng.choice(rooms[:2]) if mode == "classical" else None,
        account_id=_account(batch) if mode == "virtual" else None,
        instructor_ids=(accounts["instructor"].id, *([second] if second else ())),
    )  # fmt: skip
    savepoint = db.session.begin_nested()
    try:
        session = actions.plan_session(batch, plan, by=accounts["organiser"])
    except RuleBroken:  # the instructor teaches another batch then: this one stays without
        savepoint.rollback()
        return None
    savepoint.commit()
    return session


def _call_roll(rng: Random, session: Session, by: Person) -> None:
    statuses, weights = [one for one, _ in CHANCES], [weight for _, weight in CHANCES]
    with clock.at(session.starts_at + timedelta(minutes=10)):
        noted = {
            line.enrolment.id: Noted(rng.choices(statuses, weights)[0], rng.choice(LATE))
            for line in queries.roll_of(session)
        }
        actions.save_roll(session, noted, by=by)
    with clock.at(session.ends_at):
        actions.close_roll(session, by=by)
