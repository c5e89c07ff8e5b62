"""The works of a batch that goes over to another version belong to the same tasks there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, select, update

from lms.assignments.models import (
    Extension,
    Submission,
    TaskSetting,
    Upload,
    WorkGroup,
    WorkGroupMember,
)
from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db


def move_works(batch: Batch, units: Mapping[int, int]) -> None:
    """Let the works of a batch, marks and settings with them, belong to other units.

    `units` is old id -> new id.
    """
    if not units:
        return
    seats = select(Enrolment.id).where(Enrolment.batch_id == batch.id)
    places: tuple[tuple[Any, Any], ...] = (
        (Submission, Submission.enrolment_id.in_(seats)),
        (Extension, Extension.enrolment_id.in_(seats)),
        (Upload, Upload.enrolment_id.in_(seats)),
        (WorkGroup, WorkGroup.batch_id == batch.id),
        (WorkGroupMember, WorkGroupMember.enrolment_id.in_(seats)),
        (TaskSetting, TaskSetting.batch_id == batch.id),
    )
    for model, mine in places:
        db.session.execute(
            update(model)
            .where(model.unit_id.in_(list(units)), mine)
            .values(unit_id=case(dict(units), value=model.unit_id))
            .execution_options(synchronize_session=False)
        )
    db.session.expire_all()
