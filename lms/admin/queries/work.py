"""Everybody's background work."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lms.core.db import db
from lms.core.jobs import Job
from lms.people.models import Person

#: Jobs on one page.
PAGE = 50


@dataclass(frozen=True)
class WorkLine:
    """One job and who asked for it ("" when the system did)."""

    job: Job
    name: str


def jobs(state: str, page: int) -> tuple[list[WorkLine], int]:
    """Return one page of the jobs in a state ("" for all), newest first, and their number."""
    statement = select(Job, Person.name).outerjoin(Person, Person.id == Job.asked_by_id)
    count = select(func.count(Job.id))
    if state:
        statement, count = statement.where(Job.state == state), count.where(Job.state == state)
    found = db.session.execute(
        statement.order_by(Job.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    )
    return [WorkLine(job, name or "") for job, name in found], db.session.scalar(count) or 0


def counts() -> dict[str, int]:
    """Return how many jobs are in each state."""
    found = db.session.execute(select(Job.state, func.count(Job.id)).group_by(Job.state))
    return dict(found.all())
