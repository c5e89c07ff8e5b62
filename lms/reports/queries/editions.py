"""Texts that were written for a batch's report, its editions, and batches that have ended."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, selectinload

from lms.catalogue.models import Batch
from lms.catalogue.permissions import visible_batches
from lms.core.db import db, one, rows
from lms.core.jobs import Job
from lms.people.models import Person
from lms.people.permissions import is_leader
from lms.reports.models import ReportEdition, ReportFile, ReportText

#: Editions shown, the newest first; batches on one page of the list.
SHOWN, PAGE = 20, 25


def texts_of(batch: Batch) -> dict[str, ReportText]:
    """Return what was written for the batch's report, by section."""
    found = rows(select(ReportText).where(ReportText.batch_id == batch.id))
    return {text.section: text for text in found}


def text_of(batch: Batch, section: str) -> ReportText | None:
    """Return one text as it stands now, freshly read."""
    found: ReportText | None = one(
        select(ReportText)
        .where(ReportText.batch_id == batch.id, ReportText.section == section)
        .execution_options(populate_existing=True)
    )
    return found


def editions_of(batch: Batch, kind: str) -> list[ReportEdition]:
    """Return the newest editions of the batch's report or dossier, with their files."""
    newest = (
        select(ReportEdition.id)
        .where(ReportEdition.batch_id == batch.id, ReportEdition.kind == kind)
        .order_by(ReportEdition.id.desc())
        .limit(SHOWN)
    )
    return rows(
        select(ReportEdition)
        .where(ReportEdition.id.in_(newest.subquery().select()))
        .outerjoin(ReportEdition.files)
        .options(contains_eager(ReportEdition.files))
        .order_by(ReportEdition.id.desc(), ReportFile.id)
    )


def edition_with_files(edition_id: int) -> ReportEdition:
    """Return an edition with its files."""
    found: ReportEdition = one(
        select(ReportEdition)
        .where(ReportEdition.id == edition_id)
        .options(selectinload(ReportEdition.files))
    )
    return found


def last_number(batch: Batch, kind: str) -> int:
    """Return the number of the last edition, 0 before the first."""
    highest = select(func.max(ReportEdition.number)).where(
        ReportEdition.batch_id == batch.id, ReportEdition.kind == kind
    )
    return db.session.scalar(highest) or 0


def open_edition(batch: Batch, kind: str) -> ReportEdition | None:
    """Return the edition that was asked for and is not made yet."""
    found: ReportEdition | None = one(
        select(ReportEdition).where(
            ReportEdition.batch_id == batch.id,
            ReportEdition.kind == kind,
            ReportEdition.finished_at.is_(None),
        )
    )
    return found


def job_key(batch: Batch, kind: str) -> str:
    """Return the key under which a batch has at most one job of a kind."""
    return f"reports.make:{kind}:{batch.id}"


def job_of(batch: Batch, kind: str) -> Job | None:
    """Return the job that makes the batch's report or dossier, if it was ever asked for."""
    found: Job | None = one(select(Job).where(Job.key == job_key(batch, kind)))
    return found


def finished_batches(person: Person, page: int) -> tuple[list[tuple[Batch, Any]], int]:
    """Return a page of the batches that have ended, the latest first, and how many there are.

    Beside each stands when its report was last made, None when never.
    """
    ended = Batch.state.in_(("grading", "closed"))
    statement = (select(Batch) if is_leader(person) else visible_batches(person)).where(ended)
    ids = statement.with_only_columns(Batch.id).order_by(None).subquery()
    made = (
        select(func.max(ReportEdition.finished_at))
        .where(ReportEdition.batch_id == Batch.id, ReportEdition.kind == "report")
        .scalar_subquery()
    )
    found = db.session.execute(
        statement.add_columns(made)
        .order_by(Batch.ends_on.desc(), Batch.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    count = db.session.scalar(select(func.count()).select_from(ids)) or 0
    return [(batch, moment) for batch, moment in found], count
