"""Signing what waits: one document after the other, each kept as soon as it is signed."""

from dataclasses import dataclass
from functools import partial
from time import monotonic

from flask import current_app

from lms.certificates import inspection
from lms.certificates.esign import client, queries
from lms.certificates.esign.words import WHY
from lms.certificates.models import Certificate, Occasion
from lms.core import files
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import begin_anew, db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person

#: Seconds after which a portion ends, so that no browser or proxy gives up on the answer.
SECONDS = 15.0


@dataclass
class Portion:
    """What came of one request: how many were signed or refused, the last one tried, and why
    nothing more should be tried ("" when the rest may follow)."""

    signed: int = 0
    refused: int = 0
    after: int = 0
    stopped: str = ""


def sign_portion(
    occasion: Occasion, signatory: client.Signatory, *, after: int, by: Person
) -> Portion:
    """Sign papers of a batch or event that wait, from the one after `after` on, until time is up.

    No transaction is open while the service works. What it refuses is noted at its certificate and
    passed over; a portion that is cut off loses at most the document under way, which still waits.
    """
    if current_app.config["SIGNER"] != "bsre":
        raise RuleBroken(_("Penandatanganan lewat BSrE tidak diaktifkan."))
    by_id = by.id
    done, started = Portion(after=after), monotonic()
    while (draft := queries.next_draft(occasion, done.after)) is not None:
        _sign(draft, signatory, done, by_id)
        if done.stopped or monotonic() - started > SECONDS:
            break
    return done


def _sign(draft: Certificate, signatory: client.Signatory, done: Portion, by_id: int) -> None:
    certificate_id, code = draft.id, draft.code
    assert draft.draft is not None
    document, place = files.read(draft.draft), current_app.config["ISSUE_PLACE"]
    begin_anew()  # keeps what was signed before, and lets others write meanwhile
    signed, why = b"", ""
    try:
        signed = client.sign(
            document, queries.service(), signatory, place=place,
            reason="Penerbitan sertifikat pelatihan", is_sound=partial(_is_sound, code=code),
        )  # fmt: skip
    except client.Refused as refusal:
        why, done.stopped = refusal.why, refusal.why if refusal.hopeless else ""
    certificate = db.session.get_one(Certificate, certificate_id)
    by = db.session.get_one(Person, by_id)
    if signed:
        done.signed += _keep(certificate, signed, by=by)
    elif not done.stopped:
        certificate.problem = str(WHY[why])
        done.refused += 1
    if not done.stopped:
        done.after = certificate_id


def _is_sound(data: bytes, *, code: str) -> bool:
    """Tell whether this is the document we sent, whole, with one signature that covers it."""
    found = inspection.signature_of(data)
    return found is not None and found.is_intact and inspection.code_in(data) == code


def _keep(certificate: Certificate, signed: bytes, *, by: Person) -> bool:
    """Let the signed file be the paper, unless another signatory was quicker."""
    lock(certificate)
    if certificate.draft_id is None or certificate.revocation is not None:
        return False
    name = f"sertifikat-{certificate.number.replace('/', '-')}.pdf"
    stored = files.store_bytes(signed, name, "pdf", owner=certificate.person)
    db.session.flush()
    certificate.file_id, certificate.draft_id, certificate.problem = stored.id, None, ""
    certificate.signature, certificate.signed_at = "bsre", now()
    record("certificate.signed", certificate, by=by, number=certificate.number)
    return True
