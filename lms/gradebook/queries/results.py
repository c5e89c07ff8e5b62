"""Results as released, and the final meeting before them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, one, rows
from lms.core.things import things
from lms.gradebook.attitude import queries as attitude
from lms.gradebook.attitude.permissions import counts_attitude
from lms.gradebook.models import FinalMeeting, MeetingDecision, Release, Result


def release_of(batch: Batch) -> Release | None:
    """Return the release of the batch's result, None while it is open."""
    found: Release | None = one(_release(), batch_id=batch.id)
    return found


@cache
def _release() -> Any:
    return things(Release).where(Release.batch_id == bindparam("batch_id"))


@dataclass(frozen=True)
class Standing:
    """How far the result of a batch is."""

    release: Release | None
    meeting: FinalMeeting | None
    #: Whether the attitude is observed day by day, so that nobody types it.
    is_observed: bool

    @property
    def is_locked(self) -> bool:
        """Tell whether the final meeting has locked the marks."""
        return self.meeting is not None and self.meeting.locked_at is not None


def standing_of(batch: Batch) -> Standing:
    """Return how far the result of a batch is, in one statement until it is released."""
    found = db.session.execute(_standing(), {"batch_id": batch.id})
    release_id, meeting, is_observed = found.one()
    release = release_of(batch) if release_id else None
    return Standing(release, meeting, is_observed and counts_attitude(batch))


@cache
def _standing() -> Any:
    return (
        select(Release.id, FinalMeeting, attitude.observations(Batch.id))
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


def decisions_of(meeting: FinalMeeting | None) -> dict[int, MeetingDecision]:
    """Return where the meeting departed from the proposals, by enrolment id."""
    if meeting is None:
        return {}
    found = rows(select(MeetingDecision).where(MeetingDecision.meeting_id == meeting.id))
    return {decision.enrolment_id: decision for decision in found}
