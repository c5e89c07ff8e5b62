"""More time, groups, and whose a work is."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.assignments.models import (
    Brief,
    Extension,
    Submission,
    Upload,
    WorkGroup,
    WorkGroupMember,
)
from lms.assignments.queries.tasks import due_at, setting_of
from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, one, rows


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


def group_of(enrolment_id: int, unit_id: int) -> WorkGroup | None:
    """Return the group in which a trainee does a task, None when alone."""
    found: WorkGroup | None = one(
        select(WorkGroup)
        .join(WorkGroupMember, WorkGroupMember.group_id == WorkGroup.id)
        .where(WorkGroupMember.enrolment_id == enrolment_id, WorkGroupMember.unit_id == unit_id)
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


def due_for(batch: Batch, brief: Brief, enrolment: Enrolment) -> tuple[datetime, int | None]:
    """Return (when a trainee's work is due, days it is taken late, None for always)."""
    extension = extension_of(enrolment.id, brief.unit_id)
    setting = setting_of(batch.id, brief.unit_id)
    due = extension.until if extension else due_at(batch, brief.due_day)
    return due, setting.late_days if setting else None


def place_of(upload: Upload) -> tuple[Batch, Enrolment]:
    """Return the batch and the place that an upload belongs to."""
    enrolment = db.session.scalars(
        select(Enrolment)
        .where(Enrolment.id == upload.enrolment_id)
        .options(joinedload(Enrolment.batch))
    ).one()
    return enrolment.batch, enrolment
