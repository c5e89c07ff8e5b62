"""Giving a batch's calendar a secret address, and noting who no longer teaches."""

import secrets
from collections.abc import Iterable

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.people.models import Person
from lms.schedule.feeds import queries
from lms.schedule.feeds.models import BatchFeed, TeachingEnd
from lms.schedule.models import Session


def renew_batch_feed(batch: Batch, *, by: Person) -> BatchFeed:
    """Give a batch's calendar a new secret address; the one before stops working."""
    feed = queries.feed_of_batch(batch)
    verb = "calendar.renewed" if feed else "calendar.made"
    feed = feed or BatchFeed(batch_id=batch.id)
    feed.token, feed.created_at = secrets.token_urlsafe(24), now()
    db.session.add(feed)
    db.session.flush()
    record(verb, feed, by=by)
    return feed


def note_ends(session: Session, person_ids: Iterable[int]) -> None:
    """Note that these people no longer teach a session, so that their calendars strike it out."""
    for person_id in person_ids:
        db.session.add(TeachingEnd(session_id=session.id, person_id=person_id, at=now()))
