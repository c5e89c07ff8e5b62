"""Packages of a batch that goes over to another version are played at the same units there."""

from collections.abc import Mapping

from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import point_elsewhere
from lms.packages.models import MaterialImport, PackageChoice, PackageRun


def move_runs(batch: Batch, units: Mapping[int, int]) -> None:
    """Let the runs of a batch and its choice of packages belong to other units: old id -> new."""
    seats = select(Enrolment.id).where(Enrolment.batch_id == batch.id)
    point_elsewhere(PackageRun.unit_id, units, PackageRun.enrolment_id.in_(seats))
    point_elsewhere(PackageChoice.unit_id, units, PackageChoice.batch_id == batch.id)


def move_materials(batch: Batch, courses: Mapping[int, int]) -> None:
    """Let the courses of other systems that a batch took in name the same subjects: old -> new."""
    point_elsewhere(MaterialImport.course_id, courses, MaterialImport.batch_id == batch.id)
