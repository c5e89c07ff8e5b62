"""Rooms, buildings and webinar accounts: adding, changing, closing."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from werkzeug.datastructures import FileStorage

from lms.core import files
from lms.core.audit import record
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries, words
from lms.schedule.models import Building, Room, Travel, WebinarAccount

#: A photograph of a room from a phone.
MOST_PHOTO = 8_000_000


@dataclass(frozen=True)
class RoomFacts:
    """What is known about a room."""

    name: str
    capacity: int
    building: str = ""
    equipment: str = ""
    building_id: int | None = None


@dataclass(frozen=True)
class AccountFacts:
    """What is known about a webinar account."""

    name: str
    capacity: int
    link: str


def add_room(facts: RoomFacts, *, by: Person) -> Room:
    """Add a room in which sessions can be planned."""
    _refuse_twin(queries.room_named(facts.name), facts.name)
    room = Room(**vars(facts))
    db.session.add(room)
    db.session.flush()
    record("room.added", room, by=by, name=room.name, capacity=room.capacity)
    return room


def edit_room(room: Room, facts: RoomFacts, *, by: Person) -> Room:
    """Change what is known about a room."""
    if facts.name != room.name:
        _refuse_twin(queries.room_named(facts.name), facts.name)
    for name, value in vars(facts).items():
        setattr(room, name, value)
    record("room.edited", room, by=by, **vars(facts))
    return room


def set_photo(room: Room, upload: FileStorage, *, by: Person) -> None:
    """Show what the room looks like."""
    stored = files.store(upload, owner=by, kinds=("jpg", "png"), max_bytes=MOST_PHOTO)
    db.session.flush()
    room.photo_id = stored.id
    record("room.photographed", room, by=by, sha256=stored.sha256)


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


def add_building(name: str, *, by: Person) -> Building:
    """Add a building; a name that is there already gives that building."""
    if not name.strip():
        raise RuleBroken(_("Isi nama gedung."))
    found = next((one for one in queries.buildings() if one.name == name.strip()), None)
    if found is not None:
        return found
    building = Building(name=name.strip())
    db.session.add(building)
    db.session.flush()
    record("building.added", building, by=by, name=building.name)
    return building


def set_travel(minutes: Mapping[tuple[int, int], int], *, by: Person) -> None:
    """Say how many minutes lie between buildings, by pair of ids; 0 means none."""
    db.session.execute(delete(Travel))
    pairs = {tuple(sorted(pair)): most for pair, most in minutes.items() if most > 0}
    db.session.add_all(
        Travel(from_id=pair[0], to_id=pair[1], minutes=most) for pair, most in pairs.items()
    )
    db.session.flush()
    written = {f"{pair[0]}-{pair[1]}": most for pair, most in pairs.items()}
    record("travel.edited", by, by=by, minutes=written)


def add_account(facts: AccountFacts, *, by: Person) -> WebinarAccount:
    """Add an account for virtual sessions."""
    _refuse_twin(queries.account_named(facts.name), facts.name)
    account = WebinarAccount(**vars(facts), is_closed=False)
    db.session.add(account)
    db.session.flush()
    record("webinar_account.added", account, by=by, name=account.name, capacity=account.capacity)
    return account


def edit_account(
    account: WebinarAccount, facts: AccountFacts, *, closed: bool, by: Person
) -> WebinarAccount:
    """Change an account, or take it out of use."""
    if facts.name != account.name:
        _refuse_twin(queries.account_named(facts.name), facts.name)
    for name, value in vars(facts).items():
        setattr(account, name, value)
    account.is_closed = closed
    record("webinar_account.edited", account, by=by, closed=closed, **vars(facts))
    return account


def _refuse_twin(found: object | None, name: str) -> None:
    if found is not None:
        raise RuleBroken(_("Sudah ada yang bernama %(name)s. Pilih nama lain.", name=name))
