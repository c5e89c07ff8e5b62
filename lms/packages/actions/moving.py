"""Packages of a batch that goes over to another version are played at the same units there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, select, update

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.packages.models import MaterialImport, PackageChoice, PackageRun


def move_runs(batch: Batch, units: Mapping[int, int]) -> None:
    """Let the runs of a batch and its choice of packages belong to other units: old id -> new."""
    if not units:
        return
    seats = select(Enrolment.id).where(Enrolment.batch_id == batch.id)
    places: tuple[tuple[Any, Any], ...] = (
        (PackageRun, PackageRun.enrolment_id.in_(seats)),
        (PackageChoice, PackageChoice.batch_id == batch.id),
    )
    for model, mine in places:
        db.session.execute(
            update(model)
            .where(model.unit_id.in_(list(units)), mine)
            .values(unit_id=case(dict(units), value=model.unit_id))
            .execution_options(synchronize_session=False)
        )
    db.session.expire_all()


def move_materials(batch: Batch, courses: Mapping[int, int]) -> None:
    """Let the courses of other systems that a batch took in name the same subjects: old -> new."""
    if courses:
        db.session.execute(
            update(MaterialImport)
            .where(MaterialImport.batch_id == batch.id, MaterialImport.course_id.in_(list(courses)))
            .values(course_id=case(dict(courses), value=MaterialImport.course_id))
            .execution_options(synchronize_session=False)
        )
        db.session.expire_all()
