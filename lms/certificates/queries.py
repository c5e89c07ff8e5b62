"""What pages and jobs ask about certificates."""

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.catalogue.models import Batch, Enrolment
from lms.certificates.models import (
    Certificate,
    CertificateChange,
    NumberSeries,
    Occasion,
    Origin,
    PaperTemplate,
    Revocation,
)
from lms.core.access import noun_of
from lms.core.db import db, one, rows
from lms.core.files import StoredFile
from lms.core.jobs import Job
from lms.events.models import Event, Participation
from lms.people.models import Person


def given_at(occasion: Occasion) -> ColumnElement[bool]:
    """Return the condition under which a certificate was given for this batch or event."""
    if isinstance(occasion, Batch):
        seats = select(Enrolment.id).where(Enrolment.batch_id == occasion.id)
        return Certificate.enrolment_id.in_(seats)
    places = select(Participation.id).where(Participation.event_id == occasion.id)
    return Certificate.participation_id.in_(places)


def occasion(batch_id: int = 0, event_id: int = 0) -> Occasion:
    """Return the batch or the event with this id."""
    if event_id:
        return db.session.get_one(Event, event_id)
    return db.session.get_one(Batch, batch_id)


def occasion_of(certificate: Certificate) -> Occasion:
    """Return the batch or event that a certificate is about."""
    if certificate.participation_id is not None:
        place = db.session.get_one(Participation, certificate.participation_id)
        return occasion(event_id=place.event_id)
    seat = db.session.get_one(Enrolment, certificate.enrolment_id)
    return occasion(batch_id=seat.batch_id)


def papers_of(occasion: Occasion, kind: str = "") -> list[Certificate]:
    """Return the papers of a batch or event, of all kinds or one, in the order of their numbers."""
    wanted = (
        select(Certificate)
        .where(given_at(occasion))
        .order_by(Certificate.year, Certificate.scope, Certificate.seq)
    )
    return rows(wanted.where(Certificate.kind == kind) if kind else wanted)


def of_person(person_id: int) -> list[Certificate]:
    """Return a person's certificates, newest first."""
    return rows(
        select(Certificate)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.issued_at.desc())
    )


def mine_in(person_id: int, occasion: Occasion) -> list[Certificate]:
    """Return a person's papers of a batch or event, newest first."""
    return rows(
        select(Certificate)
        .where(given_at(occasion), Certificate.person_id == person_id)
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    )


def by_code(code: str) -> Certificate | None:
    """Return the certificate with this (normalised) public code."""
    found: Certificate | None = one(select(Certificate).where(Certificate.code == code))
    return found


def held(origin: Origin, kind: str) -> Certificate | None:
    """Return the newest paper of a kind that was given for a place in a batch or event."""
    found: Certificate | None = one(
        select(Certificate)
        .where(
            Certificate.enrolment_id == origin.enrolment_id,
            Certificate.participation_id == origin.participation_id,
            Certificate.kind == kind,
        )
        .order_by(Certificate.version.desc())
        .limit(1)
    )
    return found


def keeps_place() -> ColumnElement[bool]:
    """Return the condition under which a paper keeps its holder from being issued another.

    The newest version does, also one that was revoked by decision; not one whose holder may be
    given another.
    """
    superseded = select(Certificate.replaces_id).where(Certificate.replaces_id.is_not(None))
    lapsed = select(Revocation.certificate_id).where(Revocation.allows_new)
    return and_(Certificate.id.not_in(superseded), Certificate.id.not_in(lapsed))


def has_paper(place: ColumnElement[bool], kind: str) -> ColumnElement[bool]:
    """Return the condition under which a place, as certificates name it, was given a kind."""
    return select(Certificate.id).where(place, Certificate.kind == kind, keeps_place()).exists()


def barred_because(place: ColumnElement[bool], kind: str) -> ColumnElement[str]:
    """Return why a kind was revoked by decision at a place, which gets no other by issuing."""
    return (
        select(Revocation.reason)
        .join(Certificate, Certificate.id == Revocation.certificate_id)
        .where(place, Certificate.kind == kind, Revocation.allows_new.is_(False))
        .order_by(Certificate.id.desc())
        .limit(1)
        .scalar_subquery()
    )


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


def open_change(certificate: Certificate) -> CertificateChange | None:
    """Return the change of a certificate that waits for a decision."""
    found: CertificateChange | None = one(
        select(CertificateChange).where(
            CertificateChange.certificate_id == certificate.id,
            CertificateChange.decided_at.is_(None),
        )
    )
    return found


def papers_and_changes(
    occasion: Occasion, kind: str
) -> tuple[list[Certificate], list[CertificateChange]]:
    """Return the papers of a kind as `papers_of` does, and what waits for a decision.

    The changes are those of all kinds in the batch or event, oldest first.
    """
    found = db.session.execute(
        select(Certificate, CertificateChange)
        .outerjoin(
            CertificateChange,
            and_(
                CertificateChange.certificate_id == Certificate.id,
                CertificateChange.decided_at.is_(None),
            ),
        )
        .where(given_at(occasion), or_(Certificate.kind == kind, CertificateChange.id.is_not(None)))
        .options(
            contains_eager(CertificateChange.certificate),
            joinedload(CertificateChange.asked_by, innerjoin=False),  # most papers have no change
        )
        .order_by(Certificate.year, Certificate.scope, Certificate.seq)
    ).unique()
    papers, changes = [], []
    for paper, change in found:
        if paper.kind == kind:
            papers.append(paper)
        if change is not None:
            changes.append(change)
    return list(dict.fromkeys(papers)), sorted(changes, key=lambda change: change.asked_at)


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


def unprinted(occasion: Occasion, kind: str) -> list[int]:
    """Return the ids of valid papers of a kind whose PDF is not stored yet."""
    return rows(
        select(Certificate.id)
        .where(
            given_at(occasion),
            Certificate.kind == kind,
            Certificate.file_id.is_(None),
            *([Certificate.draft_id.is_(None)] if current_app.config["SIGNER"] == "bsre" else []),
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


def newest_template(programme_id: int | None, kind: str) -> ColumnElement[int]:
    """Return the id of the template in force for a programme's kind (None: of events)."""
    return (
        select(func.max(PaperTemplate.id))
        .where(PaperTemplate.programme_id == programme_id, PaperTemplate.kind == kind)
        .scalar_subquery()
    )


def template_in_force(programme_id: int | None, kind: str) -> PaperTemplate | None:
    """Return the newest template of a programme's kind (None: of events), None while the shipped
    one is in force."""
    found: PaperTemplate | None = one(
        select(PaperTemplate).where(PaperTemplate.id == newest_template(programme_id, kind))
    )
    return found


def template_for(occasion: Occasion, kind: str) -> PaperTemplate | None:
    """Return the template with which a batch or event issues a kind."""
    programme_id = occasion.programme_id if isinstance(occasion, Batch) else None
    return template_in_force(programme_id, kind)


def issuing_job(occasion: Occasion, kind: str) -> Job | None:
    """Return the job that issues a kind to the batch or event, if it was ever asked for."""
    found: Job | None = one(select(Job).where(Job.key == job_key(occasion, kind)))
    return found


def job_key(occasion: Occasion, kind: str) -> str:
    """Return the key under which a batch or event has at most one issuing job of a kind."""
    return f"certificates.issue:{noun_of(type(occasion))}:{occasion.id}:{kind}"
