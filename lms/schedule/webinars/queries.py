"""Logs of a session, and what one of them says about each trainee."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from lms.catalogue.models import Enrolment
from lms.core import files
from lms.core.clock import ZONES
from lms.core.db import one, rows
from lms.schedule import queries
from lms.schedule.models import Attendance, Session
from lms.schedule.rules import jp_counted
from lms.schedule.webinars import logs, matching
from lms.schedule.webinars.models import WebinarLog


@dataclass(frozen=True)
class Line:
    """One trainee: what is noted, and what the log says; `presence` None for who was not there."""

    enrolment: Enrolment
    attendance: Attendance | None
    how: str
    presence: logs.Presence | None
    jp: int


@dataclass(frozen=True)
class Preview:
    """What a log would write, who in it nobody knows, and who is known by which trainee."""

    log: logs.Log
    lines: list[Line]
    people: list[matching.Attendee]
    pairs: dict[int, tuple[int, str]]

    @property
    def unknown(self) -> list[tuple[int, matching.Attendee]]:
        """Return those whom nobody was recognised in, with their places."""
        return [(at, one) for at, one in enumerate(self.people) if at not in self.pairs]


def logs_of(session: Session) -> list[WebinarLog]:
    """Return the logs handed in for a session, newest first."""
    return rows(
        select(WebinarLog).where(WebinarLog.session_id == session.id).order_by(WebinarLog.id.desc())
    )


def log_of(session: Session, log_id: int) -> WebinarLog | None:
    """Return a log of a session."""
    found: WebinarLog | None = one(
        select(WebinarLog).where(WebinarLog.id == log_id, WebinarLog.session_id == session.id)
    )
    return found


def read(session: Session, data: bytes) -> logs.Log:
    """Return what a file tells, on the clock of the session's batch."""
    return logs.read(data, session.day, ZONES[session.batch.zone])


def preview(session: Session, kept: WebinarLog, chosen: Mapping[int, int]) -> Preview:
    """Return what a log says about each trainee; `chosen` names trainees by place in the log."""
    log = read(session, files.read(kept.file))
    roll, people = queries.roll_of(session), matching.attendees(log.visits)
    trainees = [_trainee(line.enrolment) for line in roll]
    pairs = matching.match(people, trainees)
    known = {trainee.enrolment_id for trainee in trainees}
    pairs |= {
        place: (seat, "chosen")
        for place, seat in chosen.items()
        if seat in known and place not in pairs and 0 <= place < len(people)
    }
    own = matching.by_trainee(people, pairs)
    return Preview(log, [_line(session, line, own) for line in roll], people, pairs)


def _trainee(enrolment: Enrolment) -> matching.Trainee:
    person = enrolment.person
    return matching.Trainee(enrolment.id, person.name, person.email or "", person.nip or "")


def _line(
    session: Session, line: queries.RollLine, own: dict[int, tuple[list[logs.Visit], str]]
) -> Line:
    visits, how = own.get(line.enrolment.id, ([], ""))
    found = logs.presence(visits, session.starts_at, session.ends_at)
    minutes = session.batch.version.jp_minutes
    jp = jp_counted(session.jp, found.missed, minutes) if found is not None else 0
    return Line(line.enrolment, line.attendance, how, found, jp)
