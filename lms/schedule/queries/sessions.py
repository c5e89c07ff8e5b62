"""Sessions of a batch, of a person, and of a week."""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.catalogue.models import Batch, Course, Enrolment
from lms.core.clock import from_local, now, today
from lms.core.db import one, rows
from lms.core.things import things
from lms.people.models import Person
from lms.schedule.models import Session, Teaching
from lms.schedule.weeks import Week

#: Clocks differ by up to two hours between the country's zones.
_ZONES_APART = timedelta(hours=2)


def _with_teaching() -> Select[Any]:
    return (
        select(Session)
        .options(selectinload(Session.teaching))
        .order_by(Session.starts_at, Session.id)
    )


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """Return moments that contain the days from first to last in every zone of the country."""
    begins = from_local(datetime.combine(first, time()))
    ends = from_local(datetime.combine(last + timedelta(days=1), time()))
    return begins - _ZONES_APART, ends


def session_in_full(session: Session) -> Session:
    """Return the session with its subject and instructors loaded."""
    found: Session = one(
        _with_teaching().where(Session.id == session.id).options(joinedload(Session.course))
    )
    return found


def sessions_of(batch: Batch, week: Week | None = None) -> list[Session]:
    """Return the sessions of a batch, of one week or of all its time, with instructors."""
    statement = _with_teaching().where(Session.batch_id == batch.id)
    if week is None:
        return rows(statement)
    begins, ends = bounds(week.days[0], week.days[-1])
    found = rows(statement.where(Session.starts_at >= begins, Session.starts_at < ends))
    return [session for session in found if session.day in week.days]


def meetings_on(batch: Batch, day: date) -> list[Session]:
    """Return the meetings of a batch on a day, with instructors."""
    begins, ends = bounds(day, day)
    found = rows(
        _with_teaching().where(
            Session.batch_id == batch.id, Session.starts_at >= begins, Session.starts_at < ends
        )
    )
    return [session for session in found if session.is_meeting and session.day == day]


def board_of(week: Week) -> list[Session]:
    """Return all meetings of a week that take place, of all batches, with instructors."""
    begins, ends = bounds(week.days[0], week.days[-1])
    return rows(
        _with_teaching().where(
            Session.starts_at >= begins,
            Session.starts_at < ends,
            Session.cancelled_at.is_(None),
            Session.mode != "asynchronous",
        )
    )


def _of_person(person: Person) -> Any:
    """Return the condition under which a session is the person's: a seat, or teaching it."""
    seats = select(Enrolment.batch_id).where(
        Enrolment.person_id == person.id, Enrolment.state == "accepted"
    )
    work = select(Teaching.session_id).where(Teaching.person_id == person.id)
    return or_(Session.batch_id.in_(seats), Session.id.in_(work))


def sessions_for(person: Person, first: date, last: date) -> list[Session]:
    """Return the person's sessions from first to last day, cancelled ones too, in all batches."""
    begins, ends = bounds(first, last)
    found = rows(
        _with_teaching().where(
            _of_person(person), Session.starts_at >= begins, Session.starts_at < ends
        )
    )
    return [session for session in found if first <= session.day <= last]


def sessions_today(person: Person) -> list[Session]:
    """Return the person's sessions of today that take place."""
    found = sessions_for(person, today(), today())
    return [session for session in found if session.cancelled_at is None]


def next_session(person: Person) -> Session | None:
    """Return the person's running or next meeting, None when none is planned."""
    found: Session | None = one(_next_of_person(), person_id=person.id, moment=now())
    return found


@cache
def _next_of_person() -> Any:
    me: Any = bindparam("person_id")
    seats = select(Enrolment.batch_id).where(
        Enrolment.person_id == me, Enrolment.state == "accepted"
    )
    work = select(Teaching.session_id).where(Teaching.person_id == me)
    return (
        things(Session)
        .where(
            or_(Session.batch_id.in_(seats), Session.id.in_(work)),
            Session.ends_at > bindparam("moment"),
            Session.cancelled_at.is_(None),
            Session.mode != "asynchronous",
        )
        .order_by(Session.starts_at, Session.id)
        .limit(1)
    )


def courses_of(batch: Batch) -> list[Course]:
    """Return the subjects of the programme version that the batch runs on."""
    return rows(
        select(Course).where(Course.version_id == batch.version_id).order_by(Course.position)
    )
