"""Rooms and instructors: which there are, and which are taken at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.catalogue.models import Batch, Staff
from lms.core.clock import now
from lms.core.db import one, rows
from lms.people.models import TEACHING_ROLES, Person
from lms.people.queries import holders_of
from lms.schedule import words
from lms.schedule.conflicts import Slot, taken
from lms.schedule.models import Room, Session
from lms.schedule.rules import LONGEST


@dataclass(frozen=True)
class Free:
    """Who and what could still be had at a time."""

    rooms: list[Room]
    instructors: list[Person]


def all_rooms() -> list[Room]:
    """Return all rooms, those in use first, by name."""
    return rows(select(Room).order_by(Room.is_closed, Room.name))


def open_rooms() -> list[Room]:
    """Return the rooms that sessions can be planned in, by name."""
    return rows(select(Room).where(Room.is_closed.is_(False)).order_by(Room.name))


def room_by_id(room_id: int | None) -> Room | None:
    """Return the room with this id."""
    found: Room | None = one(select(Room).where(Room.id == room_id))
    return found


def room_named(name: str) -> Room | None:
    """Return the room called `name`."""
    found: Room | None = one(select(Room).where(Room.name == name))
    return found


def next_sessions_in(room: Room, *, limit: int = 20) -> list[Session]:
    """Return the sessions still to come in a room, the next one first."""
    return rows(
        select(Session)
        .where(Session.room_id == room.id, Session.cancelled_at.is_(None))
        .where(Session.ends_at > now())
        .options(selectinload(Session.teaching))
        .order_by(Session.starts_at)
        .limit(limit)
    )


def possible_instructors(batch: Batch) -> list[Person]:
    """Return who can teach in the batch: its own team first, then all other instructors."""
    team: list[Person] = rows(
        select(Person)
        .join(Staff, Staff.person_id == Person.id)
        .where(Staff.batch_id == batch.id, Staff.role.in_(TEACHING_ROLES))
        .order_by(Person.name)
    )
    known = {person.id for person in team}
    return team + [person for person in holders_of("instructor") if person.id not in known]


def people_named(ids: Collection[int]) -> list[Person]:
    """Return the people with these ids, by name."""
    return rows(select(Person).where(Person.id.in_(ids)).order_by(Person.name))


def slots_between(starts_at: datetime, ends_at: datetime) -> list[Slot]:
    """Return what every meeting that shares time with the interval occupies."""
    found: list[Session] = rows(
        select(Session)
        .where(
            Session.starts_at < ends_at,
            Session.ends_at > starts_at,
            Session.starts_at > starts_at - LONGEST,  # keeps the search inside the index
            Session.cancelled_at.is_(None),
            Session.mode != "asynchronous",
        )
        .options(selectinload(Session.teaching))
        .order_by(Session.starts_at)
    )
    return [slot_of(session) for session in found]


def slot_of(session: Session) -> Slot:
    """Return a session as far as collisions go; its teaching must have been loaded."""
    return Slot(
        session_id=session.id,
        title=session.title,
        batch_id=session.batch_id,
        batch=session.batch.name,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        when=words.when(session),
        room_id=session.room_id,
        room=session.room.name if session.room else "",
        people={teaching.person_id: teaching.person.name for teaching in session.teaching},
    )


def free_between(
    starts_at: datetime, ends_at: datetime, batch: Batch, *, besides: int | None = None
) -> Free:
    """Return the rooms and instructors that are free; session `besides` does not count."""
    slots = [slot for slot in slots_between(starts_at, ends_at) if slot.session_id != besides]
    rooms_taken, people_taken = taken(starts_at, ends_at, slots)
    return Free(
        rooms=[room for room in open_rooms() if room.id not in rooms_taken],
        instructors=[
            person for person in possible_instructors(batch) if person.id not in people_taken
        ],
    )
