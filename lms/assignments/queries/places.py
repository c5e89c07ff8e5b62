"""More time, groups, and whose a work is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased, joinedload

from lms.assignments.models import (
    Brief,
    Extension,
    Submission,
    TaskSetting,
    Upload,
    WorkGroup,
    WorkGroupMember,
)
from lms.assignments.queries.tasks import due_at
from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.db import db, one, read, rows
from lms.core.things import things
from lms.people.models import Person


def people_behind(works: Collection[Submission]) -> list[int]:
    """Return the ids of the people whose works these are: of every member of a group."""
    own = [work.enrolment_id for work in works if work.group_id is None]
    groups = {work.group_id for work in works if work.group_id is not None}
    found: list[int] = []
    for at in range(0, len(own), 500):
        some = Enrolment.id.in_(own[at : at + 500])
        found += db.session.scalars(select(Enrolment.person_id).where(some))
    if groups:
        found += db.session.scalars(
            select(Enrolment.person_id)
            .join(WorkGroupMember, WorkGroupMember.enrolment_id == Enrolment.id)
            .where(WorkGroupMember.group_id.in_(groups))
        )
    return found


def members_of(group_id: int) -> list[Enrolment]:
    """Return the members of a group with their names."""
    return rows(
        select(Enrolment)
        .join(WorkGroupMember, WorkGroupMember.enrolment_id == Enrolment.id)
        .where(WorkGroupMember.group_id == group_id)
        .options(joinedload(Enrolment.person))
        .order_by(Enrolment.id)
    )


def group_names(batch: Batch, unit_id: int) -> dict[int, str]:
    """Return the name of the group of each trainee that has one, by enrolment id."""
    found = db.session.execute(
        select(WorkGroupMember.enrolment_id, WorkGroup.name)
        .join(WorkGroup, WorkGroup.id == WorkGroupMember.group_id)
        .where(WorkGroup.batch_id == batch.id, WorkGroup.unit_id == unit_id)
    )
    return {row.enrolment_id: row.name for row in found}


def seats_of(batch: Batch) -> list[Enrolment]:
    """Return the places of a batch with their people, by name."""
    found: list[Enrolment] = rows(
        select(Enrolment)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .options(joinedload(Enrolment.person))
    )
    return sorted(found, key=lambda seat: seat.person.name)


def extension_of(enrolment_id: int, unit_id: int) -> Extension | None:
    """Return the extra time of a trainee at a task."""
    found: Extension | None = one(
        select(Extension).where(
            Extension.enrolment_id == enrolment_id, Extension.unit_id == unit_id
        )
    )
    return found


def extensions_of(batch: Batch, unit_id: int) -> list[Extension]:
    """Return everybody's extra time at a task."""
    return rows(
        select(Extension)
        .join(Enrolment, Enrolment.id == Extension.enrolment_id)
        .where(Enrolment.batch_id == batch.id, Extension.unit_id == unit_id)
        .order_by(Extension.until, Extension.id)
    )


@dataclass(frozen=True)
class Terms:
    """What a trainee is asked to do, until when, and with whom."""

    batch: Batch
    brief: Brief
    #: Days after it is due during which late work is taken; none: always.
    late_days: int | None
    #: Until when this trainee was given more time, None where that did not happen.
    until: datetime | None
    #: Why this trainee was given more time, "" where that did not happen.
    extended: str
    #: The group that hands in together, None for who works alone.
    group_id: int | None
    group_name: str
    #: Names of its members.
    members: list[str]

    @property
    def due_at(self) -> datetime:
        """Return when the work is due; asks for the batch's dates unless they are known."""
        return self.until or due_at(self.batch, self.brief.due_day)


def terms_of(batch: Batch, unit_id: int, enrolment: Enrolment) -> Terms | None:
    """Return on which terms a trainee does a task of the batch, None when it has no such task."""
    found = read(
        _terms(), batch_id=batch.id, version_id=batch.version_id, unit_id=unit_id,
        enrolment_id=enrolment.id,
    )  # fmt: skip
    if not found:
        return None
    brief, late_days, until, reason, group_id, group_name, _member = found[0]
    return Terms(
        batch, brief, late_days, until, reason or "", group_id, group_name or "",
        [member for *_rest, member in found if member],
    )  # fmt: skip


@cache
def _terms() -> Any:
    """Select a brief with what holds for one trainee; a row for each member of the group."""
    own, fellow = aliased(WorkGroupMember), aliased(WorkGroupMember)
    batch_id: Any = bindparam("batch_id")
    enrolment_id: Any = bindparam("enrolment_id")

    def at_task(what: Any, *whose: Any) -> Any:
        return and_(what.unit_id == Brief.unit_id, *whose)

    return (
        things(Brief)
        .add_columns(
            TaskSetting.late_days, Extension.until, Extension.reason, WorkGroup.id,
            WorkGroup.name, Person.name,
        )
        .join(Unit, Unit.id == Brief.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .outerjoin(TaskSetting, at_task(TaskSetting, TaskSetting.batch_id == batch_id))
        .outerjoin(Extension, at_task(Extension, Extension.enrolment_id == enrolment_id))
        .outerjoin(own, at_task(own, own.enrolment_id == enrolment_id))
        .outerjoin(WorkGroup, WorkGroup.id == own.group_id)
        .outerjoin(fellow, fellow.group_id == WorkGroup.id)
        .outerjoin(Enrolment, Enrolment.id == fellow.enrolment_id)
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .where(Brief.unit_id == bindparam("unit_id"), Course.version_id == bindparam("version_id"))
        .order_by(Enrolment.id)
    )  # fmt: skip


def place_of(upload: Upload) -> tuple[Batch, Enrolment]:
    """Return the batch and the place that an upload belongs to."""
    enrolment = db.session.scalars(
        select(Enrolment)
        .where(Enrolment.id == upload.enrolment_id)
        .options(joinedload(Enrolment.batch))
    ).one()
    return enrolment.batch, enrolment
