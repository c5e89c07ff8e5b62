"""Entered and imported scores, one by one: what counts now, and what stood there before."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.assignments import queries as assignments
from lms.catalogue.models import Batch, Enrolment
from lms.core.db import rows
from lms.elearning import queries as elearning
from lms.gradebook.models import ComponentScore, ScoreImport
from lms.people.models import Person


def current_scores(batch: Batch) -> list[ComponentScore]:
    """Return the entered and imported scores of a batch that nothing supersedes."""
    return rows(
        select(ComponentScore)
        .join(Enrolment, Enrolment.id == ComponentScore.enrolment_id)
        .where(Enrolment.batch_id == batch.id, ComponentScore.superseded_at.is_(None))
    )


def scores_of_part(batch: Batch, component: str) -> dict[int, ComponentScore]:
    """Return the current scores of one part by enrolment id."""
    found = current_scores(batch)
    return {score.enrolment_id: score for score in found if score.component == component}


def history(enrolment_id: int, component: str) -> list[ComponentScore]:
    """Return all scores ever entered for one part, newest first, with who entered them."""
    return rows(
        select(ComponentScore)
        .where(ComponentScore.enrolment_id == enrolment_id, ComponentScore.component == component)
        .options(
            joinedload(ComponentScore.entered_by),
            joinedload(ComponentScore.imported).joinedload(ScoreImport.file),
        )
        .order_by(ComponentScore.at.desc(), ComponentScore.id.desc())
    )


def current_score(enrolment_id: int, component: str) -> ComponentScore | None:
    """Return the score of one part that counts now."""
    return next(
        (score for score in history(enrolment_id, component) if score.superseded_at is None), None
    )


def own_scores(enrolment: Enrolment) -> list[Any]:
    """Return the trainee's released assignment marks and finished quizzes, each with its unit."""
    return [*elearning.own_scores(enrolment), *assignments.own_scores(enrolment)]


def enrolments_by_nip(batch: Batch) -> dict[str, Enrolment]:
    """Return the seated trainees of a batch by NIP."""
    found = rows(
        select(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .options(joinedload(Enrolment.person))
    )
    return {enrolment.person.nip: enrolment for enrolment in found if enrolment.person.nip}
