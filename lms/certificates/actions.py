"""Issuing, printing and revoking certificates."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask import current_app

from lms.certificates import numbering, paper, pressroom, queries, rules, words
from lms.certificates.events import certificate_changed, certificate_issued
from lms.certificates.facts import Award
from lms.certificates.models import (
    Certificate,
    CertificateChange,
    Occasion,
    Revocation,
)
from lms.certificates.numbers import actions as numbers
from lms.certificates.portraits import queries as portraits
from lms.certificates.readiness import queries as readiness
from lms.certificates.transparency import actions as transparency
from lms.core import files
from lms.core.access import noun_of
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import Job, enqueue, handler
from lms.events.models import Event
from lms.gradebook import queries as gradebook
from lms.people.models import Person

ISSUE, PRINT = "certificates.issue", "certificates.print"


def ask_to_issue(occasion: Occasion, kind: str = "", *, by: Person) -> Job:
    """Ask the worker to issue a kind (a batch's certificate) to all who are ready for it."""
    kind = kind or readiness.kinds_of(occasion)[0]
    if kind not in readiness.kinds_of(occasion):
        raise RuleBroken(_("Pelatihan ini tidak memberi surat jenis itu."))
    _refuse_too_early(occasion, kind)
    if not readiness.ready(occasion, kind) and not queries.unprinted(occasion, kind):
        raise RuleBroken(words.ALL_ISSUED[kind])
    arguments = {f"{noun_of(type(occasion))}_id": occasion.id, "by_id": by.id, "kind": kind}
    job = enqueue(ISSUE, arguments, by=by, key=queries.job_key(occasion, kind))
    record("certificates.asked", occasion, by=by, kind=kind)
    return job


def _refuse_too_early(occasion: Occasion, kind: str) -> None:
    if isinstance(occasion, Event):
        if occasion.state != "closed":
            raise RuleBroken(_("Kegiatan ini belum disahkan. Sahkan lebih dahulu."))
    elif rules.KINDS[kind].needs_release:
        if gradebook.release_of(occasion) is None:
            raise RuleBroken(_("Hasil angkatan ini belum dirilis. Rilis hasilnya lebih dahulu."))
        if sentence := rules.too_early(occasion.ends_on, today()):
            raise RuleBroken(sentence)


def pause(occasion: Occasion, kind: str = "", *, by: Person) -> None:
    """Let the issuing job stop after the chunk it is at; asking again goes on."""
    job = queries.issuing_job(occasion, kind or readiness.kinds_of(occasion)[0])
    if job is None or job.is_over:
        raise RuleBroken(_("Tidak ada penerbitan yang sedang berjalan."))
    job.arguments = {**job.arguments, "pause": True}
    record("certificates.paused", occasion, by=by)


@handler(ISSUE)
def issue_all(
    job: Job, *, by_id: int, batch_id: int = 0, event_id: int = 0, kind: str = ""
) -> None:
    """Give everybody who is ready number and paper, and print what a crash left unprinted.

    Numbers are given a chunk at a time, in one transaction each, while the presses print the
    chunks before: a crash leaves numbered certificates that the next attempt prints, and no gap.
    """
    occasion = queries.occasion(batch_id, event_id)
    kind = kind or readiness.kinds_of(occasion)[0]
    unprinted, ready = queries.unprinted(occasion, kind), readiness.ready(occasion, kind)

    def chunks() -> Iterator[list[Certificate]]:
        for ids in _chunked(unprinted):
            yield queries.by_ids(ids)
        by = db.session.get_one(Person, by_id)
        for lines in _chunked(ready):
            day = today()  # at midnight (WIB) the next chunk begins the year's numbers
            yield [issue(one, by=by, on=day) for one in readiness.awards(occasion, kind, lines)]

    _print(job, chunks(), total=len(unprinted) + len(ready))


def _chunked(found: list[Any]) -> Iterator[list[Any]]:
    return (found[at : at + pressroom.CHUNK] for at in range(0, len(found), pressroom.CHUNK))


def _print(job: Job, chunks: Iterable[list[Certificate]], *, total: int) -> None:
    """Print, sign and store papers on all presses; each chunk is kept as soon as it is there."""

    def orders() -> Iterator[pressroom.Order]:
        for chunk in chunks:
            made = _orders(chunk)
            job.beat(job.done, total, job.note)  # keeps the numbers; no lock while presses work
            yield from made

    if total > pressroom.CHUNK:
        answers = pressroom.room(current_app.config["PRESSES"]).fulfil(orders())
    else:
        answers = (answer for order in orders() for answer in _a_handful(order))
    done = 0
    for order, outcomes in answers:
        kept = {certificate.id: certificate for certificate in queries.by_ids(list(order.ids))}
        for certificate_id, outcome in zip(order.ids, outcomes, strict=True):
            keep_paper(kept[certificate_id], outcome)
        done += len(outcomes)
        job.beat(done, total, _("Sertifikat diberi nomor, dicetak, dan ditandatangani"))  # commits
        if job.arguments.get("pause"):
            job.note = _("Dijeda; sertifikat yang sudah jadi tetap tersimpan.")
            break


def _a_handful(order: pressroom.Order) -> Iterable[tuple[pressroom.Order, list[pressroom.Outcome]]]:
    """Print here what is done before a press has started; other people's templates only there."""
    if order.run.is_ours:
        return [(order, pressroom.fulfil(order))]
    return pressroom.room(current_app.config["PRESSES"]).fulfil([order])


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
    certificate.problem = ""
    if current_app.config["SIGNER"] == "bsre":
        certificate.draft_id = stored.id
        return
    certificate.file_id, certificate.draft_id = stored.id, None
    certificate.signature, certificate.signed_at = current_app.config["SIGNER"], now()


def issue(award: Award, *, by: Person, on: date) -> Certificate:
    """Give an award its numbered paper, or return the one that is there.

    After a revocation that allows it (the result was corrected and earned again) the paper is
    another one with its own number; it replaces nothing, so the revoked one stays revoked. After a
    revocation by decision there is none.

    The counter row is locked until the transaction ends, so numbers have no gap and no double:
    an undone transaction gives its number back, and whoever waits takes it.
    """
    if award.blocks and award.kind in rules.PASSING_KINDS:
        raise RuleBroken(_("Sertifikat hanya untuk peserta yang dinyatakan lulus."))
    if award.blocks:
        raise RuleBroken(_("Peserta ini belum memenuhi syarat surat itu."))
    counter = numbers.lock_counter(award.kind, on)
    held = queries.held(award.origin, award.kind)
    if held is not None and (held.revocation is None or not held.revocation.allows_new):
        return held
    certificate = _numbered(
        counter,
        on,
        **award.origin._asdict(),
        version=held.version + 1 if held else 1,
        person_id=award.person_id,
        kind=award.kind,
        template_id=award.template_id,
        photo_id=award.photo_id,
        facts=award.facts(on),
        issued_by_id=by.id,
    )
    record("certificate.issued", certificate, by=by, number=certificate.number)
    transparency.append("issued", certificate)
    certificate_issued.send(certificate)
    return certificate


def _numbered(counter: numbers.Counter, on: date, **values: Any) -> Certificate:
    """Add a certificate with the next number of a counter and a fresh code."""
    number = numbers.take(counter, on)
    certificate = Certificate(
        scope=counter.series.scope,
        year=counter.series.year,
        seq=counter.series.last,
        number=number,
        code=numbering.verification_code(secrets.token_bytes(16)),
        issued_at=now(),
        **values,
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


# ---- changes after issue -----------------------------------------------------------------------


def ask_to_revoke(certificate: Certificate, reason: str, *, by: Person) -> CertificateChange:
    """Ask that a certificate be withdrawn; done at once unless two people must agree."""
    return _ask(certificate, "revoke", reason, {}, by=by)


def ask_to_lapse(certificate: Certificate, reason: str, *, by: Person) -> CertificateChange:
    """Ask that a certificate be withdrawn as its corrected result gives it no longer.

    Nobody is blamed: who earns it later is issued another.
    """
    return _ask(certificate, "lapse", reason, {}, by=by)


def ask_to_allow_another(certificate: Certificate, reason: str, *, by: Person) -> CertificateChange:
    """Ask that whose certificate was withdrawn by decision may be issued another."""
    return _ask(certificate, "allow", reason, {}, by=by)


def ask_to_correct(
    certificate: Certificate, changes: dict[str, Any], reason: str, *, by: Person
) -> CertificateChange:
    """Ask for a corrected version with these facts; done at once unless two people must agree."""
    new = {key: value for key, value in changes.items() if certificate.facts.get(key) != value}
    if not new:
        raise RuleBroken(_("Belum ada isian yang berubah."))
    return _ask(certificate, "correct", reason, {**certificate.facts, **new}, by=by)


def _ask(
    certificate: Certificate, kind: str, reason: str, new: dict[str, Any], *, by: Person
) -> CertificateChange:
    lock(certificate)
    _refuse(certificate, kind)
    if queries.open_change(certificate) is not None:
        raise RuleBroken(_("Sertifikat ini sudah menunggu persetujuan perubahan."))
    change = CertificateChange(
        certificate=certificate, kind=kind, reason=reason, facts=new, asked_by=by, asked_at=now()
    )
    db.session.add(change)
    record(f"certificate.{kind}_asked", certificate, by=by, reason=reason)
    db.session.flush()
    if not current_app.config["CHANGES_BY_TWO"]:
        decide(change, accepted=True, by=by)
    return change


def _refuse(certificate: Certificate, kind: str) -> None:
    """Raise why this change cannot be made, such as of what is past."""
    if kind == "allow":
        if certificate.revocation is None or certificate.revocation.allows_new:
            raise RuleBroken(_("Hanya untuk sertifikat yang dicabut atas keputusan."))
        return
    if certificate.revocation is not None:
        raise RuleBroken(_("Sertifikat ini sudah dicabut."))
    if certificate.replacement is not None:
        raise RuleBroken(_("Sertifikat ini sudah digantikan oleh versi yang lebih baru."))


def decide(change: CertificateChange, *, accepted: bool, by: Person) -> None:
    """Carry a change out, or turn it down; never by the one who asked when two must agree."""
    lock(change)
    if change.decided_at is not None:
        raise RuleBroken(_("Perubahan ini sudah diputuskan."))
    if accepted and current_app.config["CHANGES_BY_TWO"] and change.asked_by_id == by.id:
        raise RuleBroken(_("Perubahan harus disetujui orang lain, bukan yang mengajukan."))
    change.accepted, change.decided_by_id, change.decided_at = accepted, by.id, now()
    if not accepted:
        record("certificate.change_refused", change.certificate, by=by)
    elif change.kind in ("revoke", "lapse"):
        _revoke(change.certificate, change.reason, allows_new=change.kind == "lapse", by=by)
    elif change.kind == "allow":
        _allow_another(change.certificate, change.reason, by=by)
    else:
        _supersede(change.certificate, change.facts, change.reason, by=by)
    db.session.flush()


def _revoke(certificate: Certificate, reason: str, *, allows_new: bool, by: Person) -> None:
    """Withdraw a certificate for good; its number is never used again."""
    _refuse(certificate, "revoke")
    certificate.revocation = Revocation(reason=reason, by_id=by.id, at=now(), allows_new=allows_new)
    record("certificate.revoked", certificate, by=by, reason=reason)
    transparency.append("revoked", certificate)
    certificate_changed.send(certificate)


def _allow_another(certificate: Certificate, reason: str, *, by: Person) -> None:
    """Let the next issuing give another; this one stays revoked."""
    _refuse(certificate, "allow")
    assert certificate.revocation is not None
    certificate.revocation.allows_new = True
    record("certificate.another_allowed", certificate, by=by, reason=reason)


def _supersede(old: Certificate, new: dict[str, Any], reason: str, *, by: Person) -> Certificate:
    """Issue the corrected version with its own number; the old one says so from now on."""
    _refuse(old, "correct")
    template = queries.template_for(queries.occasion_of(old), old.kind)
    photo, on = portraits.of(old.person_id), today()
    certificate = _numbered(
        numbers.lock_counter(old.kind, on),
        on,
        **old.origin._asdict(),
        person_id=old.person_id,
        kind=old.kind,
        template_id=template.id if template else None,
        photo_id=photo.id if photo else None,
        version=old.version + 1,
        replaces_id=old.id,
        expires_on=old.expires_on,
        facts={**new, "issued_on": on.isoformat()},
        issued_by_id=by.id,
    )
    record("certificate.superseded", old, by=by, reason=reason, number=certificate.number)
    transparency.append("superseded", old)
    transparency.append("issued", certificate)
    enqueue(PRINT, {"certificate_id": certificate.id}, by=by, key=f"{PRINT}:{certificate.id}")
    certificate_changed.send(certificate)
    return certificate


@handler(PRINT)
def print_one(job: Job, *, certificate_id: int) -> None:
    """Print one certificate, such as a corrected one; safe to repeat."""
    chunk = [one for one in queries.by_ids([certificate_id]) if one.file_id is None]
    _print(job, [chunk], total=len(chunk))
