"""Rooms and sessions for tests, made by the real actions; the clock stands at a Tuesday morning."""

from datetime import UTC, date, datetime, time
from typing import Any

from lms.catalogue.models import Batch
from lms.core.clock import from_local
from lms.core.db import db
from lms.people.models import Person
from lms.schedule import actions
from lms.schedule.actions import Plan, RoomFacts
from lms.schedule.models import Room, Session
from tests import cast

#: Tuesday, 24 November 2026, 09.00 WIB.
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)


def wib(clock: str, day: date = TODAY) -> datetime:
    """Return the moment of a clock time in WIB, such as "13.00"."""
    hour, minute = clock.split(".")
    return from_local(datetime.combine(day, time(int(hour), int(minute))))


def a_running_batch(number: int = 1, **facts: Any) -> Batch:
    """Return a batch of this week."""
    facts.setdefault("state", "running")
    return cast.a_batch(facts.pop("version", None), starts_on=MONDAY, number=number, **facts)


def a_room(name: str = "Way Kambas", *, by: Person, capacity: int = 40) -> Room:
    """Add a room."""
    room = actions.add_room(RoomFacts(name, capacity, "Gedung B lantai 2"), by=by)
    db.session.commit()
    return room


def a_plan(starts: str = "13.00", ends: str = "15.15", day: date = TODAY, **facts: Any) -> Plan:
    """Return the plan of a session in a room today."""
    facts.setdefault("title", "Analisis Isu Kontemporer")
    facts.setdefault("mode", "classical")
    return Plan(starts_at=wib(starts, day), ends_at=wib(ends, day), **facts)


def a_session(batch: Batch, *, by: Person, **facts: Any) -> Session:
    """Plan a session; in a new room unless `room` or another mode is given."""
    room = facts.pop("room", None)
    people = facts.pop("instructors", ())
    if facts.get("mode", "classical") == "classical" and room is None:
        room = a_room(f"Ruang {batch.id}-{facts.get('starts', '')}{facts.get('day', '')}", by=by)
    plan = a_plan(
        room_id=room.id if room else None,
        instructor_ids=tuple(person.id for person in people),
        **facts,
    )
    session = actions.plan_session(batch, plan, by=by)
    db.session.commit()
    return session
