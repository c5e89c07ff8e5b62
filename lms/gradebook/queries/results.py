"""Results as released, and the final meeting before them."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import one, read, rows
from lms.core.things import things
from lms.gradebook.models import FinalMeeting, MeetingDecision, Release, Result


def release_of(batch: Batch) -> Release | None:
    """Return the release of the batch's result, None while it is open."""
    found: Release | None = one(_release(), batch_id=batch.id)
    return found


@cache
def _release() -> Any:
    return things(Release).where(Release.batch_id == bindparam("batch_id"))


def standing_of(batch: Batch) -> tuple[Release | None, bool]:
    """Return the release of a batch's result, and whether its final meeting locked the marks."""
    ((release_id, locked_at),) = read(_standing(), batch_id=batch.id)
    return release_of(batch) if release_id else None, locked_at is not None


@cache
def _standing() -> Any:
    return (
        select(Release.id, FinalMeeting.locked_at)
        .select_from(Batch)
        .outerjoin(Release, Release.batch_id == Batch.id)
        .outerjoin(FinalMeeting, FinalMeeting.batch_id == Batch.id)
        .where(Batch.id == bindparam("batch_id"))
    )


def results_of(batch: Batch) -> dict[int, Result]:
    """Return the released results of a batch by enrolment id."""
    found = rows(
        select(Result).join(Release, Release.id == Result.release_id).where(
            Release.batch_id == batch.id
        )
    )  # fmt: skip
    return {result.enrolment_id: result for result in found}


def result_of(enrolment: Enrolment) -> Result | None:
    """Return a trainee's released result."""
    found: Result | None = one(
        select(Result)
        .where(Result.enrolment_id == enrolment.id)
        .options(joinedload(Result.release))
    )
    return found


def meeting_of(batch: Batch) -> FinalMeeting | None:
    """Return the final meeting of a batch, None before its minutes were begun."""
    found: FinalMeeting | None = one(select(FinalMeeting).where(FinalMeeting.batch_id == batch.id))
    return found


def decisions_of(meeting: FinalMeeting) -> dict[int, MeetingDecision]:
    """Return where the meeting departed from the proposals, by enrolment id."""
    found = rows(select(MeetingDecision).where(MeetingDecision.meeting_id == meeting.id))
    return {decision.enrolment_id: decision for decision in found}
