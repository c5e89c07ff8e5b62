"""How a batch does a task, where it differs from the brief."""

from lms.assignments import queries
from lms.assignments.models import TaskSetting
from lms.catalogue.models import Batch, Unit
from lms.core.audit import record
from lms.core.db import add_missing
from lms.people.models import Person


def set_task(batch: Batch, unit: Unit, *, blind: bool, by: Person) -> None:
    """Say whether graders see who wrote the works of a task."""
    add_missing(TaskSetting, {"batch_id": batch.id, "unit_id": unit.id}, blind=False)
    setting = queries.setting_of(batch.id, unit.id)
    assert setting is not None
    setting.blind = blind
    record("task.set", unit, by=by, batch=batch.id, blind=blind)
