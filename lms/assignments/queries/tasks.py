"""Briefs, when they are due, and how a trainee stands with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import bindparam, select, union_all

from lms.assignments.models import Brief, Submission, TaskSetting, WorkGroupMember
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course, Enrolment, ProgrammeVersion, Unit
from lms.core.clock import from_local
from lms.core.db import db, one, read
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
    """Select the state of each work of the trainee or place that `id` names, oldest first.

    A group's work is that of every member.
    """
    columns = (
        Enrolment.batch_id, Submission.unit_id, Submission.state, Submission.version,
    )  # fmt: skip
    own = select(*columns).join(Enrolment, Enrolment.id == Submission.enrolment_id)
    shared = (
        select(*columns)
        .join(WorkGroupMember, WorkGroupMember.group_id == Submission.group_id)
        .join(Enrolment, Enrolment.id == WorkGroupMember.enrolment_id)
    )
    both = union_all(
        own.where(whose == bindparam("id"), Submission.group_id.is_(None)),
        shared.where(whose == bindparam("id")),
    ).subquery()
    return select(both.c.batch_id, both.c.unit_id, both.c.state).order_by(both.c.version)


def _states(whose: Any, id: int) -> dict[tuple[int, int], str]:
    """Return the state of the newest version of each work, by (batch id, unit id)."""
    found = read(_newest(whose), id=id)
    return {(batch_id, unit_id): state for batch_id, unit_id, state in found}


def setting_of(batch_id: int, unit_id: int) -> TaskSetting | None:
    """Return how a batch does a task, None where it is as usual."""
    return db.session.get(TaskSetting, (batch_id, unit_id))


def blind_tasks(batch_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Return (batch id, unit id) of the tasks whose authors are hidden from graders."""
    found = db.session.execute(
        select(TaskSetting.batch_id, TaskSetting.unit_id).where(
            TaskSetting.batch_id.in_(set(batch_ids)), TaskSetting.blind
        )
    )
    return {(batch_id, unit_id) for batch_id, unit_id in found}
