"""Calendar feeds: giving a person a secret address, and a new one when it got around."""

import secrets

from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.people.models import Person
from lms.schedule import queries
from lms.schedule.models import CalendarFeed


def renew_calendar(person: Person) -> CalendarFeed:
    """Give the person's calendar a new secret address; the one before stops working."""
    feed = queries.feed_of(person)
    verb = "calendar.renewed" if feed else "calendar.made"
    feed = feed or CalendarFeed(person_id=person.id)
    feed.token, feed.created_at = secrets.token_urlsafe(24), now()
    db.session.add(feed)
    db.session.flush()
    record(verb, feed, by=person)
    return feed
