"""Results that were deferred: why, what is still to be done, and how they ended."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import one, rows
from lms.gradebook import rulebooks
from lms.gradebook.models import Release, Remedial, Result


@dataclass(frozen=True)
class Deferred:
    """One deferred result with what was set for it."""

    result: Result
    task: Remedial | None

    def state(self, today: date) -> str:
        """Return "settled", "unset", "late" or "running"."""
        if self.result.settled_at is not None:
            return "settled"
        if self.task is None:
            return "unset"
        return "late" if self.task.due_on < today else "running"


def deferred_in(batch: Batch) -> list[Deferred]:
    """Return everybody in a batch who is or was deferred, open ones first, by name."""
    results = rows(
        select(Result)
        .join(Release, Release.id == Result.release_id)
        .where(
            Release.batch_id == batch.id,
            or_(Result.outcome == "ditunda", Result.settled_at.is_not(None)),
        )
        .options(joinedload(Result.enrolment).joinedload(Enrolment.person))
    )
    tasks = {
        task.result_id: task
        for task in rows(
            select(Remedial).where(Remedial.result_id.in_([result.id for result in results]))
        )
    }
    found = [Deferred(result, tasks.get(result.id)) for result in results]
    return sorted(found, key=lambda each: (
        each.result.settled_at is not None, each.result.enrolment.person.name))  # fmt: skip


def remedial_of(result: Result) -> Remedial | None:
    """Return what a trainee has to do for a deferred result, None before it was set."""
    found: Remedial | None = one(select(Remedial).where(Remedial.result_id == result.id))
    return found


def merit_of(batch: Batch) -> dict[int, int]:
    """Return the places of a released batch by enrolment id: of who passed without a remedial."""
    found = rows(
        select(Result)
        .join(Release, Release.id == Result.release_id)
        .where(Release.batch_id == batch.id, Result.outcome == "lulus")
    )
    return rulebooks.ranks(
        {one.enrolment_id: one.final for one in found
         if one.final is not None and one.settled_at is None}
    )  # fmt: skip
