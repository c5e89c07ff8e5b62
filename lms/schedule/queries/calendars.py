"""Calendar feeds: whose address it is, and which days stand in it."""

from datetime import date, timedelta

from sqlalchemy import select

from lms.core.clock import today
from lms.core.db import one
from lms.people.models import Person
from lms.schedule.models import CalendarFeed

#: How far a feed looks back and ahead.
BACK = timedelta(days=180)
AHEAD = timedelta(days=400)


def feed_of(person: Person) -> CalendarFeed | None:
    """Return the person's calendar feed, None before one was made."""
    found: CalendarFeed | None = one(
        select(CalendarFeed).where(CalendarFeed.person_id == person.id)
    )
    return found


def feed_by_token(token: str) -> CalendarFeed | None:
    """Return the feed with this secret; none for people who no longer serve."""
    found: CalendarFeed | None = one(select(CalendarFeed).where(CalendarFeed.token == token))
    return found if found is not None and found.person.is_active else None


def feed_days() -> tuple[date, date]:
    """Return the first and last day that feeds contain today."""
    return today() - BACK, today() + AHEAD
