"""Events as lists and pages show them, and how full they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from lms.core.clock import from_local_date, now
from lms.core.db import db, one, rows
from lms.events.models import KINDS, Event, EventOffice, EventSpeaker, Participation
from lms.events.permissions import announced_events, visible_events
from lms.people.models import Opd, Person
from lms.people.permissions import is_officer_of, is_organiser

#: Events on one page of the list.
PAGE = 12
TIMES = ("upcoming", "past", "draft")


@dataclass(frozen=True)
class EventFilter:
    """What the list of events is narrowed to."""

    text: str = ""
    kind: str = ""
    time: str = "upcoming"
    page: int = 1

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> "EventFilter":
        """Return the filter that an address asks for; what makes no sense narrows nothing."""
        kind, time = args.get("jenis", ""), args.get("waktu", "")
        return cls(
            args.get("q", "").strip()[:100],
            kind if kind in KINDS else "",
            time if time in TIMES else "upcoming",
            max(1, min(10_000, args.get("halaman", 1, type=int))),
        )


@dataclass(frozen=True)
class Seats:
    """How full an event is."""

    quota: int | None
    taken: int = 0
    waiting: int = 0

    @property
    def is_full(self) -> bool:
        """Tell whether whoever registers now must wait."""
        return self.quota is not None and self.taken >= self.quota

    @property
    def left(self) -> int:
        """Return how many seats are free; only asked where there is a quota."""
        return max(0, (self.quota or 0) - self.taken)


@dataclass(frozen=True)
class Card:
    """One event in a list: how full it is, and the reader's own place in it."""

    event: Event
    seats: Seats
    own: Participation | None


def find_events(person: Person, wanted: EventFilter) -> tuple[list[Card], int]:
    """Return one page of the events a person (or a guest) sees, and how many there are."""
    known = person.is_authenticated
    statement = _narrowed(visible_events(person) if known else announced_events(), wanted)
    ids = statement.with_only_columns(Event.id).subquery()
    count = db.session.scalar(select(func.count()).select_from(ids)) or 0
    past = wanted.time == "past"
    order = Event.starts_at.desc() if past else Event.starts_at
    found: list[Event] = rows(
        statement.order_by(order, Event.id).limit(PAGE).offset((wanted.page - 1) * PAGE)
    )
    seats = seats_of(found)
    own = own_places(person, found) if known else {}
    return [Card(event, seats[event.id], own.get(event.id)) for event in found], count


def _narrowed(statement: Any, wanted: EventFilter) -> Any:
    if wanted.time == "draft":
        statement = statement.where(Event.state == "draft")
    elif wanted.time == "past":
        statement = statement.where(
            Event.state != "draft", or_(Event.ends_at <= now(), Event.state == "closed")
        )
    else:
        statement = statement.where(Event.state.in_(("open", "cancelled")), Event.ends_at > now())
    if wanted.kind:
        statement = statement.where(Event.kind == wanted.kind)
    if wanted.text:
        statement = statement.where(Event.title.icontains(wanted.text, autoescape=True))
    return statement


def seats_of(events: Collection[Event]) -> dict[int, Seats]:
    """Return how full the events are, by event id (one statement)."""
    ids = [event.id for event in events]
    counted: dict[tuple[int, str], int] = {}
    if ids:
        counted = {
            (event_id, state): count
            for event_id, state, count in db.session.execute(
                select(Participation.event_id, Participation.state, func.count())
                .where(Participation.event_id.in_(ids))
                .group_by(Participation.event_id, Participation.state)
            )
        }
    return {
        event.id: Seats(
            event.quota,
            counted.get((event.id, "registered"), 0),
            counted.get((event.id, "waiting"), 0),
        )
        for event in events
    }


def own_places(person: Person, events: Collection[Event]) -> dict[int, Participation]:
    """Return the person's own places in the events, by event id."""
    ids = [event.id for event in events]
    if not ids:
        return {}
    found: list[Participation] = rows(
        select(Participation).where(
            Participation.person_id == person.id, Participation.event_id.in_(ids)
        )
    )
    return {place.event_id: place for place in found}


def event_seen_by(person: Any, event_id: int) -> Event | None:
    """Return an event with speakers when the person, or a guest, may see it."""
    seen = visible_events(person) if person.is_authenticated else announced_events()
    found: Event | None = one(seen.where(Event.id == event_id).options(_with_speakers()))
    return found


def event_in_full(event: Event) -> Event:
    """Return the event with speakers and invited offices loaded."""
    found: Event = one(
        select(Event)
        .where(Event.id == event.id)
        .options(_with_speakers(), selectinload(Event.offices).joinedload(EventOffice.opd))
    )
    return found


def _with_speakers() -> Any:
    return selectinload(Event.speakers).options(joinedload(EventSpeaker.person))


def offices_run_by(person: Person) -> list[Opd]:
    """Return the offices for which the person may organise events, by name."""
    found: list[Opd] = rows(select(Opd).order_by(Opd.name))
    if is_organiser(person):
        return found
    return [office for office in found if is_officer_of(person, office.id)]


def people_by_nip(nips: Collection[str]) -> dict[str, Person]:
    """Return the serving people with these NIPs, by NIP."""
    found: list[Person] = rows(select(Person).where(Person.nip.in_(nips)))
    return {person.nip: person for person in found if person.nip and person.is_active}


def spoken_by(person: Person) -> list[Event]:
    """Return the announced events at which the person speaks and that are not long over."""
    own = select(EventSpeaker.event_id).where(EventSpeaker.person_id == person.id)
    return rows(
        select(Event)
        .where(
            Event.id.in_(own), Event.state != "draft", Event.ends_at > now() - timedelta(days=30)
        )
        .order_by(Event.starts_at)
        .limit(50)
    )


def events_between(person: Person, first: date, last: date) -> list[Event]:
    """Return the announced events between two days in which the person has a seat or speaks.

    Cancelled ones too, with speakers.
    """
    seats = select(Participation.event_id).where(
        Participation.person_id == person.id, Participation.state == "registered"
    )
    speaks = select(EventSpeaker.event_id).where(EventSpeaker.person_id == person.id)
    return rows(
        select(Event)
        .where(
            or_(Event.id.in_(seats), Event.id.in_(speaks)),
            Event.state != "draft",
            Event.ends_at >= from_local_date(first),
            Event.ends_at < from_local_date(last + timedelta(days=1)),
        )
        .options(_with_speakers())
        .order_by(Event.starts_at)
    )
