"""The recording of a live session: entered, changed, taken away."""

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.elearning import queries
from lms.elearning.models import MeetingRecording
from lms.people.models import Person


def enter_recording(batch: Batch, unit_id: int, url: str, *, by: Person) -> None:
    """Say where the recording is seen; an empty address takes it away."""
    kept = queries.recording_of(batch, unit_id)
    if kept is None and url:
        kept = MeetingRecording(batch_id=batch.id, unit_id=unit_id)
        db.session.add(kept)
    if kept is not None and url:
        kept.url, kept.entered_by_id, kept.entered_at = url, by.id, now()
    elif kept is not None:
        db.session.delete(kept)
    record("recording.entered", batch, by=by, unit=unit_id, url=url)
