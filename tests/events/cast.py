"""Events for tests, made by the real actions; in this area's tests the clock stands at NOW."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from lms.core.clock import from_local, today
from lms.core.db import db
from lms.events import actions
from lms.events.actions import EventPlan
from lms.events.models import Event
from lms.people.models import Person

#: Tuesday, 24 November 2026, 09.00 WIB.
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
NEXT_WEEK = TODAY + timedelta(days=7)


def wib(clock: str, day: date | None = None) -> datetime:
    """Return the moment of a clock time in WIB, such as "13.00", by default in a week."""
    hour, minute = clock.split(".")
    return from_local(
        datetime.combine(day or today() + timedelta(days=7), time(int(hour), int(minute)))
    )


def a_plan(kind: str = "webinar", **facts: Any) -> EventPlan:
    """Return the plan of a webinar in a week, 09.00 to 12.00 WIB, open to everybody."""
    last = facts.get("ends_at", wib("12.00"))
    values: dict[str, Any] = {
        "title": "Pelayanan Publik Digital", "starts_at": wib("09.00"), "ends_at": last,
        "registration_opens_on": today(), "registration_closes_on": today() + timedelta(days=7),
        "link": "https://rapat.contoh.invalid/webinar",
    }  # fmt: skip
    return EventPlan(kind=kind, **(values | facts))


def an_event(by: Person, kind: str = "webinar", *, state: str = "open", **facts: Any) -> Event:
    """Return an announced event of the person's office."""
    facts.setdefault("opd_id", by.opd_id)
    event = actions.plan_event(a_plan(kind, **facts), by=by)
    if state == "open":
        actions.announce_event(event, by=by)
    db.session.commit()
    return event


def a_period(by: Person, kind: str = "coaching", **facts: Any) -> Event:
    """Return an announced series or assignment from today for three months."""
    facts.setdefault("starts_at", wib("00.00", today()))
    facts.setdefault("ends_at", wib("23.59", today() + timedelta(days=90)))
    facts.setdefault("link", "")
    if kind == "assignment":
        facts.setdefault("reference", "800/123/BPSDM/2026")
    return an_event(by, kind, **facts)
