"""Corrections of questions: what was asked in a batch, what a correction would change, the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, one, rows
from lms.elearning import quiz as rules_of_quiz
from lms.elearning import regrading
from lms.elearning.models import Attempt, Quiz, Regrade
from lms.elearning.queries.attempts import Sheet, sheets_of
from lms.elearning.regrading import Correction
from lms.people.models import Person


@dataclass(frozen=True)
class Effect:
    """What a correction does to one attempt; scores are None while it is not finished."""

    attempt: Attempt
    name: str
    before: Decimal | None
    after: Decimal | None
    #: "up", "down" or "": whether it crosses the pass mark.
    crosses: str
    paper: dict[str, Any]
    marked: rules_of_quiz.Marked


def _attempts(batch: Batch, quiz: Quiz) -> list[tuple[Attempt, str]]:
    found = db.session.execute(
        select(Attempt, Person.name)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Attempt.quiz_id == quiz.id, Enrolment.batch_id == batch.id)
        .options(undefer(Attempt.paper))
        .order_by(Person.name, Attempt.number)
        .execution_options(populate_existing=True)
    )
    return [(attempt, name) for attempt, name in found.unique()]


def asked_in(batch: Batch, quiz: Quiz) -> dict[str, dict[str, Any]]:
    """Return every question that was put to somebody of the batch in this quiz, by its id."""
    asked: dict[str, dict[str, Any]] = {}
    for attempt, _name in _attempts(batch, quiz):
        for question in attempt.paper["questions"]:
            asked.setdefault(question["id"], question)
    return dict(sorted(asked.items()))


def effects(batch: Batch, quiz: Quiz, correction: Correction) -> list[Effect]:
    """Return what a correction does to each attempt that holds the question."""
    found = _attempts(batch, quiz)
    sheets = sheets_of({attempt.id: attempt.paper for attempt, _name in found})
    return [
        _effect(attempt, name, sheets[attempt.id], correction, quiz.pass_mark)
        for attempt, name in found
        if any(one["id"] == correction.question_id for one in attempt.paper["questions"])
    ]


def _effect(
    attempt: Attempt, name: str, sheet: Sheet, correction: Correction, pass_mark: Decimal
) -> Effect:
    paper = regrading.corrected_paper(sheet.paper, [correction])
    marked = Sheet(paper, sheet.rows, sheet.hand_marks).marked()
    is_over = attempt.submitted_at is not None and attempt.points is not None
    before = after = None
    if is_over and not attempt.unmarked and attempt.points is not None:
        before = rules_of_quiz.score_percent(attempt.points, attempt.out_of or Decimal())
    if is_over and not marked.waiting:
        after = marked.percent
    crosses = regrading.crosses(before, after, pass_mark)
    return Effect(attempt, name, before, after, crosses, paper, marked)


def corrections_of(batch: Batch, quiz_id: int) -> list[Correction]:
    """Return the corrections that hold for new papers of a quiz in a batch, first one first."""
    return [one.correction for one in _standing(batch.id, quiz_id)]


def _standing(batch_id: int, quiz_id: int) -> Sequence[Regrade]:
    return rows(
        select(Regrade)
        .where(
            Regrade.batch_id == batch_id, Regrade.quiz_id == quiz_id, Regrade.undone_at.is_(None)
        )
        .order_by(Regrade.id)
    )


def regrades_of(batch: Batch, quiz: Quiz) -> list[Regrade]:
    """Return all corrections of a quiz in a batch, latest first."""
    return rows(
        select(Regrade)
        .where(Regrade.batch_id == batch.id, Regrade.quiz_id == quiz.id)
        .options(joinedload(Regrade.by))
        .order_by(Regrade.id.desc())
        .limit(100)
    )


def regrade_in(batch: Batch, quiz: Quiz, number: int) -> Regrade | None:
    """Return one correction of a quiz in a batch."""
    return one(  # type: ignore[no-any-return]
        select(Regrade).where(
            Regrade.id == number, Regrade.batch_id == batch.id, Regrade.quiz_id == quiz.id
        )
    )


def is_last_of_its_question(found: Regrade) -> bool:
    """Tell whether no later correction of the same question stands."""
    standing = _standing(found.batch_id, found.quiz_id)
    return not any(one.id > found.id and one.question_id == found.question_id for one in standing)
