"""Searches of the solver: those of a batch, repairs, and their background work."""

from collections.abc import Collection

from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.core.db import one as one_row
from lms.core.db import rows
from lms.core.jobs import Job
from lms.schedule.models import PlanSearch


def searches_of(batch: Batch, *, limit: int = 5) -> list[PlanSearch]:
    """Return the latest searches in which a batch took part, the newest first."""
    found: list[PlanSearch] = rows(
        select(PlanSearch).order_by(PlanSearch.id.desc()).limit(10 * limit)
    )
    return [one for one in found if batch.id in one.batch_ids][:limit]


def latest_repairs(*, limit: int = 10) -> list[PlanSearch]:
    """Return the latest searches for the least change, the newest first."""
    found: list[PlanSearch] = rows(
        select(PlanSearch)
        .where(PlanSearch.kind == "repair")
        .order_by(PlanSearch.id.desc())
        .limit(limit)
    )
    return found


def job_of(search: PlanSearch) -> Job | None:
    """Return the background work of a search."""
    found: Job | None = one_row(select(Job).where(Job.id == search.job_id))
    return found


def batches_by_id(ids: Collection[int]) -> list[Batch]:
    """Return the batches with these ids, in the order of their days."""
    return rows(select(Batch).where(Batch.id.in_(ids)).order_by(Batch.starts_on, Batch.id))
