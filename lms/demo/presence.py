"""Attendance beyond the plain roll: meeting logs, leave, a correction, a phone's late marks."""

from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from werkzeug.datastructures import FileStorage

from lms.catalogue.models import Batch, Enrolment
from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.actions import Noted
from lms.schedule.feeds import actions as feeds
from lms.schedule.leave import actions as leave
from lms.schedule.leave.actions import Asked
from lms.schedule.marks import actions as marks
from lms.schedule.marks.actions import Sent
from lms.schedule.models import Session
from lms.schedule.webinars import actions as webinars

_ZOOM = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"


def read_log(rng: Random, session: Session, by: Person) -> None:
    """Take attendance of a virtual session from the log of its meeting."""
    lines = [_ZOOM]
    for line in queries.roll_of(session):
        if rng.random() < 0.04:
            continue  # never joined
        joined = session.starts_at + timedelta(minutes=rng.choice((-12, -8, -5, -3, 0, 4, 27)))
        left = session.ends_at + timedelta(minutes=rng.choice((0, 1, 3, 5, -35)))
        person, between = line.enrolment.person, left - joined
        lines.append(
            f"{person.name},{person.email or ''},{_written(joined, session)},"
            f"{_written(left, session)},{int(between.total_seconds() // 60)},No"
        )
    upload = FileStorage(BytesIO("\n".join(lines).encode()), filename="peserta-rapat.csv")
    with clock.at(session.ends_at + timedelta(minutes=10)):
        kept = webinars.keep_log(session, upload, by=by)
        webinars.apply_log(session, kept, {}, by=by)
        actions.save_roll(session, {}, rest="absent", by=by)
        actions.close_roll(session, by=by)


def _written(moment: datetime, session: Session) -> str:
    return clock.local(moment, session.batch.zone).strftime("%m/%d/%Y %I:%M:%S %p")


def enrich(batch: Batch, seats: list[Enrolment], accounts: dict[str, Person]) -> None:
    """Give a running batch its calendar, requests for leave, a correction, and two marks apart."""
    organiser, instructor = accounts["organiser"], accounts["instructor"]
    feeds.renew_batch_feed(batch, by=organiser)
    held = [one for one in queries.sessions_of(batch) if one.roll_closed_at is not None]
    if len(held) < 2 or len(seats) < 4:
        return
    _ask(seats[1], batch, held[-1], "sick", "Demam, surat dokter menyusul", instructor)
    coming = Asked("permit", clock.today(), clock.today() + timedelta(days=1),
                   "Dipanggil menghadap pimpinan")  # fmt: skip
    if clock.today() < batch.ends_on:
        leave.ask(seats[0], batch, coming, None, by=seats[0].person)
    with clock.at(held[-2].ends_at + timedelta(hours=2)):
        late = Noted("present", minutes_late=25)
        reason = "Hadir setelah jeda, dikuatkan dua peserta sebangku"
        current = queries.marks_of(held[-2]).get(seats[2].id)
        if current is None or current.minutes_late != late.minutes_late:
            marks.correct(held[-2], seats[2], late, reason, by=organiser)
        phone = Sent(f"demo-{batch.id}-{seats[3].id}", seats[3].id, Noted("permit"),
                     held[-2].starts_at + timedelta(minutes=5))  # fmt: skip
        marks.merge(held[-2], [phone], by=instructor)
    db.session.flush()


def _ask(
    seat: Enrolment, batch: Batch, session: Session, kind: str, reason: str, by: Person
) -> None:
    """Let a trainee ask for leave on the day of a session, and the instructor approve it."""
    with clock.at(session.starts_at - timedelta(hours=2)):
        asked = Asked(kind, session.day, session.day, reason)
        request = leave.ask(seat, batch, asked, None, by=seat.person)
        leave.approve(request, "Lekas sembuh.", by=by)
