"""Points for the gradebook, and who has handed in how much."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from lms.assignments.models import HANDED_IN, Marking, Submission
from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.db import db


@dataclass(frozen=True)
class Score:
    """Confirmed points (0-100) of one work."""

    enrolment_id: int
    unit_id: int
    points: Decimal
    title: str = ""


def _marks(*conditions: Any) -> list[Score]:
    found = db.session.execute(
        select(Submission.enrolment_id, Submission.unit_id, Marking.points, Unit.title)
        .join(Marking, Marking.submission_id == Submission.id)
        .join(Unit, Unit.id == Submission.unit_id)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(Marking.points.is_not(None), *conditions)
        .order_by(Submission.version)
    )
    newest = {(row.enrolment_id, row.unit_id): row for row in found}
    return [Score(row.enrolment_id, row.unit_id, row.points, row.title) for row in newest.values()]


def scores(batch: Batch) -> list[Score]:
    """Return the confirmed points of everybody in the batch, one per work."""
    return _marks(Enrolment.batch_id == batch.id, Submission.state.in_(("marked", "released")))


def own_scores(enrolment: Enrolment) -> list[Score]:
    """Return the released points of one trainee."""
    return _marks(Enrolment.id == enrolment.id, Submission.state == "released")


def handed_in(batch: Batch) -> dict[int, int]:
    """Return how many tasks each trainee of the batch has handed in, by enrolment id."""
    found = db.session.execute(
        select(
            Submission.enrolment_id, func.count(func.distinct(Submission.unit_id)).label("tasks")
        )
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(
            Enrolment.batch_id == batch.id,
            Submission.state.in_(HANDED_IN),
        )
        .group_by(Submission.enrolment_id)
    )
    return {row.enrolment_id: row.tasks for row in found}
