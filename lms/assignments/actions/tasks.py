"""How a batch does a task, where it differs from the brief."""

from lms.assignments import queries
from lms.assignments.models import TaskSetting
from lms.catalogue.models import Batch, Unit
from lms.core.audit import record
from lms.core.db import add_missing
from lms.people.models import Person


def set_task(batch: Batch, unit: Unit, *, blind: bool, late_days: int | None, by: Person) -> None:
    """Say whether graders see who wrote the works of a task, and how long late work is taken."""
    add_missing(TaskSetting, {"batch_id": batch.id, "unit_id": unit.id}, blind=False)
    setting = queries.setting_of(batch.id, unit.id)
    assert setting is not None
    setting.blind, setting.late_days = blind, late_days
    record("task.set", unit, by=by, batch=batch.id, blind=blind, late_days=late_days)
