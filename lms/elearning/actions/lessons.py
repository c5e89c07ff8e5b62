"""Lessons: reading positions and what is finished."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, is_postgres
from lms.elearning import queries, rules
from lms.elearning.models import Visit
from lms.people.models import Person


def _upsert(model: Any) -> Any:
    """Return an insert that knows ON CONFLICT, in the words of the present database."""
    insert = postgresql.insert if is_postgres() else sqlite.insert
    return insert(model.__table__)


def record_reading(enrolment: Enrolment, unit: Unit, position: int) -> None:
    """Keep how far down a lesson was read, in percent."""
    moment = now()
    statement = _upsert(Visit).values(
        enrolment_id=enrolment.id, unit_id=unit.id, opened_at=moment, seen_at=moment,
        position=min(100, max(0, position)),
    )  # fmt: skip
    sent = statement.excluded
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["enrolment_id", "unit_id"],
            set_={"seen_at": sent.seen_at, "position": sent.position},
        )
    )


def finish_lesson(enrolment: Enrolment, unit: Unit, *, by: Person) -> None:
    """Mark a lesson as finished; finishing it again changes nothing."""
    moment = now()
    statement = _upsert(Visit).values(
        enrolment_id=enrolment.id, unit_id=unit.id, opened_at=moment, seen_at=moment,
        finished_at=moment, position=100,
    )  # fmt: skip
    finished = db.session.scalar(
        statement.on_conflict_do_update(
            index_elements=["enrolment_id", "unit_id"],
            set_={"finished_at": statement.excluded.finished_at, "position": 100},
            where=Visit.finished_at.is_(None),
        ).returning(Visit.__table__.c.id)
    )
    if finished is not None:
        record("lesson.finished", unit, by=by, batch=enrolment.batch_id)


def refuse_locked(batch: Batch, enrolment: Enrolment, unit_id: int) -> None:
    """Refuse a lesson or quiz of a subject that is not open to the trainee yet."""
    if batch.version.unlock:
        outline = queries.outline(batch, enrolment)
        rules.check_unlocked(outline.is_locked(outline.step(unit_id)))
