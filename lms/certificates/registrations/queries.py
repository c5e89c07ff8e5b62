"""Who of a batch has which registration code."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.certificates.models import Certificate, RegistrationCode
from lms.certificates.rules import REGISTERED_KINDS
from lms.core.db import db, rows
from lms.people.models import Person


@dataclass(frozen=True)
class Line:
    """One trainee: the place, the code that is there, and whether a paper with it was issued."""

    place_id: int
    name: str
    nip: str
    code: str
    is_issued: bool


def codes_of(batch: Batch) -> dict[int, str]:
    """Return the codes of a batch by enrolment id."""
    found = db.session.execute(
        select(RegistrationCode.enrolment_id, RegistrationCode.code)
        .join(Enrolment, Enrolment.id == RegistrationCode.enrolment_id)
        .where(Enrolment.batch_id == batch.id)
    )
    return {row.enrolment_id: row.code for row in found}


def lines(batch: Batch) -> list[Line]:
    """Return everybody with a seat in the batch, by name."""
    is_issued = (
        select(Certificate.id)
        .where(
            Certificate.enrolment_id == Enrolment.id,
            Certificate.kind.in_(REGISTERED_KINDS),
        )
        .exists()
    )
    found = db.session.execute(
        select(Enrolment.id, Person, RegistrationCode.code, is_issued.label("is_issued"))
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(RegistrationCode, RegistrationCode.enrolment_id == Enrolment.id)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .order_by(Person.name, Enrolment.id)
    ).unique()
    return [
        Line(row.id, row.Person.full_name, row.Person.nip or "", row.code or "", row.is_issued)
        for row in found
    ]


def taken_elsewhere(codes: Collection[str], batch: Batch) -> set[str]:
    """Return those of these codes that people of other batches have."""
    here = select(Enrolment.id).where(Enrolment.batch_id == batch.id)
    return set(
        rows(
            select(RegistrationCode.code).where(
                RegistrationCode.code.in_(codes), RegistrationCode.enrolment_id.not_in(here)
            )
        )
    )


def kept(place_ids: Collection[int]) -> dict[int, RegistrationCode]:
    """Return the rows of these places."""
    found = rows(select(RegistrationCode).where(RegistrationCode.enrolment_id.in_(place_ids)))
    return {one.enrolment_id: one for one in found}
