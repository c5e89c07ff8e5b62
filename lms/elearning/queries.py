"""What pages ask about lessons, quizzes, progress and attempts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.clock import now
from lms.core.db import db, one, rows
from lms.elearning import quiz as rules
from lms.elearning.models import Answer, Attempt, Lesson, Question, Quiz, Visit
from lms.people.models import Person


@dataclass(frozen=True)
class Item:
    """One unit in an outline, with what the trainee did: "done", "begun" or ""."""

    unit_id: int
    kind: str
    title: str
    minutes: int
    course_id: int
    course: str
    agenda: str
    state: str = ""

    @property
    def icon(self) -> str:
        """Return the name of the icon that shows kind and state."""
        if self.state == "done":
            return "circle-check"
        return {"lesson": "file-text", "quiz": "help", "assignment": "clipboard-check"}[self.kind]


@dataclass(frozen=True)
class Score:
    """The best finished attempt of one trainee at one quiz, in percent."""

    enrolment_id: int
    unit_id: int
    points: Decimal
    title: str = ""


@dataclass(frozen=True)
class Due:
    """A quiz still to be passed, in a running batch."""

    batch: Batch
    unit_id: int
    title: str
    course: str
    minutes: int


def units_in(version_id: int) -> list[Item]:
    """Return the units of a version in teaching order."""
    found = db.session.execute(
        select(
            Unit.id, Unit.kind, Unit.title, Unit.minutes, Course.id, Course.title, Course.agenda
        )
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version_id)
        .order_by(Course.position, Unit.position)
    )
    return [Item(*row) for row in found]


def outline(batch: Batch, enrolment: Enrolment | None) -> list[Item]:
    """Return the units of a batch with the trainee's progress (three statements)."""
    items = units_in(batch.version_id)
    if enrolment is None:
        return items
    states = _states_by_batch(Enrolment.id == enrolment.id).get(batch.id, {})
    return [Item(*_columns(item), state=states.get(item.unit_id, "")) for item in items]


def _columns(item: Item) -> tuple[Any, ...]:
    return (item.unit_id, item.kind, item.title, item.minutes, item.course_id, item.course,
            item.agenda)  # fmt: skip


def progress_of(items: Iterable[Item]) -> tuple[int, int]:
    """Return (done, all) over the lessons and quizzes of an outline."""
    own = [item for item in items if item.kind != "assignment"]
    return sum(item.state == "done" for item in own), len(own)


def neighbours(items: list[Item], unit_id: int) -> tuple[Item | None, Item | None]:
    """Return the units before and after one in an outline."""
    ids = [item.unit_id for item in items]
    here = ids.index(unit_id)
    before = items[here - 1] if here > 0 else None
    after = items[here + 1] if here + 1 < len(items) else None
    return before, after


def next_item(items: list[Item]) -> Item | None:
    """Return what to do next: the first lesson or quiz that is not done."""
    own = [item for item in items if item.kind != "assignment" and item.state != "done"]
    return own[0] if own else None


def lesson_in(batch: Batch, unit_id: int) -> Lesson | None:
    """Return a lesson when it belongs to the version the batch runs on."""
    found: Lesson | None = one(
        select(Lesson)
        .join(Unit, Unit.id == Lesson.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Lesson.unit_id == unit_id, Course.version_id == batch.version_id)
    )
    return found


def visit_of(enrolment: Enrolment, unit_id: int) -> Visit | None:
    """Return what the trainee did with a lesson."""
    found: Visit | None = one(
        select(Visit).where(Visit.enrolment_id == enrolment.id, Visit.unit_id == unit_id)
    )
    return found


def quiz_in(batch: Batch, unit_id: int) -> Quiz | None:
    """Return a quiz when it belongs to the version the batch runs on."""
    found: Quiz | None = one(
        select(Quiz)
        .join(Unit, Unit.id == Quiz.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Quiz.unit_id == unit_id, Course.version_id == batch.version_id)
    )
    return found


def questions_of(quiz: Quiz) -> list[Question]:
    """Return the pool of a quiz."""
    return rows(select(Question).where(Question.quiz_id == quiz.id).order_by(Question.position))


def pool_size(quiz: Quiz) -> int:
    """Return how many questions a quiz can draw from."""
    return db.session.scalar(select(func.count(Question.id)).where(Question.quiz_id == quiz.id)) or 0


def attempts_of(enrolment: Enrolment, quiz: Quiz) -> list[Attempt]:
    """Return a trainee's attempts at a quiz, latest first."""
    return rows(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment.id, Attempt.quiz_id == quiz.id)
        .order_by(Attempt.number.desc())
    )


def attempt_with_paper(attempt_id: int) -> Attempt:
    """Return an attempt with its stored paper."""
    return db.session.scalars(
        select(Attempt)
        .where(Attempt.id == attempt_id)
        .options(undefer(Attempt.paper))
        .execution_options(populate_existing=True)
    ).one()


def batch_of(attempt: Attempt) -> Batch:
    """Return the batch an attempt was made in."""
    return db.session.scalars(select(Batch).where(Batch.id == attempt.enrolment.batch_id)).one()


def answers_of(attempt: Attempt) -> dict[int, Answer]:
    """Return the saved answers of an attempt by position."""
    found = rows(select(Answer).where(Answer.attempt_id == attempt.id))
    return {answer.position: answer for answer in found}


def overdue() -> list[int]:
    """Return the ids of attempts whose time and grace are over and that nobody submitted."""
    return rows(
        select(Attempt.id).where(
            Attempt.submitted_at.is_(None), Attempt.deadline_at < now() - rules.GRACE
        )
    )


def scores(batch: Batch) -> list[Score]:
    """Return everybody's best finished attempt at each quiz, in percent."""
    return _best(Enrolment.batch_id == batch.id)


def own_scores(enrolment: Enrolment) -> list[Score]:
    """Return one trainee's best finished attempts."""
    return _best(Enrolment.id == enrolment.id)


def _best(*conditions: Any) -> list[Score]:
    found = db.session.execute(
        select(Attempt.enrolment_id, Quiz.unit_id, Attempt.points, Attempt.out_of, Unit.title)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Unit, Unit.id == Quiz.unit_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Attempt.submitted_at.is_not(None), Attempt.points.is_not(None), *conditions)
    )
    best: dict[tuple[int, int], Score] = {}
    for enrolment_id, unit_id, points, out_of, title in found:
        score = Score(enrolment_id, unit_id, rules.score_percent(points, out_of), title)
        former = best.get((enrolment_id, unit_id))
        if former is None or score.points > former.points:
            best[enrolment_id, unit_id] = score
    return list(best.values())


def quiz_count(version_id: int) -> int:
    """Return how many quizzes a version has."""
    return db.session.scalar(
        select(func.count(Unit.id))
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version_id, Unit.kind == "quiz")
    ) or 0  # fmt: skip


@dataclass(frozen=True)
class Study:
    """How far a trainee is in one running batch, and what comes next."""

    batch: Batch
    done: int
    total: int
    following: Item | None
    quizzes: list[Due]

    @property
    def percent(self) -> int:
        """Return the share done."""
        return round(100 * self.done / self.total) if self.total else 0


def studies_of(person: Person) -> list[Study]:
    """Return the running batches of a trainee with progress (four statements for all of them)."""
    batches = [
        batch
        for batch in catalogue.batches_of(person)
        if batch.state in ("open", "running", "grading")
    ]
    if not batches:
        return []
    units = _units_by_version({batch.version_id for batch in batches})
    states = _states_by_batch(Enrolment.person_id == person.id)
    studies = []
    for batch in batches:
        own = states.get(batch.id, {})
        items = [
            Item(*_columns(item), state=own.get(item.unit_id, ""))
            for item in units.get(batch.version_id, [])
        ]
        done, total = progress_of(items)
        quizzes = [
            Due(batch, item.unit_id, item.title, item.course, item.minutes)
            for item in items
            if item.kind == "quiz" and item.state != "done"
        ]
        studies.append(Study(batch, done, total, next_item(items), quizzes))
    return studies


def _units_by_version(version_ids: set[int]) -> dict[int, list[Item]]:
    found = db.session.execute(
        select(
            Course.version_id, Unit.id, Unit.kind, Unit.title, Unit.minutes, Course.id,
            Course.title, Course.agenda,
        )
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id.in_(version_ids))
        .order_by(Course.position, Unit.position)
    )  # fmt: skip
    units: dict[int, list[Item]] = {}
    for version_id, *columns in found:
        units.setdefault(version_id, []).append(Item(*columns))
    return units


def _states_by_batch(whose: Any) -> dict[int, dict[int, str]]:
    """Return "done" or "begun" by batch and unit: finished lessons, passed quizzes.

    `whose` is the condition on Enrolment; two statements whatever it selects.
    """
    found: dict[int, dict[int, str]] = {}
    visits = db.session.execute(
        select(Enrolment.batch_id, Visit.unit_id, Visit.finished_at)
        .join(Enrolment, Enrolment.id == Visit.enrolment_id)
        .where(whose)
    )
    for batch_id, unit_id, finished in visits:
        found.setdefault(batch_id, {})[unit_id] = "done" if finished else "begun"
    attempts = db.session.execute(
        select(Enrolment.batch_id, Quiz.unit_id, Quiz.pass_mark, Attempt.points, Attempt.out_of)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(whose)
    )
    for batch_id, unit_id, pass_mark, points, out_of in attempts:
        own = found.setdefault(batch_id, {})
        passed = points is not None and rules.score_percent(points, out_of) >= pass_mark
        if passed or own.get(unit_id) != "done":
            own[unit_id] = "done" if passed else "begun"
    return found
