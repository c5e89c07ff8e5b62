"""Rooms, buildings, accounts and instructors: which there are, and what is agreed with them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.catalogue.models import Batch, Enrolment, Staff
from lms.core.clock import now
from lms.core.db import one, rows
from lms.core.files import StoredFile
from lms.people.models import TEACHING_ROLES, Person
from lms.people.queries import holders_of
from lms.schedule.models import (
    Block,
    Building,
    InstructorProfile,
    Room,
    Session,
    TeachingRight,
    Travel,
    WebinarAccount,
)


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


def link_of_account(account_id: int | None) -> str:
    """Return the address of a webinar account's meetings, "" without an account."""
    found: WebinarAccount | None = one(
        select(WebinarAccount).where(WebinarAccount.id == account_id)
    )
    return found.link if found is not None else ""


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


def buildings() -> list[Building]:
    """Return all buildings, by name."""
    return rows(select(Building).order_by(Building.name))


def travels() -> dict[tuple[int, int], int]:
    """Return the minutes between buildings, by both orders of their ids."""
    found: list[Travel] = rows(select(Travel))
    there = {(one.from_id, one.to_id): one.minutes for one in found}
    return there | {(last, first): minutes for (first, last), minutes in there.items()}


def all_accounts() -> list[WebinarAccount]:
    """Return all webinar accounts, those in use first, by name."""
    return rows(select(WebinarAccount).order_by(WebinarAccount.is_closed, WebinarAccount.name))


def open_accounts() -> list[WebinarAccount]:
    """Return the webinar accounts in use, by name."""
    return [account for account in all_accounts() if not account.is_closed]


def account_named(name: str) -> WebinarAccount | None:
    """Return the webinar account called `name`."""
    found: WebinarAccount | None = one(select(WebinarAccount).where(WebinarAccount.name == name))
    return found


def instructors() -> list[Person]:
    """Return everybody who may be asked to teach, by name."""
    return holders_of("instructor")


def is_instructor(person: Person) -> bool:
    """Tell whether the person may be asked to teach."""
    return any(one.id == person.id for one in holders_of("instructor"))


def profile_of(person: Person) -> InstructorProfile | None:
    """Return what is agreed with an instructor, None while nothing is."""
    found: InstructorProfile | None = one(
        select(InstructorProfile).where(InstructorProfile.person_id == person.id)
    )
    return found


def profiles() -> dict[int, InstructorProfile]:
    """Return all profiles, by person id."""
    return {one.person_id: one for one in rows(select(InstructorProfile))}


def rights() -> dict[int, dict[int, set[str]]]:
    """Return what instructors may teach: person id -> programme id -> keys of subjects."""
    found: dict[int, dict[int, set[str]]] = {}
    for right in rows(select(TeachingRight)):
        own = found.setdefault(right.person_id, {})
        own.setdefault(right.programme_id, set()).add(right.course_key)
    return found


def blocks_of(kind: str, resource_id: int) -> list[Block]:
    """Return the closures or leave of a thing that are not over, the next one first."""
    return rows(
        select(Block)
        .where(Block.kind == kind, Block.resource_id == resource_id, Block.ends_at > now())
        .order_by(Block.starts_at)
        .limit(50)
    )


def photo_of(room: Room) -> StoredFile | None:
    """Return the picture of a room, None while there is none."""
    found: StoredFile | None = one(select(StoredFile).where(StoredFile.id == room.photo_id))
    return found


def roster_groups(batch: Batch) -> list[str]:
    """Return the names of the groups that the roster of a batch knows."""
    return rows(
        select(Enrolment.group)
        .where(Enrolment.batch_id == batch.id, Enrolment.group != "")
        .distinct()
        .order_by(Enrolment.group)
    )
