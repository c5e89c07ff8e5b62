"""Attendance: of one session, of one person, and added up for a batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from lms.catalogue.models import Batch, Enrolment
from lms.catalogue.queries import Seat, seated
from lms.core.clock import now
from lms.core.db import db, one, rows
from lms.core.things import things
from lms.people.models import Person
from lms.schedule.leave.queries import leaves_at
from lms.schedule.models import Attendance, Session
from lms.schedule.queries.sessions import of_seat
from lms.schedule.rules import Mark, Recap, absence_state, jp_counted, recap


@dataclass(frozen=True)
class RollLine:
    """One trainee of a session and what is noted about the attendance."""

    enrolment: Enrolment
    attendance: Attendance | None
    #: "permit" or "sick" when leave was approved for this session.
    leave: str | None = None


@dataclass(frozen=True)
class RecapLine:
    """One trainee's attendance in a batch, and how it stands to the limit of absence."""

    enrolment: Enrolment
    recap: Recap
    state: str
    sentence: str


@dataclass(frozen=True)
class OwnLine:
    """One meeting of a trainee with what is noted about it."""

    session: Session
    attendance: Attendance | None


def marks_of(session: Session) -> dict[int, Attendance]:
    """Return what is noted for a session, by enrolment id, freshly read."""
    found: list[Attendance] = rows(
        select(Attendance)
        .where(Attendance.session_id == session.id)
        .execution_options(populate_existing=True)
    )
    return {attendance.enrolment_id: attendance for attendance in found}


def roll_of(session: Session) -> list[RollLine]:
    """Return the trainees of a session by name, with person and office, and their marks."""
    marks, leaves = marks_of(session), leaves_at(session)
    return [
        RollLine(enrolment, marks.get(enrolment.id), leaves.get(enrolment.id))
        for enrolment in seated(session.batch)
        if session.group is None or enrolment.group == session.group.name
    ]


def seat_of(person: Person, session: Session) -> Enrolment | None:
    """Return the person's seat in the batch of a session, and in its group when one meets."""
    found: Enrolment | None = one(
        select(Enrolment).where(
            Enrolment.batch_id == session.batch_id,
            Enrolment.person_id == person.id,
            Enrolment.state == "accepted",
        )
    )
    if found is not None and session.group is not None and found.group != session.group.name:
        return None
    return found


def attendance_of(enrolment: Enrolment, session: Session) -> Attendance | None:
    """Return what is noted about one trainee at one session."""
    found: Attendance | None = one(
        select(Attendance).where(
            Attendance.session_id == session.id, Attendance.enrolment_id == enrolment.id
        )
    )
    return found


def own_attendance(person: Person, sessions: Iterable[Session]) -> dict[int, Attendance]:
    """Return what is noted about the person at the sessions, by session id."""
    ids = [session.id for session in sessions]
    if not ids:
        return {}
    found: list[Attendance] = rows(
        select(Attendance)
        .join(Attendance.enrolment)
        .where(Enrolment.person_id == person.id, Attendance.session_id.in_(ids))
    )
    return {attendance.session_id: attendance for attendance in found}


def checkins_at(person: Person, moment: datetime) -> list[Session]:
    """Return the meetings whose check-in window is open for the person, with instructors."""
    return rows(
        select(Session)
        .where(
            of_seat(person.id),
            Session.published_at.is_not(None),
            Session.checkin_opens_at <= moment,
            Session.checkin_closes_at >= moment,
            Session.starts_at > moment - timedelta(days=1),  # keeps the search inside the index
            Session.cancelled_at.is_(None),
            Session.roll_closed_at.is_(None),
            Session.mode != "asynchronous",
        )
        .options(selectinload(Session.teaching))
        .order_by(Session.starts_at)
    )


def open_checkin(person: Person) -> Session | None:
    """Return the meeting at which the person can check in now and has not yet, None without one."""
    sessions = checkins_at(person, now())
    noted = own_attendance(person, sessions)
    return next((session for session in sessions if session.id not in noted), None)


def _held_meetings(batch: Batch) -> list[Session]:
    """Return the batch's meetings that have begun."""
    return rows(_begun(), batch_id=batch.id, moment=now())


@cache
def _begun() -> Any:
    return (
        things(Session)
        .where(
            Session.batch_id == bindparam("batch_id"),
            Session.starts_at <= bindparam("moment"),
            Session.published_at.is_not(None),
            Session.cancelled_at.is_(None),
            Session.mode != "asynchronous",
        )
        .order_by(Session.starts_at)
    )


#: Status and minutes missed of what is noted, by (enrolment id, session id).
_Statuses = dict[tuple[int, int], tuple[str, int]]
_NOTHING = (None, 0)


def _recaps(
    batch: Batch, meetings: list[Session], enrolments: Sequence[Enrolment | Seat],
    statuses: _Statuses,
) -> dict[int, Recap]:  # fmt: skip
    held = [(meeting.id, meeting.jp, meeting.day, meeting.group) for meeting in meetings]
    minutes = batch.version.jp_minutes

    def mark(enrolment_id: int, meeting_id: int, jp: int, day: date) -> Mark:
        status, missed = statuses.get((enrolment_id, meeting_id), _NOTHING)
        return Mark(status, jp, day, jp - jp_counted(jp, missed, minutes) if missed else 0)

    return {
        enrolment.id: recap(
            mark(enrolment.id, meeting_id, jp, day)
            for meeting_id, jp, day, group in held
            if group is None or group.name == enrolment.group
        )
        for enrolment in enrolments
    }


def _statuses_in(batch: Batch) -> _Statuses:
    missed = Attendance.minutes_late + Attendance.minutes_early + Attendance.minutes_away
    found = db.session.execute(
        select(Attendance.enrolment_id, Attendance.session_id, Attendance.status, missed)
        .join(Attendance.session)
        .where(Session.batch_id == batch.id, Session.cancelled_at.is_(None))
    )
    return {(enrolment_id, session_id): (status, late) for enrolment_id, session_id, status, late
            in found}  # fmt: skip


def absences(batch: Batch, seats: Sequence[Enrolment | Seat] | None = None) -> dict[int, Recap]:
    """Return what attendance adds up to so far, by enrolment id; for all seats unless given.

    Before the first meeting there is nothing to add up.
    """
    if seats is None:
        seats = rows(
            select(Enrolment).where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        )
    meetings = _held_meetings(batch)
    return _recaps(batch, meetings, seats, _statuses_in(batch)) if meetings else {}


def attendance_recap(batch: Batch) -> list[RecapLine]:
    """Return everybody's attendance so far against the limit of the programme, by name."""
    enrolments = seated(batch)
    found = _recaps(batch, _held_meetings(batch), enrolments, _statuses_in(batch))
    limit = batch.version.absence_limit
    return [
        RecapLine(enrolment, found[enrolment.id], *absence_state(found[enrolment.id], limit))
        for enrolment in enrolments
    ]


def own_recap(enrolment: Enrolment, batch: Batch) -> tuple[RecapLine, list[OwnLine]]:
    """Return a trainee's sum, and each meeting so far with what is noted, latest first."""
    meetings = _held_meetings(batch)
    marks = rows(select(Attendance).where(Attendance.enrolment_id == enrolment.id))
    statuses = {
        (mark.enrolment_id, mark.session_id): (mark.status, mark.minutes_missed) for mark in marks
    }
    found = _recaps(batch, meetings, [enrolment], statuses)[enrolment.id]
    by_session = {mark.session_id: mark for mark in marks}
    lines = [OwnLine(meeting, by_session.get(meeting.id)) for meeting in reversed(meetings)]
    state, sentence = absence_state(found, batch.version.absence_limit)
    return RecapLine(enrolment, found, state, sentence), lines
