"""Issuing, printing and revoking certificates."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from lms.catalogue.models import Batch
from lms.certificates import facts, numbering, paper, pressroom, queries
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
    """Give every awaiting result its number and paper, and print what a crash left unprinted.

    Numbers are given a chunk at a time, in one transaction each, while the presses print the
    chunks before: a crash leaves numbered certificates that the next attempt prints, and no gap.
    """
    unprinted, awaiting = queries.unprinted(batch_id), queries.awaiting(batch_id)

    def chunks() -> Iterator[list[Certificate]]:
        for ids in _chunked(unprinted):
            yield queries.by_ids(ids)
        by, day = db.session.get_one(Person, by_id), today()
        for ids in _chunked(awaiting):
            yield [issue(queries.result_to_certify(one), by=by, on=day) for one in ids]

    _print(job, chunks(), total=len(unprinted) + len(awaiting))


def _chunked(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + pressroom.CHUNK] for at in range(0, len(ids), pressroom.CHUNK))


def _print(job: Job, chunks: Iterable[list[Certificate]], *, total: int) -> None:
    """Print, sign and store papers on all presses; each chunk is kept as soon as it is there."""

    def orders() -> Iterator[pressroom.Order]:
        for chunk in chunks:
            made = _orders(chunk)
            job.beat(job.done, total, job.note)  # keeps the numbers; no lock while presses work
            yield from made

    if total > pressroom.CHUNK:
        answers = pressroom.room(current_app.config["PRESSES"]).fulfil(orders())
    else:  # a handful is done before a press has started
        answers = ((order, pressroom.fulfil(order)) for order in orders())
    done = 0
    for order, outcomes in answers:
        kept = {certificate.id: certificate for certificate in queries.by_ids(list(order.ids))}
        for certificate_id, outcome in zip(order.ids, outcomes, strict=True):
            keep_paper(kept[certificate_id], outcome)
        done += len(outcomes)
        job.beat(done, total, _("Sertifikat diberi nomor, dicetak, dan ditandatangani"))  # commits


def _orders(certificates: list[Certificate]) -> list[pressroom.Order]:
    """Sort certificates into orders for the press, leaving out those that cannot be printed."""
    printable = []
    for certificate in certificates:
        certificate.problem = hindrance(certificate)
        if not certificate.problem:
            printable.append(certificate)
    key = paper.signing_key()
    db.session.flush()
    return [
        pressroom.Order(
            run, tuple(one.id for one in members), tuple(paper.sheet(one) for one in members), key
        )
        for run, members in paper.runs(printable)
    ]


def hindrance(certificate: Certificate) -> str:
    """Return why this one cannot be printed, in a sentence for the board; "" when it can."""
    if letters := paper.missing_letters(certificate.facts):
        return _("Huruf %(letters)s tidak ada pada huruf cetak sertifikat.", letters=letters)
    return ""


def keep_paper(certificate: Certificate, outcome: pressroom.Outcome) -> None:
    """Store the PDF of a certificate, or note why there is none."""
    if isinstance(outcome, str):
        certificate.problem = _("Pencetakan gagal: %(why)s", why=outcome)
        return
    name = f"sertifikat-{certificate.number.replace('/', '-')}.pdf"
    stored = files.store_bytes(outcome, name, "pdf", owner=certificate.person)
    db.session.flush()
    certificate.file_id, certificate.problem = stored.id, ""
    signer = current_app.config["SIGNER"]
    if signer != "bsre":
        certificate.signature, certificate.signed_at = signer, now()


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


def revoke(certificate: Certificate, reason: str, *, by: Person) -> Revocation:
    """Withdraw a certificate for good; its number is never used again."""
    if certificate.revocation is not None:
        raise RuleBroken(_("Sertifikat ini sudah dicabut."))
    revocation = Revocation(certificate_id=certificate.id, reason=reason, by_id=by.id, at=now())
    db.session.add(revocation)
    record("certificate.revoked", certificate, by=by, reason=reason)
    return revocation
