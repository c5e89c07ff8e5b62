"""What people of a batch did, unit by unit: asked before the batch goes over to another version."""

from collections import Counter

from sqlalchemy import func, select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.elearning.models import Attempt, Quiz, Visit


def visits_by_unit(batch: Batch) -> list[tuple[int, int]]:
    """Return (unit id, enrolment id) of every lesson or activity somebody of the batch opened."""
    found = db.session.execute(
        select(Visit.unit_id, Visit.enrolment_id)
        .join(Enrolment, Enrolment.id == Visit.enrolment_id)
        .where(Enrolment.batch_id == batch.id)
    )
    return [(unit_id, seat) for unit_id, seat in found]


def attempts_by_unit(batch: Batch) -> Counter[tuple[int, int]]:
    """Return how many attempts each (unit id, enrolment id) of the batch has."""
    found = db.session.execute(
        select(Quiz.unit_id, Attempt.enrolment_id, func.count(Attempt.id))
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.batch_id == batch.id)
        .group_by(Quiz.unit_id, Attempt.enrolment_id)
    )
    return Counter({(unit_id, seat): count for unit_id, seat, count in found})


def people_in_quiz(batch: Batch) -> int:
    """Return how many trainees of a batch have an attempt under way."""
    return (
        db.session.scalar(
            select(func.count(func.distinct(Attempt.enrolment_id)))
            .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
            .where(Enrolment.batch_id == batch.id, Attempt.submitted_at.is_(None))
        )
        or 0
    )
