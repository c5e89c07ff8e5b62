"""The history of a cell, and marks that wait for a choice."""

from collections.abc import Collection

from sqlalchemy import func, select

from lms.core.db import db, one, rows
from lms.schedule.marks.models import AttendanceMark
from lms.schedule.models import Session


def history(session: Session, enrolment_id: int) -> list[AttendanceMark]:
    """Return every mark about one trainee at one session, oldest first, with who made it."""
    return rows(
        select(AttendanceMark)
        .where(AttendanceMark.session_id == session.id, AttendanceMark.enrolment_id == enrolment_id)
        .order_by(AttendanceMark.id)
    )


def heads(session: Session) -> dict[int, AttendanceMark]:
    """Return the latest mark that counted, by enrolment id."""
    latest = (
        select(func.max(AttendanceMark.id))
        .where(AttendanceMark.session_id == session.id, AttendanceMark.state == "applied")
        .group_by(AttendanceMark.enrolment_id)
    )
    found = rows(select(AttendanceMark).where(AttendanceMark.id.in_(latest)))
    return {mark.enrolment_id: mark for mark in found}


def conflicts(session: Session) -> dict[int, list[AttendanceMark]]:
    """Return the marks that wait for a choice, by enrolment id."""
    found: dict[int, list[AttendanceMark]] = {}
    statement = (
        select(AttendanceMark)
        .where(AttendanceMark.session_id == session.id, AttendanceMark.state == "conflict")
        .order_by(AttendanceMark.id)
    )
    for mark in rows(statement):
        found.setdefault(mark.enrolment_id, []).append(mark)
    return found


def known_keys(keys: Collection[str]) -> set[str]:
    """Return those of the keys that came here before."""
    return set(rows(select(AttendanceMark.key).where(AttendanceMark.key.in_(set(keys)))))


def conflict_in(session: Session, mark_id: int) -> AttendanceMark | None:
    """Return a mark of a session that waits for a choice."""
    found: AttendanceMark | None = one(
        select(AttendanceMark).where(
            AttendanceMark.id == mark_id,
            AttendanceMark.session_id == session.id,
            AttendanceMark.state == "conflict",
        )
    )
    return found


def count_conflicts(session: Session) -> int:
    """Return how many marks of a session wait for a choice."""
    return (
        db.session.scalar(
            select(func.count(AttendanceMark.id)).where(
                AttendanceMark.session_id == session.id, AttendanceMark.state == "conflict"
            )
        )
        or 0
    )
