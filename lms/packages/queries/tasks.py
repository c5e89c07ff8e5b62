"""The units of a batch that play a package, and the version each plays."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.db import db, one, rows
from lms.elearning.models import Activity
from lms.packages.models import Package, PackageChoice, PackageRun, PackageVersion
from lms.packages.queries.library import newest_version


@dataclass(frozen=True)
class Task:
    """A unit that plays a package, and what it asks for."""

    unit: Unit
    html: str
    package_name: str
    #: One of elearning.kinds.package.REQUIREMENTS.
    requires: str
    #: Points out of 100 when it requires a score.
    least: Decimal | None

    @property
    def unit_id(self) -> int:
        """Return the id of the unit."""
        return self.unit.id


def _task(activity: Activity) -> Task:
    facts = activity.facts
    least = Decimal(facts["least"]) if facts["least"] is not None else None
    return Task(activity.unit, activity.html, facts["package"], facts["requires"], least)


def task_facts(package: Package, requires: str, least: Decimal | None) -> dict[str, Any]:
    """Return what the activity that plays a package keeps (elearning.kinds.package)."""
    return {
        "package": package.name, "requires": requires,
        "least": str(least) if requires == "score" else None,
    }  # fmt: skip


def _tasks() -> Select[Any]:
    return (
        select(Activity)
        .join(Unit, Unit.id == Activity.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Unit.kind == "package")
        .order_by(Course.position, Unit.position)
    )


def _of_batch(batch: Batch) -> Select[Any]:
    return _tasks().where(
        Course.version_id == batch.version_id,
        or_(Unit.batch_id.is_(None), Unit.batch_id == batch.id),
    )


def task_in(batch: Batch, unit_id: int) -> Task | None:
    """Return a task when its unit is taught in the batch."""
    found = one(_of_batch(batch).where(Activity.unit_id == unit_id))
    return _task(found) if found else None


def task_of(unit: Unit) -> Task:
    """Return the task of a unit that is known to play a package."""
    return _task(one(_tasks().where(Activity.unit_id == unit.id)))


def tasks_in(batch: Batch) -> list[Task]:
    """Return the tasks of a batch in the order of study, their units with their subjects."""
    found = _of_batch(batch).options(joinedload(Activity.unit).joinedload(Unit.course))
    return [_task(activity) for activity in rows(found)]


def choices_in(batch: Batch) -> dict[int, PackageVersion]:
    """Return the version each activity of the batch plays, by unit id; absent: the newest."""
    found = rows(select(PackageChoice).where(PackageChoice.batch_id == batch.id))
    return {choice.unit_id: choice.version for choice in found}


def chosen_version(batch: Batch, task: Task) -> PackageVersion | None:
    """Return the version the batch plays: the chosen one, else the newest there is."""
    choice = choice_of(batch, task)
    return choice.version if choice else newest_version(task.package_name)


def choice_of(batch: Batch, task: Task) -> PackageChoice | None:
    """Return the batch's choice for an activity."""
    return one(  # type: ignore[no-any-return]
        select(PackageChoice).where(
            PackageChoice.batch_id == batch.id, PackageChoice.unit_id == task.unit_id
        )
    )


def courses_of(batch: Batch) -> list[Course]:
    """Return the subjects of the batch's version in order."""
    return rows(
        select(Course).where(Course.version_id == batch.version_id).order_by(Course.position)
    )


def has_runs(batch: Batch, unit_id: int) -> bool:
    """Tell whether somebody in the batch has begun an activity."""
    found = (
        select(PackageRun.id)
        .join(Enrolment, Enrolment.id == PackageRun.enrolment_id)
        .where(Enrolment.batch_id == batch.id, PackageRun.unit_id == unit_id)
    )
    return bool(db.session.scalar(select(found.exists())))
