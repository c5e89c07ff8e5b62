"""Places in events: of a person, of an event, the waiting list, and what was earned."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.clock import now
from lms.core.db import db, one, rows
from lms.events.models import Event, EventMeeting, Participation
from lms.events.queries.events import Seats, seats_of
from lms.people.models import Opd, Person


def seats_in(event: Event) -> Seats:
    """Return how full the event is."""
    return seats_of([event])[event.id]


def place_of(person: Person, event: Event, *, in_full: bool = False) -> Participation | None:
    """Return the person's place in the event, also one that was given up.

    `in_full` with what `place_in_full` tells, in the same statement.
    """
    own = select(Participation).where(
        Participation.event_id == event.id, Participation.person_id == person.id
    )
    found: Participation | None = one(own.options(*_in_full()) if in_full else own)
    return found


def place_in_full(place: Participation) -> Participation:
    """Return the place with person, evidence and meetings."""
    own = select(Participation).where(Participation.id == place.id)
    found: Participation = one(own.options(*_in_full()))
    return found


def _in_full() -> tuple[Any, ...]:
    return (
        joinedload(Participation.person),
        joinedload(Participation.evidence),
        joinedload(Participation.meetings),
    )


def place_in(event: Event, place_id: int) -> Participation | None:
    """Return one of the event's places."""
    found: Participation | None = one(
        select(Participation).where(
            Participation.id == place_id, Participation.event_id == event.id
        )
    )
    return found


def waiting_in_order(event: Event) -> list[Participation]:
    """Return the waiting list, first in line first."""
    return rows(
        select(Participation)
        .where(Participation.event_id == event.id, Participation.state == "waiting")
        .order_by(Participation.queue_no)
    )


def last_queue_no(event: Event) -> int:
    """Return the last number given in the event's waiting list, 0 without one."""
    statement = select(func.max(Participation.queue_no)).where(Participation.event_id == event.id)
    return db.session.scalar(statement) or 0


def position(place: Participation) -> int:
    """Return where somebody stands in the waiting list; the first is 1."""
    ahead = select(func.count(Participation.id)).where(
        Participation.event_id == place.event_id,
        Participation.state == "waiting",
        Participation.queue_no < place.queue_no,
    )
    return (db.session.scalar(ahead) or 0) + 1


@dataclass
class Roster:
    """Who has to do with an event, by state, each by name (the queue in order)."""

    registered: list[Participation] = field(default_factory=list)
    waiting: list[Participation] = field(default_factory=list)
    invited: list[Participation] = field(default_factory=list)
    cancelled: list[Participation] = field(default_factory=list)


def roster(event: Event) -> Roster:
    """Return everybody of an event, with person, office, evidence and meetings."""
    found: list[Participation] = rows(
        select(Participation)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.event_id == event.id)
        .options(
            joinedload(Participation.person),
            joinedload(Participation.evidence),
            selectinload(Participation.meetings),
        )
        .order_by(Person.name, Participation.id)
    )
    board = Roster()
    for place in found:
        getattr(board, place.state).append(place)
    board.waiting.sort(key=lambda place: place.queue_no or 0)
    return board


def places_of(person: Person) -> list[Participation]:
    """Return the person's places that were not given up, the latest event first."""
    return rows(
        select(Participation)
        .join(Event, Event.id == Participation.event_id)
        .where(
            Participation.person_id == person.id,
            Participation.state != "cancelled",
            Event.state != "draft",
        )
        .order_by(Event.starts_at.desc(), Participation.id.desc())
        .limit(200)
    )


def upcoming(person: Person, limit: int = 3) -> list[Participation]:
    """Return the person's seats in announced events that are not over, the nearest first."""
    return rows(
        select(Participation)
        .join(Event, Event.id == Participation.event_id)
        .where(
            Participation.person_id == person.id,
            Participation.state == "registered",
            Event.state == "open",
            Event.ends_at > now(),
        )
        .order_by(Event.starts_at, Event.id)
        .limit(limit)
    )


def meeting_in(place: Participation, meeting_id: int) -> EventMeeting | None:
    """Return one logged meeting of a participant."""
    found: EventMeeting | None = one(
        select(EventMeeting).where(
            EventMeeting.id == meeting_id, EventMeeting.participation_id == place.id
        )
    )
    return found


def entitled(event: Event) -> list[Participation]:
    """Return who earned JP, and so a certificate, in a closed event: by name, with the person."""
    return rows(
        select(Participation)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.event_id == event.id, Participation.jp.is_not(None))
        .options(joinedload(Participation.person))
        .order_by(Person.name, Participation.id)
    )


def earned() -> Any:
    """Select what events add to people's hours; one row per earned participation.

    Columns: person_id, participation_id, form (a key of `rules.KINDS`), title, organiser, jp,
    reference (its letter's number), starts_at, ends_at, earned_on (the day for which hours count).
    """
    return (
        select(
            Participation.person_id.label("person_id"),
            Participation.id.label("participation_id"),
            Event.kind.label("form"),
            Event.title.label("title"),
            Opd.name.label("organiser"),
            Event.reference.label("reference"),
            Participation.jp.label("jp"),
            Event.starts_at.label("starts_at"),
            Event.ends_at.label("ends_at"),
            Participation.earned_on.label("earned_on"),
        )
        .join(Event, Event.id == Participation.event_id)
        .join(Opd, Opd.id == Event.opd_id)
        .where(Participation.jp.is_not(None))
    )
