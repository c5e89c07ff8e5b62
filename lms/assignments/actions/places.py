"""More time for one trainee, and groups that hand in together."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from lms.assignments import queries
from lms.assignments.models import Extension, Submission, WorkGroup, WorkGroupMember
from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import add_missing, db, exists
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person


def extend(
    enrolment: Enrolment, unit: Unit, *, until: datetime, due_at: datetime, reason: str, by: Person
) -> None:
    """Give one trainee more time at a task; a later grant takes the place of an earlier one."""
    if until <= max(due_at, now()):
        raise RuleBroken(_("Pilih waktu setelah batas tugas dan setelah saat ini."))
    key = {"enrolment_id": enrolment.id, "unit_id": unit.id}
    fresh = {"until": until, "reason": reason, "granted_by_id": by.id, "granted_at": now()}
    add_missing(Extension, key, **fresh)
    granted = queries.extension_of(enrolment.id, unit.id)
    assert granted is not None
    for name, value in fresh.items():
        setattr(granted, name, value)
    record("extension.granted", enrolment, by=by, unit=unit.id, until=until, reason=reason)


def set_groups(batch: Batch, unit: Unit, names: Mapping[int, str], *, by: Person) -> None:
    """Put trainees into groups by name; no name means alone. Refused once a work is begun.

    `names`: enrolment id -> name of the group.
    """
    begun = (
        select(Submission.id)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(Enrolment.batch_id == batch.id, Submission.unit_id == unit.id)
    )
    if exists(begun):
        raise RuleBroken(_("Kelompok tidak diubah lagi setelah ada yang mulai mengerjakan."))
    db.session.execute(delete(WorkGroupMember).where(
        WorkGroupMember.group_id.in_(
            select(WorkGroup.id).where(
                WorkGroup.batch_id == batch.id, WorkGroup.unit_id == unit.id
            )
        )
    ))  # fmt: skip
    db.session.execute(
        delete(WorkGroup).where(WorkGroup.batch_id == batch.id, WorkGroup.unit_id == unit.id)
    )
    groups: dict[str, WorkGroup] = {}
    for enrolment_id, name in names.items():
        if name not in groups:
            groups[name] = WorkGroup(batch_id=batch.id, unit_id=unit.id, name=name)
            db.session.add(groups[name])
            db.session.flush()
        db.session.add(WorkGroupMember(enrolment_id=enrolment_id, unit_id=unit.id,
                                       group_id=groups[name].id))  # fmt: skip
    record("work_groups.set", unit, by=by, batch=batch.id, groups=len(groups))
