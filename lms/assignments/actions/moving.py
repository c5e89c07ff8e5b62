"""The works of a batch that goes over to another version belong to the same tasks there."""

from collections.abc import Mapping

from sqlalchemy import select

from lms.assignments.models import (
    Extension,
    Submission,
    TaskSetting,
    Upload,
    WorkGroup,
    WorkGroupMember,
)
from lms.catalogue.models import Batch, Enrolment
from lms.core.db import point_elsewhere


def move_works(batch: Batch, units: Mapping[int, int]) -> None:
    """Let the works of a batch, marks and settings with them, belong to other units.

    `units` is old id -> new id.
    """
    seats = select(Enrolment.id).where(Enrolment.batch_id == batch.id)
    for model in (Submission, Extension, Upload, WorkGroupMember):
        point_elsewhere(model.unit_id, units, model.enrolment_id.in_(seats))
    for model in (WorkGroup, TaskSetting):
        point_elsewhere(model.unit_id, units, model.batch_id == batch.id)
