"""Verbs of the dossier: put a document in, withdraw it, hand it out."""

from werkzeug.datastructures import FileStorage

from lms.catalogue.models import Batch
from lms.core import files
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.reports.dossier import contents, queries
from lms.reports.models import DossierDocument

#: What a document may be, its size in megabytes, and how many an item takes.
KINDS, MOST_MB, MOST = ("pdf", "docx", "xlsx", "pptx", "jpg", "png"), 20, 20


def put_in(
    batch: Batch, item: str, title: str, upload: FileStorage, *, by: Person
) -> DossierDocument:
    """Keep a document under an item of the batch's dossier."""
    if item not in contents.ITEMS:
        raise RuleBroken(_("Butir berkas itu tidak ada."))
    lock(batch)
    if len(queries.documents_of(batch).get(item, ())) >= MOST:
        raise RuleBroken(_("Satu butir memuat paling banyak %(most)s dokumen.", most=MOST))
    stored = files.store(upload, owner=by, kinds=KINDS, max_bytes=MOST_MB * 1_000_000)
    db.session.flush()
    document = DossierDocument(batch_id=batch.id, item=item, title=title, file_id=stored.id,
                               by_id=by.id, at=now())  # fmt: skip
    db.session.add(document)
    db.session.flush()
    record("dossier_document.put_in", document, by=by, item=item, sha256=stored.sha256)
    return document


def withdraw(document: DossierDocument, *, reason: str, by: Person) -> None:
    """Leave a document that was put in by mistake out of later editions; made ones keep it."""
    lock(document)
    if document.withdrawn_at is not None:
        raise RuleBroken(_("Dokumen ini sudah ditarik."))
    document.withdrawn_at = now()
    record("dossier_document.withdrawn", document, by=by, reason=reason)
