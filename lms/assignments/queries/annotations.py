"""What is written on works, and the sentences kept for it."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from lms.assignments.models import Annotation, BankComment, SubmissionFile
from lms.core.db import db, rows
from lms.people.models import Person

#: Sentences that a page offers.
MOST_OFFERED = 300


def annotations_of(pieces: Sequence[SubmissionFile]) -> dict[int, list[Annotation]]:
    """Return the annotations of files in reading order, by the id of the submission's file."""
    found: dict[int, list[Annotation]] = {}
    ids = [piece.id for piece in pieces]
    if not ids:
        return found
    for one in rows(
        select(Annotation)
        .where(Annotation.submission_file_id.in_(ids))
        .order_by(Annotation.page, Annotation.id)
    ):
        found.setdefault(one.submission_file_id, []).append(one)
    return found


def annotations_on(piece: SubmissionFile) -> int:
    """Return how many annotations a file carries."""
    statement = select(func.count()).where(Annotation.submission_file_id == piece.id)
    return db.session.scalar(statement) or 0


def bank_for(person: Person) -> list[BankComment]:
    """Return the sentences a grader may use: the own ones first, then those shared by others."""
    return rows(
        select(BankComment)
        .where(or_(BankComment.owner_id == person.id, BankComment.shared))
        .order_by(BankComment.owner_id != person.id, BankComment.words)
        .limit(MOST_OFFERED)
    )


def kept_comments(person: Person) -> int:
    """Return how many sentences a person keeps."""
    statement = select(func.count()).where(BankComment.owner_id == person.id)
    return db.session.scalar(statement) or 0
