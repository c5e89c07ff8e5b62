"""Answers that a person marks: those of one attempt, and the attempts of a batch that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.db import db
from lms.elearning.models import Attempt, HandMark, Quiz
from lms.elearning.queries.attempts import Sheet
from lms.elearning.questions import kind_of
from lms.people.models import Person

#: The most attempts that the queue shows at once.
MOST_WAITING = 200


@dataclass(frozen=True)
class Essay:
    """One answer to be marked by hand, with the mark it has so far."""

    position: int
    question: dict[str, Any]
    answer: str
    mark: HandMark | None


@dataclass(frozen=True)
class Waiting:
    """An attempt with answers to be marked."""

    attempt_id: int
    person: str
    quiz: str
    number: int
    submitted_at: datetime
    unmarked: int


def essays_in(sheet: Sheet) -> list[Essay]:
    """Return the given answers of an attempt that people mark."""
    return [
        Essay(position, sheet.question(position), answer, sheet.hand_marks.get(position))
        for position, answer in sheet.answers.items()
        if kind_of(sheet.question(position)).is_marked_by_hand
    ]


def waiting_in(batch: Batch) -> Sequence[Waiting]:
    """Return the attempts of a batch that wait for a mark, longest waiting first."""
    found = db.session.execute(
        select(
            Attempt.id.label("attempt_id"), Person.name.label("person"), Unit.title.label("quiz"),
            Attempt.number, Attempt.submitted_at, Attempt.unmarked,
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Unit, Unit.id == Quiz.unit_id)
        .where(Enrolment.batch_id == batch.id, Attempt.unmarked > 0)
        .order_by(Attempt.submitted_at, Attempt.id)
        .limit(MOST_WAITING)
    )  # fmt: skip
    return [Waiting(**row._mapping) for row in found]


def count_waiting(batch: Batch) -> int:
    """Return how many attempts of a batch wait for a mark."""
    statement = (
        select(func.count(Attempt.id))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.batch_id == batch.id, Attempt.unmarked > 0)
    )
    return db.session.scalar(statement) or 0
