"""Sessions of a batch that goes over to another version name the same subjects there."""

from collections.abc import Mapping

from lms.catalogue.models import Batch
from lms.core.db import point_elsewhere
from lms.schedule.models import Session


def move_sessions(batch: Batch, courses: Mapping[int, int]) -> None:
    """Let the sessions of a batch belong to other subjects: old id -> new id."""
    point_elsewhere(Session.course_id, courses, Session.batch_id == batch.id)
