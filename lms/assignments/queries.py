"""What pages ask about briefs, works and marks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from lms.assignments.models import Brief, Marking, Submission
from lms.assignments.permissions import visible_submissions
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course, Enrolment, ProgrammeVersion, Unit
from lms.core.clock import from_local
from lms.core.db import db, one, read, rows
from lms.people.models import Person

PAGE = 50


@dataclass(frozen=True)
class Line:
    """What lists show of a brief."""

    unit_id: int
    title: str
    course: str
    due_day: int
    #: Which paper of the final project it is, "" for other tasks.
    stage: str = ""


@dataclass(frozen=True)
class Task:
    """One assignment of a batch with its due time and the state of the newest own work."""

    line: Line
    batch: Batch
    due_at: datetime
    #: One of SUBMISSION_STATES, "" before the first draft.
    state: str

    @property
    def is_open(self) -> bool:
        """Tell whether the trainee still has something to do."""
        return self.state in ("", "draft", "returned")


@dataclass(frozen=True)
class Score:
    """Confirmed points (0-100) of one work."""

    enrolment_id: int
    unit_id: int
    points: Decimal
    title: str = ""


def due_at(batch: Batch, due_day: int) -> datetime:
    """Return the last minute of the day on which work is due, in the batch's zone."""
    day: date = catalogue.day_date(batch, due_day)
    return from_local(datetime.combine(day, time(23, 59)), batch.zone)


def brief_in(batch: Batch, unit_id: int) -> Brief | None:
    """Return a brief when its unit belongs to the version the batch runs on."""
    found: Brief | None = one(
        select(Brief)
        .join(Unit, Unit.id == Brief.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Brief.unit_id == unit_id, Course.version_id == batch.version_id)
    )
    return found


def briefs_in(version: ProgrammeVersion) -> tuple[Line, ...]:
    """Return the assignments of a version in teaching order; asked once per process."""
    return _published_briefs(version.id, version.published_at)


@lru_cache(maxsize=64)
def _published_briefs(version_id: int, _published_at: datetime) -> tuple[Line, ...]:
    found = db.session.execute(
        select(Unit.id, Unit.title, Course.title, Brief.due_day, Brief.stage)
        .join(Brief, Brief.unit_id == Unit.id)
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version_id)
        .order_by(Course.position, Unit.position)
    )
    return tuple(Line(*row) for row in found)


def tasks_of(batch: Batch, enrolment: Enrolment | None) -> list[Task]:
    """Return the assignments of a batch in teaching order, with how the trainee's work stands."""
    states = _states(Enrolment.id, enrolment.id) if enrolment else {}
    return [_task(line, batch, states) for line in briefs_in(batch.version)]


def tasks_to_do(person: Person) -> list[Task]:
    """Return the tasks of all running batches of a trainee, the nearest due first."""
    batches = [
        batch
        for batch in catalogue.batches_of(person)
        if batch.state in ("open", "running", "grading")
    ]
    if not batches:
        return []
    states = _states(Enrolment.person_id, person.id)
    tasks = [_task(line, batch, states) for batch in batches for line in briefs_in(batch.version)]
    return sorted(tasks, key=lambda task: task.due_at)


def _task(line: Line, batch: Batch, states: dict[tuple[int, int], str]) -> Task:
    state = states.get((batch.id, line.unit_id), "")
    return Task(line, batch, due_at(batch, line.due_day), state)


@cache
def _newest(whose: Any) -> Any:
    """Select the state of each work of the trainee or place that `id` names, oldest first."""
    return (
        select(Enrolment.batch_id, Submission.unit_id, Submission.state)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(whose == bindparam("id"))
        .order_by(Submission.version)
    )


def _states(whose: Any, id: int) -> dict[tuple[int, int], str]:
    """Return the state of the newest version of each work, by (batch id, unit id)."""
    found = read(_newest(whose), id=id)
    return {(batch_id, unit_id): state for batch_id, unit_id, state in found}


def versions_of(enrolment: Enrolment, unit_id: int) -> list[Submission]:
    """Return all versions of a trainee's work, newest first, with files and marks."""
    return rows(
        select(Submission)
        .where(Submission.enrolment_id == enrolment.id, Submission.unit_id == unit_id)
        .options(
            selectinload(Submission.files),
            joinedload(Submission.marking).joinedload(Marking.grader),
        )
        .order_by(Submission.version.desc())
    )


def newest_works(enrolment_ids: Collection[int], unit_ids: Collection[int]) -> list[Submission]:
    """Return the newest version of each of these tasks by these trainees, with its files."""
    found = rows(
        select(Submission)
        .where(Submission.enrolment_id.in_(enrolment_ids), Submission.unit_id.in_(unit_ids))
        .options(joinedload(Submission.files))
        .order_by(Submission.version)
    )
    return list({(work.enrolment_id, work.unit_id): work for work in found}.values())


def to_grade(submission_id: int) -> Submission:
    """Return a work with everything the grading screen shows."""
    return db.session.scalars(
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            selectinload(Submission.files),
            joinedload(Submission.marking).joinedload(Marking.grader),
            joinedload(Submission.enrolment).joinedload(Enrolment.person),
            joinedload(Submission.enrolment).joinedload(Enrolment.batch),
        )
    ).one()


def _newest_only(statement: Select[Any]) -> Select[Any]:
    """Keep the newest handed-in version of each work."""
    later = aliased(Submission)
    newer = select(later.id).where(
        later.unit_id == Submission.unit_id,
        later.enrolment_id == Submission.enrolment_id,
        later.version > Submission.version,
        later.state != "draft",
    )
    return statement.where(~newer.exists())


#: What the queue can be narrowed to.
QUEUES: dict[str, Any] = {
    "belum": Submission.state == "submitted",
    "dinilai": Submission.state == "marked",
    "dirilis": Submission.state == "released",
    "dikembalikan": Submission.state == "returned",
    "terlambat": and_(Submission.state == "submitted", Submission.submitted_at > Submission.due_at),
}


def queue(
    person: Person, *, state: str = "belum", text: str = "", batch_id: int | None = None,
    page: int = 1,
) -> tuple[list[Submission], int]:  # fmt: skip
    """Return one page of the works the person may mark, longest waiting first, and their number.

    `text` narrows it to works whose trainee or task carries these words.
    """
    statement = _newest_only(visible_submissions(person))
    if state in QUEUES:
        statement = statement.where(QUEUES[state])
    if batch_id is not None:
        own = select(Enrolment.id).where(Enrolment.batch_id == batch_id)
        statement = statement.where(Submission.enrolment_id.in_(own))
    if text:
        named = Enrolment.person.has(Person.name.icontains(text, autoescape=True))
        titled = Unit.title.icontains(text, autoescape=True)
        statement = statement.where(
            or_(
                Submission.enrolment_id.in_(select(Enrolment.id).where(named)),
                Submission.unit_id.in_(select(Unit.id).where(titled)),
            )
        )
    count = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    found = rows(
        statement.options(
            joinedload(Submission.enrolment).joinedload(Enrolment.person),
            joinedload(Submission.enrolment).joinedload(Enrolment.batch),
        )
        .order_by(Submission.submitted_at, Submission.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return found, count


def neighbours(person: Person, submission: Submission) -> tuple[int | None, int | None, int, int]:
    """Return (previous id, next id, marked, all) among the works of the same task and batch."""
    own = select(Enrolment.id).where(Enrolment.batch_id == submission.enrolment.batch_id)
    statement = _newest_only(visible_submissions(person)).where(
        Submission.unit_id == submission.unit_id, Submission.enrolment_id.in_(own)
    )
    found = db.session.execute(
        statement.with_only_columns(Submission.id, Submission.state).order_by(
            Submission.submitted_at, Submission.id
        )
    ).all()
    ids = [row.id for row in found]
    marked = sum(row.state in ("marked", "released") for row in found)
    here = ids.index(submission.id) if submission.id in ids else 0
    earlier = ids[here - 1] if here > 0 else None
    later = ids[here + 1] if here + 1 < len(ids) else None
    return earlier, later, marked, len(ids)


def next_ungraded(person: Person, submission: Submission) -> int | None:
    """Return the id of the longest waiting unmarked work of the same task and batch."""
    own = select(Enrolment.id).where(Enrolment.batch_id == submission.enrolment.batch_id)
    return db.session.scalar(
        _newest_only(visible_submissions(person))
        .where(
            Submission.unit_id == submission.unit_id,
            Submission.enrolment_id.in_(own),
            Submission.state == "submitted",
            Submission.id != submission.id,
        )
        .with_only_columns(Submission.id)
        .order_by(Submission.submitted_at, Submission.id)
        .limit(1)
    )


def works_for(batch: Batch, unit_id: int) -> list[Submission]:
    """Return the newest handed-in work of every trainee for one task, with marks."""
    statement = (
        select(Submission)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(
            Enrolment.batch_id == batch.id,
            Submission.unit_id == unit_id,
            Submission.state != "draft",
        )
    )
    return rows(
        _newest_only(statement)
        .options(
            joinedload(Submission.marking),
            joinedload(Submission.enrolment).joinedload(Enrolment.person),
        )
        .order_by(Submission.submitted_at)
    )


def counts_by_unit(batch: Batch) -> dict[int, dict[str, int]]:
    """Return how many works of a batch are in which state, by unit."""
    statement = (
        select(Submission)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(Enrolment.batch_id == batch.id, Submission.state != "draft")
    )
    found: dict[int, dict[str, int]] = {}
    for unit_id, state, count in db.session.execute(
        _newest_only(statement)
        .with_only_columns(Submission.unit_id, Submission.state, func.count())
        .group_by(Submission.unit_id, Submission.state)
    ):
        found.setdefault(unit_id, {})[state] = count
    return found


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
            Submission.state.in_(("submitted", "marked", "released")),
        )
        .group_by(Submission.enrolment_id)
    )
    return {row.enrolment_id: row.tasks for row in found}


def waiting_count(person: Person) -> int:
    """Return how many works wait for the person's mark."""
    statement = _newest_only(visible_submissions(person)).where(Submission.state == "submitted")
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
