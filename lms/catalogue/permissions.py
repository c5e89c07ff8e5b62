"""What people may do with programmes, batches and places in them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, String, bindparam, cast, func, or_, select

from lms.catalogue.models import DOCUMENT_KINDS, TRAINEE_KINDS, Batch, Enrolment, Programme, Staff
from lms.core.access import permission, remember
from lms.core.db import one, read
from lms.core.things import things
from lms.people import queries as people
from lms.people.models import TEACHING_ROLES, Person
from lms.people.permissions import is_officer_of, is_organiser


@dataclass(frozen=True)
class Standing:
    """How a person stands to a batch: the place taken, and the work done in it."""

    enrolment: Enrolment | None
    staff_roles: frozenset[str]


def standing(person: Person, batch: Batch) -> Standing:
    """Return how `person` stands to `batch`, asked once per request."""
    return remember(("standing", person.id, batch.id), lambda: _find_standing(person, batch))


@cache
def _place() -> Select[Any]:
    return things(Enrolment).where(
        Enrolment.batch_id == bindparam("batch_id"), Enrolment.person_id == bindparam("person_id")
    )


@cache
def _place_and_work() -> Select[Any]:
    person_id: Any = bindparam("person_id")
    return (
        things(Enrolment)
        .add_columns(Staff.role)
        .select_from(Batch)
        .outerjoin(Enrolment, (Enrolment.batch_id == Batch.id) & (Enrolment.person_id == person_id))
        .outerjoin(Staff, (Staff.batch_id == Batch.id) & (Staff.person_id == person_id))
        .where(Batch.id == bindparam("batch_id"))
    )


def _find_standing(person: Person, batch: Batch) -> Standing:
    if not person.has_role("organiser", *TEACHING_ROLES):
        return Standing(one(_place(), batch_id=batch.id, person_id=person.id), frozenset())
    found = read(_place_and_work(), batch_id=batch.id, person_id=person.id)
    roles = frozenset(role for _place, role in found if role)
    return Standing(found[0][0] if found else None, roles)


def seat_of(person: Person, batch: Batch) -> Enrolment | None:
    """Return the person's seat in the batch; who reads along has none and leaves no progress."""
    enrolment = standing(person, batch).enrolment
    return enrolment if enrolment is not None and enrolment.has_seat else None


def is_studying(person: Person, programme_id: int | None = None) -> bool:
    """Tell whether the person has a seat in a batch that is not over, of this programme if given.

    Whoever is signed in brings the answer along.
    """
    if "studies" in person.beside:
        studied = person.beside["studies"]
    else:
        ((studied,),) = read(select(studies_of(person.id)))
    ids = [int(id) for id in (studied or "").split(",") if id]
    return bool(ids) if programme_id is None else programme_id in ids


def studies_of(person_id: Any) -> Any:
    """Return the column that lists the programmes whose batches the person of this id sits in."""
    return (
        select(func.aggregate_strings(cast(Batch.programme_id, String), ","))
        .join(Enrolment, Enrolment.batch_id == Batch.id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.state == "accepted",
            Batch.state != "closed",
        )
        .scalar_subquery()
    )


people.BESIDE["studies"] = studies_of  # asked for the menu of everybody who teaches or organises


def studies_in(person: Person, batch: Batch) -> bool:
    """Tell whether the person has a seat in the batch."""
    return seat_of(person, batch) is not None


def own_place(person: Person, batch: Batch) -> Enrolment:
    """Return the place of somebody who is known to have one (after batch.study passed)."""
    enrolment = standing(person, batch).enrolment
    assert enrolment is not None, "asked for the place of a stranger"
    return enrolment


def teaches(person: Person, batch: Batch) -> bool:
    """Tell whether the person instructs, coaches, mentors or examines in the batch."""
    return bool(standing(person, batch).staff_roles & set(TEACHING_ROLES))


def organises(person: Person, batch: Batch) -> bool:
    """Tell whether the person runs the batch."""
    return is_organiser(person) or "organiser" in standing(person, batch).staff_roles


def visible_batches(person: Person) -> Select[Any]:
    """Return the select of the batches that pass batch.view for the person."""
    if is_organiser(person):
        return select(Batch)
    seats = select(Enrolment.batch_id).where(
        Enrolment.person_id == person.id, Enrolment.state == "accepted"
    )
    if not person.has_role("organiser", *TEACHING_ROLES):
        return select(Batch).where(Batch.id.in_(seats))
    work = select(Staff.batch_id).where(Staff.person_id == person.id)
    return select(Batch).where(or_(Batch.id.in_(seats), Batch.id.in_(work)))


@permission("programme.view")
def may_view_programme(_person: Person, _programme: Programme | None = None) -> bool:
    """The catalogue is open to everybody."""
    return True


@permission("batch.view")
def may_view_batch(person: Person, batch: Batch) -> bool:
    """Who studies or works in it, and organisers."""
    return (
        is_organiser(person)
        or studies_in(person, batch)
        or bool(standing(person, batch).staff_roles)
    )


@permission("batch.list")
def may_list_batches(person: Person) -> bool:
    """Organisers see all batches, who teaches sees the own ones."""
    return person.has_role("organiser", "admin", *TEACHING_ROLES)


@permission("batch.apply")
def may_apply(_person: Person, batch: Batch) -> bool:
    """Anyone signed in may ask for a place once the batch is announced; rules ask about time."""
    return batch.state != "planned"


@permission("batch.open")
def may_open_batch(person: Person) -> bool:
    """Organisers plan new batches."""
    return is_organiser(person)


@permission("batch.edit")
def may_edit_batch(person: Person, batch: Batch) -> bool:
    """Who runs the batch changes its dates, quota and staff, and decides on applications."""
    return organises(person, batch)


@permission("batch.study")
def may_study(person: Person, batch: Batch) -> bool:
    """Only a trainee with a seat studies."""
    return studies_in(person, batch)


@permission("batch.teach")
def may_teach(person: Person, batch: Batch) -> bool:
    """Who teaches in the batch, and who runs it."""
    return organises(person, batch) or teaches(person, batch)


@permission("document.list")
def may_list_documents(person: Person, batch: Batch) -> bool:
    """Who studies in the batch, teaches in it or runs it."""
    return studies_in(person, batch) or may_teach(person, batch)


def kinds_for(person: Person, batch: Batch) -> tuple[str, ...]:
    """Return the kinds of documents the person may read: trainees see no guides and sheets."""
    return DOCUMENT_KINDS if may_teach(person, batch) else TRAINEE_KINDS


@permission("enrolment.nominate")
def may_nominate(person: Person) -> bool:
    """Officers propose people of their own office (each person is checked again)."""
    return person.has_role("opd_officer")


@permission("person.nominate")
def may_nominate_person(person: Person, other: Person) -> bool:
    """Only an officer of the office in which the other works."""
    return is_officer_of(person, other.opd_id)


@permission("enrolment.endorse")
def may_endorse(person: Person, enrolment: Enrolment) -> bool:
    """The officer of the applicant's office decides whether to put the application forward."""
    return is_officer_of(person, _office_of(enrolment))


@permission("enrolment.withdraw")
def may_withdraw(person: Person, enrolment: Enrolment) -> bool:
    """Oneself, and organisers on behalf of a trainee."""
    return person.id == enrolment.person_id or is_organiser(person)


@permission("enrolment.view")
def may_view_enrolment(person: Person, enrolment: Enrolment) -> bool:
    """Oneself, the own office's officer, and organisers."""
    return may_withdraw(person, enrolment) or is_officer_of(person, _office_of(enrolment))


def _office_of(enrolment: Enrolment) -> int | None:
    office: int | None = one(select(Person.opd_id).where(Person.id == enrolment.person_id))
    return office
