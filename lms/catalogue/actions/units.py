"""Units that one batch has beside those of its programme's files."""

from sqlalchemy import func, select

from lms.catalogue.models import Batch, Course, Unit
from lms.core.db import db, lock


def add_batch_unit(batch: Batch, course: Course, kind: str, title: str, minutes: int) -> Unit:
    """Add a unit at the end of a subject for this batch alone; its content is the caller's."""
    lock(batch)
    last = db.session.scalar(select(func.max(Unit.position)).where(Unit.course_id == course.id))
    unit = Unit(
        course_id=course.id, batch_id=batch.id, key="", kind=kind, title=title, minutes=minutes,
        position=(last or 0) + 1,
    )  # fmt: skip
    batch.unit_changes += 1
    db.session.add(unit)
    db.session.flush()
    unit.key = f"{course.key}/angkatan-{batch.id}-{unit.id}"
    return unit


def remove_batch_unit(batch: Batch, unit: Unit) -> None:
    """Take such a unit out again; the caller has removed its content."""
    lock(batch)
    assert unit.batch_id == batch.id, "a unit of the programme's files"
    batch.unit_changes += 1
    db.session.delete(unit)
    db.session.flush()
