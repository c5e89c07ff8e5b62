"""A dropped PDF: is it byte for byte ours, a changed copy of ours, or from somewhere else?

The file is looked at in memory and never kept.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from lms.certificates import numbering, queries
from lms.certificates.models import Certificate

#: A certificate weighs less than a tenth of this.
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Signature:
    """What the file's own signature says: whose it is, when, and whether every byte is covered."""

    signer: str
    at: datetime | None
    is_intact: bool


@dataclass(frozen=True)
class Finding:
    """What a file turned out to be: `certificate` is None when no code of ours is in it."""

    certificate: Certificate | None
    is_original: bool
    signature: Signature | None


def inspect(data: bytes) -> Finding:
    """Compare a file with what we stored; only equal bytes are an original."""
    original = queries.by_file(hashlib.sha256(data).hexdigest())
    if original is not None:
        return Finding(original, True, signature_of(data))
    code = code_in(data)
    return Finding(queries.by_code(code) if code else None, False, signature_of(data))


def code_in(data: bytes) -> str:
    """Return the certificate code in a file's metadata, "" when it has none."""
    try:
        with pikepdf.open(BytesIO(data)) as document:
            return numbering.normalise_code(str(document.docinfo.get("/Keywords", "")))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RecursionError):
        return ""


def signature_of(data: bytes) -> Signature | None:
    """Return what the signature of a PDF says by itself; None when there is none to read."""
    logging.getLogger("pyhanko").setLevel(logging.ERROR)
    try:
        [embedded] = PdfFileReader(BytesIO(data)).embedded_regular_signatures
        nobody = ValidationContext(trust_roots=[], allow_fetching=False)
        verdict = validate_pdf_signature(embedded, nobody)
        covers_all = verdict.coverage is not None and verdict.coverage.name == "ENTIRE_FILE"
        return Signature(
            str(verdict.signing_cert.subject.native.get("common_name", "")),
            verdict.signer_reported_dt,
            bool(verdict.intact and verdict.valid and (covers_all or verdict.docmdp_ok)),
        )
    except Exception:  # whatever strangers send: unreadable is unsigned
        return None
