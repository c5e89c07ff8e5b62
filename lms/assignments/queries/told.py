"""What other areas hear of works: how far each is, and when it is due."""

from typing import Any

from sqlalchemy import Select, case, select

from lms.assignments.models import Brief, Marking, Submission, WorkGroupMember
from lms.catalogue import works
from lms.catalogue.models import Course, Unit
from lms.catalogue.works import Whose
from lms.core.db import db


def works_by_place(whose: Whose) -> list[Select[Any]]:
    """Return selects of works by trainee (catalogue.works), a group's for every member."""
    released = case((Submission.state == "released", Marking.points))
    facts = (
        Submission.unit_id, Submission.state, Submission.version, Submission.saved_at, released,
    )  # fmt: skip
    own = select(Submission.enrolment_id, *facts).where(
        whose(Submission.enrolment_id), Submission.group_id.is_(None)
    )
    shared = (
        select(WorkGroupMember.enrolment_id, *facts)
        .join(Submission, Submission.group_id == WorkGroupMember.group_id)
        .where(whose(WorkGroupMember.enrolment_id))
    )
    marks = Marking.submission_id == Submission.id
    return [own.outerjoin(Marking, marks), shared.outerjoin(Marking, marks)]


def due_days(version_id: int) -> dict[int, int]:
    """Return the training day on which the tasks of a version are due, by unit id."""
    found = db.session.execute(
        select(Brief.unit_id, Brief.due_day)
        .join(Unit, Unit.id == Brief.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version_id)
    )
    return dict(found.all())


works.SOURCES.append(works.Source(works_by_place, due_days))
