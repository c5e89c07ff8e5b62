"""Sessions of a batch, of a person, and of a week."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from lms.catalogue.models import Batch, Course, Enrolment
from lms.core.clock import from_local, now, today
from lms.core.db import db, one, rows
from lms.core.things import things
from lms.people.models import Person
from lms.schedule.models import (
    Attendance,
    PlanStep,
    PlanUnit,
    Room,
    Session,
    Teaching,
    TrainingGroup,
)
from lms.schedule.weeks import Week

#: Clocks differ by up to two hours between the country's zones.
_ZONES_APART = timedelta(hours=2)


@dataclass(frozen=True)
class Offer:
    """What a session of a batch can be about, who can meet, and where."""

    course_ids: frozenset[int]
    group_ids: frozenset[int]
    rooms: dict[int, Room]


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


def sessions_of(batch: Batch, week: Week | None = None, *, drafts: bool = False) -> list[Session]:
    """Return the sessions of a batch, of one week or of all its time, with instructors."""
    statement = _with_teaching().where(Session.batch_id == batch.id)
    if not drafts:
        statement = statement.where(Session.published_at.is_not(None))
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
            Session.batch_id == batch.id, Session.starts_at >= begins, Session.starts_at < ends,
            Session.published_at.is_not(None),
        )
    )  # fmt: skip
    return [session for session in found if session.is_meeting and session.day == day]


def meetings_of_subject(batch: Batch, course_id: int, seat: Enrolment | None) -> list[Any]:
    """Return the published meetings of a subject with the attendance of one trainee, in order.

    Groups that meet side by side are one meeting: a trainee's own, for others any of them.
    """
    own = and_(
        Attendance.session_id == Session.id, Attendance.enrolment_id == (seat.id if seat else 0)
    )
    found = db.session.execute(
        select(
            Session.id, Session.title, Session.mode, Session.starts_at, Session.ends_at,
            Session.link, Session.cancelled_at, Room.name.label("room"), Attendance.status,
        )
        .outerjoin(Room, Room.id == Session.room_id)
        .outerjoin(TrainingGroup, TrainingGroup.id == Session.group_id)
        .outerjoin(Attendance, own)
        .where(
            Session.batch_id == batch.id, Session.course_id == course_id,
            Session.mode != "asynchronous", Session.published_at.is_not(None),
            or_(Session.group_id.is_(None), TrainingGroup.name == seat.group if seat else true()),
        )
        .order_by(Session.starts_at, Session.id)
    )  # fmt: skip
    return list({one.starts_at: one for one in found}.values())


def of_seat(person_id: Any) -> Any:
    """Return the condition under which a trainee takes part: a seat, in the group that meets."""
    own_group = select(TrainingGroup.name).where(TrainingGroup.id == Session.group_id)
    return exists().where(
        Enrolment.batch_id == Session.batch_id,
        Enrolment.person_id == person_id,
        Enrolment.state == "accepted",
        or_(Session.group_id.is_(None), Enrolment.group == own_group.scalar_subquery()),
    )


def _of_person(person_id: Any) -> Any:
    """Return the condition under which a session is the person's: published, and theirs."""
    work = select(Teaching.session_id).where(Teaching.person_id == person_id)
    return and_(or_(of_seat(person_id), Session.id.in_(work)), Session.published_at.is_not(None))


def sessions_for(person: Person, first: date, last: date) -> list[Session]:
    """Return the person's sessions from first to last day, cancelled ones too, in all batches."""
    begins, ends = bounds(first, last)
    found = rows(
        _with_teaching().where(
            _of_person(person.id), Session.starts_at >= begins, Session.starts_at < ends
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
    return (
        things(Session)
        .where(
            _of_person(me),
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


def groups_of(batch: Batch) -> list[TrainingGroup]:
    """Return the groups of a batch that can meet apart, by name."""
    return rows(
        select(TrainingGroup).where(TrainingGroup.batch_id == batch.id).order_by(TrainingGroup.name)
    )


def offer_of(batch: Batch) -> Offer:
    """Return what a plan of the batch may name."""
    return Offer(
        frozenset(course.id for course in courses_of(batch)),
        frozenset(group.id for group in groups_of(batch)),
        {room.id: room for room in rows(select(Room))},
    )


def sessions_by_id(ids: Collection[int]) -> dict[int, Session]:
    """Return the sessions with these ids and their instructors, by id."""
    found: list[Session] = rows(_with_teaching().where(Session.id.in_(ids)))
    return {session.id: session for session in found}


def steps_of(unit: PlanUnit) -> list[PlanStep]:
    """Return what a unit of changes did, in order."""
    return rows(select(PlanStep).where(PlanStep.unit_id == unit.id).order_by(PlanStep.id))


def latest_units(*, limit: int = 5) -> list[PlanUnit]:
    """Return the latest changes of the plan that were not undone, the newest first."""
    return rows(
        select(PlanUnit)
        .where(PlanUnit.undone_at.is_(None))
        .order_by(PlanUnit.id.desc())
        .limit(limit)
    )
