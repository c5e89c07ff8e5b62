"""The history of a cell, and marks that wait for a choice."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from lms.core.db import one, rows
from lms.schedule.marks.models import AttendanceMark
from lms.schedule.models import Session


def history(session: Session, enrolment_id: int) -> list[AttendanceMark]:
    """Return every mark about one trainee at one session, oldest first, with who made it."""
    return rows(
        select(AttendanceMark)
        .where(AttendanceMark.session_id == session.id, AttendanceMark.enrolment_id == enrolment_id)
        .order_by(AttendanceMark.id)
    )


@dataclass(frozen=True)
class Standing:
    """The latest mark that counted, and the marks that wait for a choice, by enrolment id."""

    heads: dict[int, AttendanceMark]
    conflicts: dict[int, list[AttendanceMark]]


def standing(session: Session) -> Standing:
    """Return how the marks of a session stand, in one statement."""
    latest = (
        select(func.max(AttendanceMark.id))
        .where(AttendanceMark.session_id == session.id, AttendanceMark.state == "applied")
        .group_by(AttendanceMark.enrolment_id)
    )
    found = rows(
        select(AttendanceMark)
        .where(
            AttendanceMark.session_id == session.id,
            or_(AttendanceMark.state == "conflict", AttendanceMark.id.in_(latest)),
        )
        .order_by(AttendanceMark.id)
    )
    heads, conflicts = {}, defaultdict(list)
    for mark in found:
        if mark.state == "conflict":
            conflicts[mark.enrolment_id].append(mark)
        else:
            heads[mark.enrolment_id] = mark
    return Standing(heads, dict(conflicts))


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
