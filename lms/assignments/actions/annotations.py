"""Writing on a handed-in file, and the sentences that graders keep for it."""

from typing import Any

from sqlalchemy import select

from lms.assignments import queries, rules
from lms.assignments.models import Annotation, BankComment, Submission, SubmissionFile
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, one
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person

#: Annotations of one file, and kept sentences of one person.
MOST_ANNOTATIONS, MOST_COMMENTS = 500, 200


def annotate(
    piece: SubmissionFile, work: Submission, *, key: str, kind: str, page: int, shape: Any,
    words: str, by: Person,
) -> Annotation:  # fmt: skip
    """Write on a file of a work whose mark is not out yet; the same `key` twice is kept once."""
    _check_open(work)
    known: Annotation | None = one(select(Annotation).where(Annotation.key == key))
    if known is not None and (known.author_id, known.submission_file_id) == (by.id, piece.id):
        return known
    clean = rules.check_annotation(kind, page, shape, words)
    if known is not None or not 8 <= len(key) <= 40:
        raise RuleBroken(_("Catatan itu tidak dapat dibaca. Muat ulang halaman ini."))
    if queries.annotations_on(piece) >= MOST_ANNOTATIONS:
        raise RuleBroken(_("Berkas ini sudah memuat %(most)s catatan.", most=MOST_ANNOTATIONS))
    written = Annotation(submission_file_id=piece.id, key=key, author_id=by.id, kind=kind,
                         page=page, shape=clean, words=words.strip(), at=now())  # fmt: skip
    db.session.add(written)
    db.session.flush()
    return written


def remove_annotation(annotation: Annotation, work: Submission, *, by: Person) -> None:
    """Take one's own annotation away."""
    _check_open(work)
    if annotation.author_id != by.id:
        raise RuleBroken(_("Hanya penulisnya yang dapat menghapus catatan ini."))
    db.session.delete(annotation)


def _check_open(work: Submission) -> None:
    if work.state not in ("submitted", "proposed", "marked"):
        raise RuleBroken(_("Karya ini sedang tidak dinilai: sudah dikembalikan atau dirilis."))


def keep_comment(words: str, *, shared: bool, by: Person) -> BankComment:
    """Keep a sentence for later works, for oneself or for all graders."""
    if queries.kept_comments(by) >= MOST_COMMENTS:
        raise RuleBroken(_("Bank komentar Anda penuh. Hapus yang tidak dipakai lagi."))
    kept = BankComment(owner_id=by.id, shared=shared, words=words.strip(), added_at=now())
    db.session.add(kept)
    db.session.flush()
    if shared:
        record("bank_comment.shared", kept, by=by)
    return kept


def drop_comment(comment: BankComment, *, by: Person) -> None:
    """Take one's own sentence out of the bank."""
    if comment.shared:
        record("bank_comment.dropped", comment, by=by, words=comment.words)
    db.session.delete(comment)
