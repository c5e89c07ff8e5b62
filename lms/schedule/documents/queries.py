"""What documents ask: marks of a batch by cell, and a room's day. Drafts are on no paper."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.catalogue.models import Batch
from lms.core.clock import now
from lms.core.db import rows
from lms.schedule.models import Attendance, Room, Session
from lms.schedule.queries import bounds


def held_meetings(batch: Batch) -> list[Session]:
    """Return the meetings of a batch that have begun."""
    return rows(
        select(Session)
        .where(
            Session.batch_id == batch.id,
            Session.starts_at <= now(),
            Session.cancelled_at.is_(None),
            Session.published_at.is_not(None),
            Session.mode != "asynchronous",
        )
        .order_by(Session.starts_at)
    )


def cells(batch: Batch) -> dict[tuple[int, int], Attendance]:
    """Return what is noted in a batch, by (enrolment id, session id)."""
    found = rows(select(Attendance).join(Attendance.session).where(Session.batch_id == batch.id))
    return {(mark.enrolment_id, mark.session_id): mark for mark in found}


def day_in(room: Room, day: date) -> list[Session]:
    """Return the sessions in a room on a day, with instructors."""
    begins, ends = bounds(day, day)
    found = rows(
        select(Session)
        .where(
            Session.room_id == room.id,
            Session.starts_at >= begins,
            Session.starts_at < ends,
            Session.cancelled_at.is_(None),
            Session.published_at.is_not(None),
        )
        .options(selectinload(Session.teaching))
        .order_by(Session.starts_at)
    )
    return [session for session in found if session.day == day]


def meeting_days(batch: Batch) -> list[date]:
    """Return the days on which a batch meets, in their order."""
    found = rows(
        select(Session)
        .where(
            Session.batch_id == batch.id,
            Session.cancelled_at.is_(None),
            Session.published_at.is_not(None),
            Session.mode != "asynchronous",
        )
        .order_by(Session.starts_at)
    )
    return list(dict.fromkeys(session.day for session in found))
