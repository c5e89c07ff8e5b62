"""Sessions of a batch that goes over to another version name the same subjects there."""

from collections.abc import Mapping

from sqlalchemy import case, update

from lms.catalogue.models import Batch
from lms.core.db import db
from lms.schedule.models import Session


def move_sessions(batch: Batch, courses: Mapping[int, int]) -> None:
    """Let the sessions of a batch belong to other subjects: old id -> new id."""
    if courses:
        db.session.execute(
            update(Session)
            .where(Session.batch_id == batch.id, Session.course_id.in_(list(courses)))
            .values(course_id=case(dict(courses), value=Session.course_id))
            .execution_options(synchronize_session=False)
        )
        db.session.expire_all()
