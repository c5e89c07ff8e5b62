"""Points for the gradebook, and who has handed in how much."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from lms.assignments.models import HANDED_IN, Marking, Submission, WorkGroupMember
from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.db import db


@dataclass(frozen=True)
class Score:
    """Confirmed points (0-100) of one work."""

    enrolment_id: int
    unit_id: int
    points: Decimal
    title: str = ""


def _by_author(statement: Any, *conditions: Any) -> Any:
    """Join works to the places of their authors, to every member where it is a group's."""
    member = aliased(WorkGroupMember)
    author = or_(
        and_(Submission.group_id.is_(None), Enrolment.id == Submission.enrolment_id),
        Enrolment.id == member.enrolment_id,
    )
    return (
        statement.outerjoin(member, member.group_id == Submission.group_id)
        .join(Enrolment, author)
        .where(*conditions)
    )


def _marks(*conditions: Any) -> list[Score]:
    found = db.session.execute(
        _by_author(
            select(Enrolment.id, Submission.unit_id, Marking.points, Unit.title)
            .select_from(Submission)
            .join(Marking, Marking.submission_id == Submission.id)
            .join(Unit, Unit.id == Submission.unit_id),
            Marking.points.is_not(None),
            *conditions,
        ).order_by(Submission.version)
    )
    newest = {(row.id, row.unit_id): row for row in found}
    return [Score(row.id, row.unit_id, row.points, row.title) for row in newest.values()]


def scores(batch: Batch) -> list[Score]:
    """Return the confirmed points of everybody in the batch, one per work."""
    return _marks(Enrolment.batch_id == batch.id, Submission.state.in_(("marked", "released")))


def own_scores(enrolment: Enrolment) -> list[Score]:
    """Return the released points of one trainee."""
    return _marks(Enrolment.id == enrolment.id, Submission.state == "released")


def handed_in(batch: Batch) -> dict[int, int]:
    """Return how many tasks each trainee of the batch has handed in, by enrolment id."""
    found = db.session.execute(
        _by_author(
            select(
                Enrolment.id, func.count(func.distinct(Submission.unit_id)).label("tasks")
            ).select_from(Submission),
            Enrolment.batch_id == batch.id,
            Submission.state.in_(HANDED_IN),
        ).group_by(Enrolment.id)
    )
    return {row.id: row.tasks for row in found}
