"""Keeping drafts and handing in."""

import hashlib

from werkzeug.datastructures import FileStorage

from lms.assignments import queries, rules
from lms.assignments.actions.previews import ask_previews
from lms.assignments.models import Brief, Submission, SubmissionFile, WorkGroup
from lms.catalogue import gates
from lms.catalogue.models import Batch, Enrolment
from lms.core import files
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, get, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person

#: Files in one work.
MOST_FILES = 10


def save_draft(
    batch: Batch, brief: Brief, enrolment: Enrolment, *, text: str | None,
    uploads: list[FileStorage], by: Person,
) -> Submission:  # fmt: skip
    """Keep text and new files as the draft that will be the next version; None keeps its text."""
    draft = _draft(batch, brief, enrolment)
    if text is not None:
        draft.text = text if brief.takes_text else ""
    draft.saved_at = now()
    kept = len(draft.files) if draft.id else 0
    if kept + len(uploads) > MOST_FILES:
        raise RuleBroken(_("Satu tugas memuat paling banyak %(most)s berkas.", most=MOST_FILES))
    for upload in uploads:
        stored = files.store(
            upload, owner=by, kinds=tuple(brief.accept), max_bytes=brief.max_mb * 1_000_000
        )
        db.session.flush()
        draft.files.append(SubmissionFile(file_id=stored.id, file=stored))
    db.session.flush()
    return draft


def _draft(batch: Batch, brief: Brief, enrolment: Enrolment) -> Submission:
    """Return the open draft, or begin the next version when rules allow one."""
    terms = queries.terms_of(batch, brief.unit_id, enrolment)
    assert terms is not None, "a brief of another programme"
    lock(enrolment if terms.group_id is None else get(WorkGroup, terms.group_id))
    due_at = terms.due_at
    rules.check_open(due_at, terms.late_days, now())
    versions = queries.versions_of(enrolment, brief.unit_id)
    newest = versions[0] if versions else None
    if newest is not None and newest.state == "draft":
        newest.due_at = due_at  # may have been extended since it was begun
        return newest
    if newest is not None and newest.state != "returned":
        raise RuleBroken(
            _("Tugas ini sudah dikumpulkan. Versi baru menunggu pengajar mengembalikannya.")
        )
    if newest is None:  # what was begun stays open
        gates.refuse_closed(batch, enrolment, brief.unit_id)
    draft = Submission(
        unit_id=brief.unit_id, saved_at=now(), state="draft", due_at=due_at, files=[],
        enrolment_id=newest.enrolment_id if newest else enrolment.id,
        group_id=terms.group_id,
        version=newest.version + 1 if newest else 1,
        text=newest.text if newest else "",
    )  # fmt: skip
    db.session.add(draft)
    return draft


def remove_file(submission: Submission, piece: SubmissionFile, *, by: Person) -> None:
    """Take a file out of a draft."""
    if submission.state != "draft":
        raise RuleBroken(_("Tugas yang sudah dikumpulkan tidak dapat diubah."))
    db.session.delete(piece)
    record("submission.file_removed", submission, by=by, name=piece.file.name)


def hand_in(
    batch: Batch, brief: Brief, enrolment: Enrolment, *, text: str,
    uploads: list[FileStorage], own_work: bool, by: Person,
) -> Submission:  # fmt: skip
    """Hand the work in for good and give a receipt over its content."""
    work = save_draft(batch, brief, enrolment, text=text, uploads=uploads, by=by)
    if not work.text.strip() and not work.files:
        raise RuleBroken(
            _("Tulis jawaban atau unggah sedikitnya satu berkas sebelum mengumpulkan.")
        )
    if not own_work:
        raise RuleBroken(_("Centang pernyataan karya sendiri sebelum mengumpulkan."))
    moment = now()
    work.state, work.submitted_at, work.own_work_at = "submitted", moment, moment
    work.receipt = receipt_of(work)
    ask_previews(work)
    record("submission.handed_in", work, by=by, version=work.version, receipt=work.receipt)
    return work


def receipt_of(work: Submission) -> str:
    """Return a hash over text, files and moment: who holds it can show what was handed in."""
    pieces = [work.text, *(piece.file.sha256 for piece in work.files), str(work.submitted_at)]
    return hashlib.sha256("\x1f".join(pieces).encode()).hexdigest()[:16].upper()
