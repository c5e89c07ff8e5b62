"""Rooms: adding, changing, closing."""

from dataclasses import dataclass

from lms.core.audit import record
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries, words
from lms.schedule.models import Room


@dataclass(frozen=True)
class RoomFacts:
    """What is known about a room."""

    name: str
    capacity: int
    building: str = ""
    equipment: str = ""


def add_room(facts: RoomFacts, *, by: Person) -> Room:
    """Add a room in which sessions can be planned."""
    _refuse_twin(facts.name)
    room = Room(**vars(facts))
    db.session.add(room)
    db.session.flush()
    record("room.added", room, by=by, name=room.name, capacity=room.capacity)
    return room


def edit_room(room: Room, facts: RoomFacts, *, by: Person) -> Room:
    """Change what is known about a room."""
    if facts.name != room.name:
        _refuse_twin(facts.name)
    for name, value in vars(facts).items():
        setattr(room, name, value)
    record("room.edited", room, by=by, **vars(facts))
    return room


def close_room(room: Room, *, by: Person) -> None:
    """Take a room out of use once nothing is planned in it any more."""
    waiting = queries.next_sessions_in(room, limit=1)
    if waiting:
        raise RuleBroken(
            _("%(room)s masih dipakai untuk %(title)s (%(batch)s), %(when)s. "
              "Pindahkan atau batalkan sesi itu dahulu.",
              room=room.name, title=waiting[0].title, batch=waiting[0].batch.name,
              when=words.when(waiting[0]))
        )  # fmt: skip
    room.is_closed = True
    record("room.closed", room, by=by)


def open_room(room: Room, *, by: Person) -> None:
    """Put a closed room back into use."""
    room.is_closed = False
    record("room.opened", room, by=by)


def _refuse_twin(name: str) -> None:
    if queries.room_named(name) is not None:
        raise RuleBroken(_("Sudah ada ruang bernama %(name)s. Pilih nama lain.", name=name))
