"""Places in batches: who has one, who waits, who is still to be decided on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, one, read, rows
from lms.people.models import Opd, Person, with_titles


@dataclass(frozen=True)
class Places:
    """How full a batch is."""

    quota: int
    taken: int = 0
    waiting: int = 0
    #: Applications nobody has decided on yet.
    pending: int = 0

    @property
    def left(self) -> int:
        """Return how many seats are free."""
        return max(0, self.quota - self.taken)

    @property
    def is_full(self) -> bool:
        """Tell whether the next person would have to wait."""
        return self.left == 0 or self.waiting > 0

    @property
    def next_position(self) -> int:
        """Return where on the waiting list the next person would stand."""
        return self.waiting + 1


class Seat(NamedTuple):
    """Who takes part in a batch, as tables of many people need it."""

    id: int
    nip: str | None
    title_front: str
    name: str
    title_back: str
    office: str | None
    office_short: str | None
    #: Name of the group (kelompok), "" without one.
    group: str

    @property
    def full_name(self) -> str:
        """Return the name with academic titles before and after."""
        return with_titles(self.title_front, self.name, self.title_back)


@dataclass(frozen=True)
class OwnPlace:
    """A person's place in a batch, and where it stands in line while it waits."""

    place: Enrolment
    position: int


def places_of(batches: Iterable[Batch]) -> dict[int, Places]:
    """Return how full each of the batches is, by batch id."""
    quotas = {batch.id: batch.quota for batch in batches}
    counts: dict[int, dict[str, int]] = {batch_id: {} for batch_id in quotas}
    statement = (
        select(Enrolment.batch_id, Enrolment.state, func.count())
        .where(Enrolment.batch_id.in_(quotas))
        .group_by(Enrolment.batch_id, Enrolment.state)
    )
    for batch_id, state, count in db.session.execute(statement) if quotas else ():
        counts[batch_id][state] = count
    return {
        batch_id: Places(
            quota=quota,
            taken=counts[batch_id].get("accepted", 0),
            waiting=counts[batch_id].get("waiting", 0),
            pending=counts[batch_id].get("applied", 0) + counts[batch_id].get("nominated", 0),
        )
        for batch_id, quota in quotas.items()
    }


def places_in(batch: Batch) -> Places:
    """Return how full the batch is."""
    return places_of([batch])[batch.id]


def last_queue_no(batch: Batch) -> int:
    """Return the highest waiting number ever given in the batch, 0 when none."""
    found = select(func.max(Enrolment.queue_no)).where(Enrolment.batch_id == batch.id)
    return db.session.scalar(found) or 0


def seated(batch: Batch) -> list[Enrolment]:
    """Return the places of those who take part in the batch, with person and office, by name."""
    return rows(
        select(Enrolment)
        .join(Enrolment.person)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .options(joinedload(Enrolment.person))
        .order_by(Person.name, Enrolment.id)
    )


def seats(batch: Batch) -> list[Seat]:
    """Return those who take part in the batch by name, without loading whole people."""
    return [Seat(*row) for row in read(_seats(), batch_id=batch.id)]


#: What a Seat is made of, in its order, of statements that join Enrolment, Person and Opd.
SEAT_COLUMNS: Any = (
    Enrolment.id, Person.nip, Person.title_front, Person.name, Person.title_back,
    Opd.name, Opd.short_name, Enrolment.group,
)  # fmt: skip


@cache
def _seats() -> Any:
    return (
        select(*SEAT_COLUMNS)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Opd, Opd.id == Person.opd_id)
        .where(Enrolment.batch_id == bindparam("batch_id"), Enrolment.state == "accepted")
        .order_by(Person.name, Enrolment.id)
    )


def roster(batch: Batch) -> dict[str, list[Enrolment]]:
    """Return all places of the batch by state, with person and office.

    Seats are ordered by group and name, the waiting list by its numbers, applications by their
    time.
    """
    found: list[Enrolment] = rows(
        select(Enrolment)
        .join(Enrolment.person)
        .where(Enrolment.batch_id == batch.id)
        .options(joinedload(Enrolment.person))
        .order_by(Enrolment.applied_at, Enrolment.id)
    )
    by_state: dict[str, list[Enrolment]] = {}
    for enrolment in found:
        by_state.setdefault(enrolment.state, []).append(enrolment)
    by_state.get("accepted", []).sort(key=lambda e: (e.group, e.person.name, e.id))
    by_state.get("waiting", []).sort(key=lambda e: e.queue_no or 0)
    return by_state


def enrolments_in(batch: Batch, ids: Collection[int]) -> list[Enrolment]:
    """Return those of the batch's places with these ids, freshly read, oldest application first."""
    return rows(
        select(Enrolment)
        .where(Enrolment.batch_id == batch.id, Enrolment.id.in_(ids))
        .order_by(Enrolment.applied_at, Enrolment.id)
        .execution_options(populate_existing=True)
    )


def waiting_in_order(batch: Batch) -> list[Enrolment]:
    """Return the batch's waiting list, freshly read, first in line first."""
    return rows(
        select(Enrolment)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "waiting")
        .order_by(Enrolment.queue_no)
        .execution_options(populate_existing=True)
    )


def place_of(person: Person, batch: Batch) -> Enrolment | None:
    """Return the person's place in the batch, freshly read, None when there never was one."""
    found: Enrolment | None = one(
        select(Enrolment)
        .where(Enrolment.batch_id == batch.id, Enrolment.person_id == person.id)
        .execution_options(populate_existing=True)
    )
    return found


def enrolment_in(batch: Batch, enrolment_id: int) -> Enrolment | None:
    """Return a place of the batch with its person, None when the batch has no such place."""
    found: Enrolment | None = one(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id, Enrolment.batch_id == batch.id)
        .options(joinedload(Enrolment.person))
    )
    return found


def enrolment_with_batch(enrolment_id: int) -> Enrolment:
    """Return a place with its batch and person."""
    found: Enrolment = one(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .options(joinedload(Enrolment.batch), joinedload(Enrolment.person))
    )
    return found


def seat_elsewhere(person: Person, batch: Batch) -> Batch | None:
    """Return another unfinished batch of the same programme in which the person has a seat."""
    found: Batch | None = one(
        select(Batch)
        .join(Enrolment, Enrolment.batch_id == Batch.id)
        .where(
            Enrolment.person_id == person.id,
            Enrolment.state == "accepted",
            Batch.programme_id == batch.programme_id,
            Batch.id != batch.id,
            Batch.state != "closed",
        )
    )
    return found


def enrolments_of(person: Person) -> list[Enrolment]:
    """Return all places a person ever asked for, with their batch, latest batch first."""
    return rows(
        select(Enrolment)
        .join(Enrolment.batch)
        .where(Enrolment.person_id == person.id)
        .options(joinedload(Enrolment.batch))
        .order_by(Batch.starts_on.desc(), Enrolment.id.desc())
    )


def grouped(places: Iterable[Enrolment]) -> dict[str, list[Enrolment]]:
    """Sort a person's places into "present", "asked", "done" and "ended", keeping their order."""
    groups: dict[str, list[Enrolment]] = {"present": [], "asked": [], "done": [], "ended": []}
    for place in places:
        if place.state in ("declined", "withdrawn"):
            groups["ended"].append(place)
        elif not place.has_seat:
            groups["asked"].append(place)
        else:
            groups["done" if place.batch.state == "closed" else "present"].append(place)
    return groups


def own_places(person: Person, batches: Iterable[Batch]) -> dict[int, OwnPlace]:
    """Return the person's places in the batches with their position in line, by batch id."""
    ids = [batch.id for batch in batches]
    if not ids or person.id is None:
        return {}
    other = aliased(Enrolment)
    position = (
        select(func.count())
        .where(
            other.batch_id == Enrolment.batch_id,
            other.state == "waiting",
            other.queue_no <= Enrolment.queue_no,
        )
        .scalar_subquery()
    )
    found = db.session.execute(
        select(Enrolment, position).where(
            Enrolment.person_id == person.id, Enrolment.batch_id.in_(ids)
        )
    )
    return {place.batch_id: OwnPlace(place, number) for place, number in found}


def positions(person: Person) -> dict[int, int]:
    """Return where the person stands on the waiting lists they are on, by batch id."""
    mine = (
        select(Enrolment.batch_id, Enrolment.queue_no)
        .where(Enrolment.person_id == person.id, Enrolment.state == "waiting")
        .subquery()
    )
    ahead = (
        select(mine.c.batch_id, func.count())
        .join(
            Enrolment,
            (Enrolment.batch_id == mine.c.batch_id)
            & (Enrolment.state == "waiting")
            & (Enrolment.queue_no <= mine.c.queue_no),
        )
        .group_by(mine.c.batch_id)
    )
    return dict(db.session.execute(ahead).all())


def nominations_for(officer: Person) -> list[Enrolment]:
    """Return applications of the officer's staff in batches not yet over, with person and batch."""
    statement = (
        select(Enrolment)
        .join(Enrolment.person)
        .join(Enrolment.batch)
        .where(Batch.state != "closed")
        .options(joinedload(Enrolment.person), joinedload(Enrolment.batch))
        .order_by(Batch.starts_on, Batch.id, Person.name)
        .limit(500)
    )
    offices = offices_of(officer)
    if offices is not None:
        statement = statement.where(Person.opd_id.in_(offices))
    return rows(statement)


def offices_of(officer: Person) -> list[int] | None:
    """Return the ids of the offices whose staff the officer looks after, None for all of them."""
    scopes = officer.offices_as("opd_officer")
    return None if None in scopes else sorted(scope for scope in scopes if scope is not None)


def staff_to_nominate(officer: Person, text: str, *, limit: int = 15) -> list[Person]:
    """Return active staff of the officer's offices whose name or NIP fits, by name."""
    statement = select(Person).where(Person.ended_on.is_(None)).order_by(Person.name).limit(limit)
    offices = offices_of(officer)
    if offices is not None:
        statement = statement.where(Person.opd_id.in_(offices))
    words = text.strip()
    if words:
        by_name = Person.name.icontains(words, autoescape=True)
        by_nip = Person.nip.startswith(words.replace(" ", ""), autoescape=True)
        statement = statement.where(or_(by_name, by_nip))
    return rows(statement)


def people_by_ids(ids: Collection[int]) -> list[Person]:
    """Return the people with these ids and their offices, by name."""
    return rows(select(Person).where(Person.id.in_(ids)).order_by(Person.name))
