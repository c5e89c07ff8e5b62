"""Quiz scores for the gradebook: the best marked attempt of each trainee at each quiz."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.db import db
from lms.elearning.models import Attempt, Quiz
from lms.elearning.quiz import score_percent


@dataclass(frozen=True)
class Score:
    """The best score (0-100) of one trainee at one quiz."""

    enrolment_id: int
    person_id: int
    unit_id: int
    title: str
    points: Decimal
    out_of: Decimal = Decimal(100)


def scores(batch: Batch) -> list[Score]:
    """Return the best score of everybody in the batch, one per quiz that counts."""
    return _best((Enrolment.batch_id == batch.id) & Quiz.counts)


def own_scores(enrolment: Enrolment) -> list[Score]:
    """Return the best scores of one trainee at the quizzes that count, in the order of study."""
    return _best((Enrolment.id == enrolment.id) & Quiz.counts)


def _best(condition: Any) -> list[Score]:
    best: dict[tuple[int, int], Score] = {}
    for row in db.session.execute(
        select(
            Attempt.enrolment_id, Enrolment.person_id, Unit.id.label("unit_id"), Unit.title,
            Attempt.points, Attempt.out_of,
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Unit, Unit.id == Quiz.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .where(
            Attempt.submitted_at.is_not(None), Attempt.unmarked == 0, condition,
            Course.version_id == Batch.version_id,  # attempts left behind no longer count
        )
        .order_by(Course.position, Unit.position)
    ):  # fmt: skip
        key = (row.enrolment_id, row.unit_id)
        points = score_percent(row.points, row.out_of)
        if key not in best or points > best[key].points:
            best[key] = Score(row.enrolment_id, row.person_id, row.unit_id, row.title, points)
    return list(best.values())


def quiz_count(version_id: int) -> int:
    """Return how many quizzes of a programme version count."""
    statement = (
        select(func.count(Quiz.id))
        .join(Unit, Unit.id == Quiz.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version_id, Quiz.counts)
    )
    return db.session.scalar(statement) or 0
