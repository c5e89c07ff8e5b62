"""Whose calendar an address is, and the sessions that stand in it."""

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import now
from lms.core.db import one, rows
from lms.people.models import Person
from lms.schedule.feeds.models import BatchFeed, TeachingEnd
from lms.schedule.models import Session, Teaching

#: A session that somebody no longer teaches is struck out in their calendar for so long.
STRUCK_OUT = timedelta(days=60)


def feed_of_batch(batch: Batch) -> BatchFeed | None:
    """Return the calendar of a batch, None before one was made."""
    found: BatchFeed | None = one(select(BatchFeed).where(BatchFeed.batch_id == batch.id))
    return found


def batch_feed_by_token(token: str) -> BatchFeed | None:
    """Return the calendar with this secret."""
    found: BatchFeed | None = one(select(BatchFeed).where(BatchFeed.token == token))
    return found


def no_longer_taught(person: Person) -> list[Session]:
    """Return the sessions that the person was taken off lately and has no part in now."""
    ended = select(TeachingEnd.session_id).where(
        TeachingEnd.person_id == person.id, TeachingEnd.at > now() - STRUCK_OUT
    )
    teaches = select(Teaching.session_id).where(Teaching.person_id == person.id)
    seats = select(Enrolment.batch_id).where(
        Enrolment.person_id == person.id, Enrolment.state == "accepted"
    )
    return rows(
        select(Session)
        .where(
            Session.id.in_(ended),
            ~or_(Session.id.in_(teaches), Session.batch_id.in_(seats)),
        )
        .options(selectinload(Session.teaching))
        .order_by(Session.starts_at)
    )
