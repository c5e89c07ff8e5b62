"""The works of a batch by task: asked before the batch goes over to another version."""

from collections.abc import Collection

from sqlalchemy import select

from lms.assignments.models import Brief, Marking, Submission
from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db


def works_by_unit(batch: Batch) -> list[tuple[int, int, bool]]:
    """Return (unit id, enrolment id, whether marks are kept) of every work of a batch."""
    found = db.session.execute(
        select(Submission.unit_id, Submission.enrolment_id, Marking.id)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .outerjoin(Marking, Marking.submission_id == Submission.id)
        .where(Enrolment.batch_id == batch.id)
    )
    return [(unit_id, seat, marking is not None) for unit_id, seat, marking in found]


def criteria_of(unit_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the keys of the criteria by which works for these units are judged."""
    found = db.session.execute(
        select(Brief.unit_id, Brief.rubric).where(Brief.unit_id.in_(list(unit_ids)))
    )
    return {unit_id: tuple(one["key"] for one in rubric) for unit_id, rubric in found}
