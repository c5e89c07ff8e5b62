"""Progress of one and of all, and where a person goes on studying."""

from itertools import groupby

from sqlalchemy import func, or_, select

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.access import remember
from lms.core.db import db
from lms.elearning import rules
from lms.elearning.kinds import KINDS
from lms.elearning.models import Attempt, Quiz, Visit
from lms.elearning.queries.outline import Outline, Progress, Step
from lms.elearning.queries.study import outline, outlines
from lms.elearning.quiz import score_percent
from lms.people.models import Person

_COUNTED = tuple(name for name, kind in KINDS.items() if kind.is_counted)


def progress(batch: Batch, enrolment: Enrolment) -> Progress:
    """Return how many units of the batch the trainee has done."""
    return outline(batch, enrolment).progress


def progress_of_batch(batch: Batch) -> dict[int, Progress]:
    """Return the progress of everybody with a seat, by enrolment id, in two statements."""
    total = (
        select(func.count(Unit.id))
        .join(Course, Course.id == Unit.course_id)
        .where(
            Course.version_id == batch.version_id,
            Unit.kind.in_(_COUNTED),
            or_(Unit.batch_id.is_(None), Unit.batch_id == batch.id),
        )
        .scalar_subquery()
    )
    finished = db.session.execute(
        select(Enrolment.id, func.count(Visit.finished_at), total)
        .outerjoin(Visit, Visit.enrolment_id == Enrolment.id)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .group_by(Enrolment.id)
    ).all()
    settled = _settled_quizzes(batch)
    return {
        enrolment_id: Progress(lessons + settled.get(enrolment_id, 0), all_units)
        for enrolment_id, lessons, all_units in finished
    }


def _settled_quizzes(batch: Batch) -> dict[int, int]:
    """Return how many quizzes each trainee has passed or used up, by enrolment id."""
    attempts = db.session.execute(
        select(
            Attempt.enrolment_id, Attempt.quiz_id, Attempt.submitted_at, Attempt.points,
            Attempt.out_of, Attempt.unmarked, Quiz.pass_mark, Quiz.attempts_allowed,
        )
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.batch_id == batch.id)
        .order_by(Attempt.enrolment_id, Attempt.quiz_id)
    )  # fmt: skip
    counts: dict[int, int] = {}
    for key, same in groupby(attempts, key=lambda row: (row.enrolment_id, row.quiz_id)):
        tries = list(same)
        best = max(
            (score_percent(t.points, t.out_of) for t in tries if t.submitted_at and not t.unmarked),
            default=None,
        )
        is_running = any(t.submitted_at is None for t in tries)
        first = tries[0]
        if not is_running and rules.is_settled(
            best, first.pass_mark, len(tries), first.attempts_allowed
        ):
            counts[key[0]] = counts.get(key[0], 0) + 1
    return counts


def studies_of(person: Person) -> list[tuple[Batch, Outline]]:
    """Return the running batches of a trainee, each with its outline, in two more statements."""
    return remember(("studies", person.id), lambda: _find_studies(person))


def _find_studies(person: Person) -> list[tuple[Batch, Outline]]:
    seats = sorted(
        (
            (batch, enrolment_id)
            for batch, enrolment_id in catalogue.seats_of(person)
            if batch.state == "running"
        ),
        key=lambda seat: (seat[0].starts_on, seat[0].id),
    )
    found = outlines(seats)
    return [(batch, own) for (batch, _enrolment_id), own in zip(seats, found, strict=True)]


def continue_at(person: Person) -> tuple[Batch, Step] | None:
    """Return where the trainee goes on studying, the batch left last first; None when done."""
    places = [(batch, found.current) for batch, found in studies_of(person)]
    left = [(batch, step) for batch, step in places if step is not None]
    return max(left, key=lambda place: _last_seen(place[1]), default=None)


def _last_seen(step: Step) -> float:
    moments = [attempt.started_at for attempt in step.tries] + [step.seen_at]
    return max((moment.timestamp() for moment in moments if moment), default=0.0)


def quizzes_due(person: Person) -> list[tuple[Batch, Step]]:
    """Return the quizzes of running batches that the trainee has not passed yet."""
    return [
        (batch, step)
        for batch, found in studies_of(person)
        for step in found.steps
        if step.kind == "quiz" and not step.is_done and not found.is_locked(step)
    ]
