"""Briefs, when they are due, and how a trainee stands with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import bindparam, cast, literal, null, select, union_all

from lms.assignments.models import Brief, Extension, Submission, TaskSetting, WorkGroupMember
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course, Enrolment, ProgrammeVersion, Unit
from lms.core.clock import from_local
from lms.core.db import UtcDateTime, db, one, read
from lms.core.files import StoredFile
from lms.people.models import Person


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
    standing = _standing(Enrolment.id, enrolment.id) if enrolment else Standing({}, {})
    return [_task(line, batch, standing) for line in briefs_in(batch.version)]


def tasks_to_do(person: Person) -> list[Task]:
    """Return the tasks of all running batches of a trainee, the nearest due first."""
    batches = [
        batch
        for batch in catalogue.batches_of(person)
        if batch.state in ("open", "running", "grading")
    ]
    if not batches:
        return []
    standing = _standing(Enrolment.person_id, person.id)
    tasks = [_task(line, batch, standing) for batch in batches for line in briefs_in(batch.version)]
    return sorted(tasks, key=lambda task: task.due_at)


@dataclass(frozen=True)
class Standing:
    """How a trainee stands with tasks, by (batch id, unit id)."""

    #: State of the newest version of each work.
    states: dict[tuple[int, int], str]
    #: Until when single tasks were extended.
    until: dict[tuple[int, int], datetime]


def _task(line: Line, batch: Batch, standing: Standing) -> Task:
    key = (batch.id, line.unit_id)
    due = standing.until.get(key) or due_at(batch, line.due_day)
    return Task(line, batch, due, standing.states.get(key, ""))


@cache
def _newest(whose: Any) -> Any:
    """Select the works of the trainee or place that `id` names, oldest first, and extra time.

    A group's work is that of every member. Extra time stands in a row without a state.
    """
    never = cast(null(), UtcDateTime).label("until")
    columns = (Enrolment.batch_id, Submission.unit_id, Submission.state, Submission.version, never)
    own = select(*columns).join(Enrolment, Enrolment.id == Submission.enrolment_id)
    shared = (
        select(*columns)
        .join(WorkGroupMember, WorkGroupMember.group_id == Submission.group_id)
        .join(Enrolment, Enrolment.id == WorkGroupMember.enrolment_id)
    )
    nothing = (literal("").label("state"), literal(0).label("version"))
    longer = select(Enrolment.batch_id, Extension.unit_id, *nothing, Extension.until).join(
        Enrolment, Enrolment.id == Extension.enrolment_id
    )
    every = union_all(
        own.where(whose == bindparam("id"), Submission.group_id.is_(None)),
        shared.where(whose == bindparam("id")),
        longer.where(whose == bindparam("id")),
    ).subquery()
    asked = (every.c.batch_id, every.c.unit_id, every.c.state, every.c.until)
    return select(*asked).order_by(every.c.version)


def _standing(whose: Any, id: int) -> Standing:
    standing = Standing({}, {})
    for batch_id, unit_id, state, until in read(_newest(whose), id=id):
        if until is None:
            standing.states[batch_id, unit_id] = state
        else:
            standing.until[batch_id, unit_id] = until
    return standing


def setting_of(batch_id: int, unit_id: int) -> TaskSetting | None:
    """Return how a batch does a task, None where it is as usual."""
    return db.session.get(TaskSetting, (batch_id, unit_id))


def harmless_name(work: Submission, file: StoredFile) -> str:
    """Return what a file is called for graders: its name, or the work's code where names hide."""
    hides = work.state != "released" and blind_tasks([work.enrolment.batch_id])
    if hides and (work.enrolment.batch_id, work.unit_id) in hides:
        return f"{work.alias}.{file.kind}"
    return file.name


def blind_tasks(batch_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Return (batch id, unit id) of the tasks whose authors are hidden from graders."""
    found = db.session.execute(
        select(TaskSetting.batch_id, TaskSetting.unit_id).where(
            TaskSetting.batch_id.in_(set(batch_ids)), TaskSetting.blind
        )
    )
    return {(batch_id, unit_id) for batch_id, unit_id in found}
