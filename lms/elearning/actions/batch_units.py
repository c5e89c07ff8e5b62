"""Activities that one batch has beside those of its programme's files."""

from typing import Any

from lms.catalogue import actions as catalogue
from lms.catalogue.models import Batch, Course, Unit
from lms.core.db import db, get
from lms.elearning.kinds import ACTIVITIES
from lms.elearning.models import Activity


def add_batch_activity(
    batch: Batch, course: Course, kind: str, title: str, minutes: int, facts: dict[str, Any]
) -> Unit:
    """Put an activity at the end of a subject for this batch alone, at once in its outline."""
    unit = catalogue.add_batch_unit(batch, course, kind, title, minutes)
    size = ACTIVITIES[kind].weigh(facts)
    db.session.add(Activity(unit_id=unit.id, html="", facts=facts, size=size))
    return unit


def remove_batch_activity(batch: Batch, unit: Unit) -> None:
    """Take such an activity out again; nobody has begun it."""
    db.session.delete(get(Activity, unit.id))
    db.session.flush()
    catalogue.remove_batch_unit(batch, unit)
