"""Documents of office programs are turned into PDF in the worker, once, for the grading screen."""

from lms.assignments.models import Submission, SubmissionFile
from lms.core import files, office
from lms.core.db import db, lock
from lms.core.jobs import Job, enqueue, handler

_KIND = "submission.preview"


def ask_previews(work: Submission) -> None:
    """Let the worker turn the office documents of a work into PDF, where LibreOffice is here."""
    if not office.is_here():
        return
    for piece in work.files:
        if piece.file.kind in office.KINDS and piece.preview is None:
            enqueue(_KIND, {"piece_id": piece.id}, key=f"{_KIND}.{piece.id}")


@handler(_KIND)
def make_preview(job: Job, piece_id: int) -> None:
    """Turn one document into PDF; one that cannot be turned is offered as download alone."""
    piece = db.session.get(SubmissionFile, piece_id)
    if piece is None or piece.preview_id is not None or piece.preview_failed:
        return
    data, kind, name = files.read(piece.file), piece.file.kind, piece.file.name
    job.beat(0, 1)  # ends the transaction: nobody waits for LibreOffice
    made = _converted(data, kind)
    piece = db.session.get(SubmissionFile, piece_id)
    if piece is None:
        return
    lock(piece)
    if made is None:
        piece.preview_failed = True
        return
    stored = files.store_bytes(made, files.display_name(name, "pdf"), "pdf", owner=None)
    db.session.flush()
    piece.preview_id = stored.id


def _converted(data: bytes, kind: str) -> bytes | None:
    try:
        made = office.to_pdf(data, kind)
    except office.NotConverted:
        return None
    return made if files.kind_of(made, "karya.pdf") == "pdf" else None
