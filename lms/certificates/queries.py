"""What pages and jobs ask about certificates."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, Course, Enrolment
from lms.certificates import paper, rules
from lms.certificates.models import (
    PASSING_KINDS,
    Certificate,
    CertificateChange,
    NumberSeries,
    Revocation,
)
from lms.core.db import db, one, rows
from lms.core.files import StoredFile
from lms.core.jobs import Job
from lms.gradebook.models import Release, Result
from lms.people.models import Person


def of_batch(batch: Batch) -> list[Certificate]:
    """Return the certificates of a batch in the order of their numbers."""
    return rows(
        select(Certificate)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(Enrolment.batch_id == batch.id)
        .order_by(Certificate.year, Certificate.seq)
    )


def of_person(person_id: int) -> list[Certificate]:
    """Return a person's certificates, newest first."""
    return rows(
        select(Certificate)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.issued_at.desc())
    )


def mine_in(person_id: int, batch: Batch) -> Certificate | None:
    """Return a person's certificate of a batch."""
    found: Certificate | None = one(
        select(Certificate)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(Enrolment.batch_id == batch.id, Certificate.person_id == person_id)
        .order_by(Certificate.version.desc())
    )
    return found


def by_code(code: str) -> Certificate | None:
    """Return the certificate with this (normalised) public code."""
    found: Certificate | None = one(select(Certificate).where(Certificate.code == code))
    return found


def held(enrolment_id: int, kind: str) -> Certificate | None:
    """Return the newest version of a kind that somebody's place in a batch has."""
    found: Certificate | None = one(
        select(Certificate)
        .where(Certificate.enrolment_id == enrolment_id, Certificate.kind == kind)
        .order_by(Certificate.version.desc())
    )
    return found


def by_number(number: str) -> Certificate | None:
    """Return the certificate with this number, however its spaces and capitals are written."""
    found: Certificate | None = one(
        select(Certificate).where(func.upper(Certificate.number) == "".join(number.split()).upper())
    )
    return found


def by_file(sha256: str) -> Certificate | None:
    """Return the certificate whose stored file has this hash."""
    found: Certificate | None = one(
        select(Certificate)
        .join(StoredFile, StoredFile.id == Certificate.file_id)
        .where(StoredFile.sha256 == sha256)
    )
    return found


def batch_id_of(certificate: Certificate) -> int:
    """Return the id of the batch that a certificate is about."""
    return db.session.scalars(
        select(Enrolment.batch_id).where(Enrolment.id == certificate.enrolment_id)
    ).one()


def open_change(certificate: Certificate) -> CertificateChange | None:
    """Return the change of a certificate that waits for a decision."""
    found: CertificateChange | None = one(
        select(CertificateChange).where(
            CertificateChange.certificate_id == certificate.id,
            CertificateChange.decided_at.is_(None),
        )
    )
    return found


def open_changes(batch: Batch) -> list[CertificateChange]:
    """Return the changes in a batch that wait for a decision, oldest first."""
    return rows(
        select(CertificateChange)
        .join(Certificate, Certificate.id == CertificateChange.certificate_id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(Enrolment.batch_id == batch.id, CertificateChange.decided_at.is_(None))
        .order_by(CertificateChange.asked_at)
    )


def reason_of_replacement(certificate: Certificate) -> str:
    """Return why a superseded certificate was corrected."""
    found: str | None = one(
        select(CertificateChange.reason).where(
            CertificateChange.certificate_id == certificate.id,
            CertificateChange.kind == "correct",
            CertificateChange.accepted.is_(True),
        )
    )
    return found or ""


def register(year: int, search: str, page: int, size: int) -> tuple[list[Certificate], int]:
    """Return a page of the register of a year by number, and how many entries match."""
    wanted = select(Certificate).where(Certificate.year == year)
    if search:
        text = search.strip()
        wanted = wanted.join(Person, Person.id == Certificate.person_id).where(
            Certificate.number.icontains(text, autoescape=True)
            | Person.name.icontains(text, autoescape=True)
        )
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = rows(
        wanted.order_by(Certificate.scope, Certificate.seq).limit(size).offset((page - 1) * size)
    )
    return found, count


def years() -> list[int]:
    """Return the years in which certificates were numbered, newest first."""
    return rows(select(NumberSeries.year).distinct().order_by(NumberSeries.year.desc()))


@dataclass(frozen=True)
class Line:
    """One trainee on the readiness board."""

    name: str
    standing: str
    gaps: list[rules.Gap]


def board(batch: Batch) -> list[Line]:
    """Return every seated trainee of a batch: ready, issued, or what is missing (one statement)."""
    has_paper = (
        select(Certificate.id)
        .where(Certificate.enrolment_id == Enrolment.id, Certificate.kind.in_(PASSING_KINDS))
        .exists()
    )
    found = db.session.execute(
        select(Person, Result.outcome, has_paper.label("has_paper"))
        .join(Enrolment, Enrolment.person_id == Person.id)
        .outerjoin(Result, Result.enrolment_id == Enrolment.id)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .order_by(Person.name)
    )
    lines = []
    for person, outcome, paper_is_there in found.unique():
        case = rules.Case(
            outcome, person.nip, person.birth_place, person.birth_date,
            paper.missing_letters({"name": person.full_name}), paper_is_there,
        )  # fmt: skip
        lines.append(Line(person.full_name, rules.standing(case), rules.gaps(case)))
    return lines


def release_of(batch: Batch) -> Release | None:
    """Return the release of the batch's result, None while it is open."""
    found: Release | None = one(select(Release).where(Release.batch_id == batch.id))
    return found


def awaiting(batch_id: int) -> list[int]:
    """Return the ids of passed results of a batch that have no certificate yet, by name."""
    issued = select(Certificate.enrolment_id).where(Certificate.kind.in_(PASSING_KINDS))
    return rows(
        select(Result.id)
        .join(Enrolment, Enrolment.id == Result.enrolment_id)
        .join(Enrolment.person)
        .where(
            Enrolment.batch_id == batch_id,
            Result.outcome == "lulus",
            Result.enrolment_id.not_in(issued),
        )
        .order_by("name", Result.id)
    )


def unprinted(batch_id: int) -> list[int]:
    """Return the ids of certificates of a batch that are valid and whose PDF is not stored yet."""
    return rows(
        select(Certificate.id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(
            Enrolment.batch_id == batch_id,
            Certificate.file_id.is_(None),
            Certificate.id.not_in(select(Revocation.certificate_id)),
        )
        .order_by(Certificate.seq)
    )


def by_ids(ids: list[int]) -> list[Certificate]:
    """Return these certificates in the order of their numbers."""
    return rows(
        select(Certificate)
        .where(Certificate.id.in_(ids))
        .order_by(Certificate.year, Certificate.seq)
    )


def result_to_certify(result_id: int) -> Result:
    """Return a result with the person, batch and office that its certificate names."""
    return db.session.scalars(
        select(Result)
        .where(Result.id == result_id)
        .options(
            joinedload(Result.enrolment).joinedload(Enrolment.person),
            joinedload(Result.enrolment).joinedload(Enrolment.batch),
        )
    ).one()


def subjects(version_id: int) -> list[dict[str, Any]]:
    """Return agenda, title and JP of a version's subjects in their order."""
    found = db.session.execute(
        select(Course.agenda, Course.title, Course.jp)
        .where(Course.version_id == version_id)
        .order_by(Course.position)
    )
    return [row._asdict() for row in found]


def issuing_job(batch: Batch) -> Job | None:
    """Return the job that issues the batch's certificates, if it was ever asked for."""
    found: Job | None = one(select(Job).where(Job.key == job_key(batch)))
    return found


def job_key(batch: Batch) -> str:
    """Return the key under which a batch has at most one issuing job."""
    return f"certificates.issue:{batch.id}"
