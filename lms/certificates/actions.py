"""Issuing, printing and revoking certificates."""

import secrets
from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from lms.catalogue.models import Batch
from lms.certificates import facts, numbering, paper, queries
from lms.certificates.models import Certificate, NumberSeries, Revocation
from lms.core import files
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db, is_postgres, one
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import Job, enqueue, handler
from lms.gradebook.models import Result
from lms.people.models import Person

ISSUE = "certificates.issue"


def ask_to_issue(batch: Batch, *, by: Person) -> Job:
    """Ask the worker to issue certificates to all who passed and have none yet."""
    if queries.release_of(batch) is None:
        raise RuleBroken(_("Hasil angkatan ini belum dirilis. Rilis hasilnya lebih dahulu."))
    if not queries.awaiting(batch.id) and not queries.unprinted(batch.id):
        raise RuleBroken(_("Semua peserta yang lulus sudah menerima sertifikat."))
    job = enqueue(ISSUE, {"batch_id": batch.id, "by_id": by.id}, by=by, key=queries.job_key(batch))
    record("certificates.asked", batch, by=by)
    return job


@handler(ISSUE)
def issue_all(job: Job, *, batch_id: int, by_id: int) -> None:
    """Number every awaiting result, then print what has no paper; safe to repeat after a crash.

    Each certificate is a transaction of its own: a crash leaves complete ones and none half-done.
    """
    waiting = queries.awaiting(batch_id)
    by = db.session.get_one(Person, by_id)
    for count, result_id in enumerate(waiting, 1):
        issue(queries.result_to_certify(result_id), by=by, on=today())
        job.beat(count, len(waiting), _("Sertifikat diberi nomor"))  # commits this one
    unprinted = queries.unprinted(batch_id)
    for count, certificate_id in enumerate(unprinted, 1):
        print_paper(db.session.get_one(Certificate, certificate_id))
        job.beat(count, len(unprinted), _("Sertifikat dicetak"))


def issue(result: Result, *, by: Person, on: date) -> Certificate:
    """Give a passed result its numbered certificate, or return the one it has.

    The counter row is locked until the transaction ends, so numbers have no gap and no double:
    an undone transaction gives its number back, and whoever waits takes it.
    """
    if result.outcome != "lulus":
        raise RuleBroken(_("Sertifikat hanya untuk peserta yang dinyatakan lulus."))
    version = result.enrolment.batch.version
    kind = version.certificate_kind
    series = _locked_series(on.year)
    held = one(
        select(Certificate).where(
            Certificate.enrolment_id == result.enrolment_id, Certificate.kind == kind
        )
    )
    if held is not None:
        return held  # type: ignore[no-any-return]
    series.last += 1
    certificate = Certificate(
        enrolment_id=result.enrolment_id,
        person_id=result.enrolment.person_id,
        kind=kind,
        scope=series.scope,
        year=series.year,
        seq=series.last,
        number=numbering.format_number(
            series.pattern,
            seq=series.last,
            on=on,
            code=current_app.config["ARCHIVE_CODE"],
            unit=series.scope,
        ),
        code=numbering.verification_code(secrets.token_bytes(16)),
        facts=facts.of_result(result, queries.subjects(version.id), issued_on=on),
        issued_at=now(),
        issued_by_id=by.id,
    )
    db.session.add(certificate)
    record("certificate.issued", certificate, by=by, number=certificate.number)
    db.session.flush()
    return certificate


def _locked_series(year: int) -> NumberSeries:
    """Return the agency's counter row of a year, made when missing, locked until the end."""
    insert = insert_postgres if is_postgres() else insert_sqlite
    scope, pattern = current_app.config["AGENCY_UNIT"], current_app.config["CERTIFICATE_NUMBER"]
    db.session.execute(
        insert(NumberSeries)
        .values(scope=scope, year=year, last=0, pattern=pattern)
        .on_conflict_do_nothing(index_elements=["scope", "year"])
    )
    return db.session.scalars(
        select(NumberSeries)
        .where(NumberSeries.scope == scope, NumberSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def print_paper(certificate: Certificate) -> None:
    """Make and store the PDF of a certificate from its frozen facts."""
    data = paper.pdf(certificate)
    name = f"sertifikat-{certificate.number.replace('/', '-')}.pdf"
    stored = files.store_bytes(data, name, "pdf", owner=certificate.person)
    db.session.flush()
    certificate.file_id = stored.id


def revoke(certificate: Certificate, reason: str, *, by: Person) -> Revocation:
    """Withdraw a certificate for good; its number is never used again."""
    if certificate.revocation is not None:
        raise RuleBroken(_("Sertifikat ini sudah dicabut."))
    revocation = Revocation(certificate_id=certificate.id, reason=reason, by_id=by.id, at=now())
    db.session.add(revocation)
    record("certificate.revoked", certificate, by=by, reason=reason)
    return revocation
