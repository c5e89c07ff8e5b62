"""What the front doors show: composed from the areas below, nothing of its own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from lms.assignments import queries as assignments
from lms.assignments.models import Submission
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.catalogue.permissions import visible_batches
from lms.certificates.models import Certificate
from lms.competence import queries as competence
from lms.competence import rules as competence_rules
from lms.core.clock import now, today
from lms.core.db import db, rows
from lms.elearning import queries as elearning
from lms.gradebook.models import Release, Result
from lms.people.models import Person
from lms.schedule import queries as schedule


@dataclass(frozen=True)
class ToDo:
    """One thing a trainee should do, with the moment it is due (None when it has none)."""

    title: str
    kind: str
    batch: Batch
    unit_id: int
    meta: str
    due_at: datetime | None


@dataclass(frozen=True)
class TraineeHome:
    """What a trainee finds when coming home."""

    session: Any
    studies: list[tuple[Batch, elearning.Outline]]
    following: tuple[Batch, elearning.Step] | None
    late: list[ToDo]
    week: list[ToDo]
    later: list[ToDo]
    hours: Decimal
    year: int
    moment: datetime


def trainee_home(person: Person) -> TraineeHome:
    """Return the trainee's next session, tasks by urgency, studies and hours."""
    moment = now()
    to_do = _to_do(person)
    week = moment + timedelta(days=7)
    entries = competence.ledger(person)
    return TraineeHome(
        session=schedule.next_session(person),
        studies=elearning.studies_of(person),
        following=elearning.continue_at(person),
        late=[one for one in to_do if one.due_at and one.due_at < moment],
        week=[one for one in to_do if one.due_at and moment <= one.due_at < week],
        later=[one for one in to_do if one.due_at is None or one.due_at >= week],
        hours=competence.hours_of(entries, today().year).total,
        year=today().year,
        moment=moment,
    )


def _to_do(person: Person) -> list[ToDo]:
    tasks = [
        ToDo(task.line.title, "assignment", task.batch, task.line.unit_id, task.line.course,
             task.due_at)
        for task in assignments.tasks_to_do(person)
        if task.is_open
    ]  # fmt: skip
    quizzes = [
        ToDo(step.title, "quiz", batch, step.unit_id, step.course, None)
        for batch, step in elearning.quizzes_due(person)
    ]
    return tasks + quizzes


def yearly_target() -> int:
    """Return how many JP a year asks for."""
    return competence_rules.YEARLY_JP


@dataclass(frozen=True)
class Line:
    """One batch in an organiser's or instructor's list, with what waits in it."""

    batch: Batch
    seats: int
    asking: int
    waiting: int
    ungraded: int
    released: bool
    unissued: int


def batch_lines(person: Person) -> list[Line]:
    """Return the unfinished batches the person may see, with counts (six statements)."""
    batches: list[Batch] = rows(
        visible_batches(person).where(Batch.state != "closed").order_by(Batch.starts_on)
    )
    ids = [batch.id for batch in batches]
    states = _counts(
        select(Enrolment.batch_id, Enrolment.state, func.count())
        .where(Enrolment.batch_id.in_(ids))
        .group_by(Enrolment.batch_id, Enrolment.state)
    )
    ungraded = _counts(
        select(Enrolment.batch_id, Submission.state, func.count())
        .join(Submission, Submission.enrolment_id == Enrolment.id)
        .where(Enrolment.batch_id.in_(ids), Submission.state == "submitted")
        .group_by(Enrolment.batch_id, Submission.state)
    )
    released = set(rows(select(Release.batch_id).where(Release.batch_id.in_(ids))))
    unissued = _counts(
        select(Enrolment.batch_id, Result.outcome, func.count())
        .join(Result, Result.enrolment_id == Enrolment.id)
        .outerjoin(Certificate, Certificate.enrolment_id == Enrolment.id)
        .where(Enrolment.batch_id.in_(ids), Result.outcome == "lulus", Certificate.id.is_(None))
        .group_by(Enrolment.batch_id, Result.outcome)
    )
    return [
        Line(
            batch,
            seats=states.get((batch.id, "accepted"), 0),
            asking=states.get((batch.id, "nominated"), 0),
            waiting=states.get((batch.id, "waiting"), 0),
            ungraded=ungraded.get((batch.id, "submitted"), 0),
            released=batch.id in released,
            unissued=unissued.get((batch.id, "lulus"), 0),
        )
        for batch in batches
    ]


def _counts(statement: Any) -> dict[tuple[int, str], int]:
    return {(key, state): count for key, state, count in db.session.execute(statement)}


def stages(batch: Batch, on: date) -> list[tuple[Any, str]]:
    """Return the phases of a batch with "ok" (over), "now" or ""."""
    return [
        (phase, "ok" if phase.ends_on < on else "now" if phase.starts_on <= on else "")
        for phase in catalogue.phase_dates(batch)
    ]
