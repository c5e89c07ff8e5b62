"""Live sessions: the meeting a unit stands for, and where its recording is."""

from sqlalchemy import select

from lms.catalogue.meetings import Meeting, meetings_of
from lms.catalogue.models import Batch, Enrolment
from lms.core.db import one
from lms.elearning.models import MeetingRecording
from lms.elearning.queries.outline import Step


def meeting_of(batch: Batch, step: Step, number: int, seat: Enrolment | None) -> Meeting | None:
    """Return the meeting with this number of the unit's subject; None while it is not planned."""
    found = meetings_of(batch, step.course_id, seat)
    return found[number - 1] if number <= len(found) else None


def recording_of(batch: Batch, unit_id: int) -> MeetingRecording | None:
    """Return where the recording of a live session is seen, None while nobody entered it."""
    found: MeetingRecording | None = one(
        select(MeetingRecording).where(
            MeetingRecording.batch_id == batch.id, MeetingRecording.unit_id == unit_id
        )
    )
    return found
