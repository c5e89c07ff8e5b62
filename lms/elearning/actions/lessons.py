"""Lessons and activities: how far somebody came, and what is finished."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import add_missing, db, is_postgres, lock
from lms.elearning import completion, queries, rules
from lms.elearning.completion import Span
from lms.elearning.models import Stay, Visit
from lms.elearning.queries import Step
from lms.people.models import Person

_KEY = ["enrolment_id", "unit_id"]


def _upsert(model: Any) -> Any:
    """Return an insert that knows ON CONFLICT, in the words of the present database."""
    insert = postgresql.insert if is_postgres() else sqlite.insert
    return insert(model.__table__)


def record_reading(
    enrolment: Enrolment, unit: Unit, step: Step, position: int | None, *, seconds: int = 0,
    page: str = "", since: datetime | None = None, by: Person,
) -> bool:  # fmt: skip
    """Keep how far down a page was read, in percent, and how long; tell whether it is done by that.

    `seconds` is how long the opened page of this name was looked at, all in all, so that a report
    counts once however often it comes; more than went by since it was opened (`since`) does not.
    """
    moment = now()
    opened = since or moment
    added = _time_added(enrolment, unit, page, seconds, opened) if step.complete == "minutes" else 0
    values = {"enrolment_id": enrolment.id, "unit_id": unit.id, "opened_at": opened,
              "seen_at": moment, "seconds": added}  # fmt: skip
    changed: dict[str, Any] = {"seen_at": moment, "seconds": Visit.__table__.c.seconds + added}
    if position is not None:
        values["position"] = changed["position"] = min(100, max(0, position))
    row = db.session.execute(
        _upsert(Visit)
        .values(values)
        .on_conflict_do_update(index_elements=_KEY, set_=changed)
        .returning(Visit.__table__.c.seconds, Visit.__table__.c.finished_at)
    ).one()
    if row.finished_at is None and completion.is_met(step.complete, step.need, seconds=row.seconds):
        finish_lesson(enrolment, unit, by=by)
        return True
    return False


def _time_added(enrolment: Enrolment, unit: Unit, page: str, seconds: int, opened: datetime) -> int:
    visit = _visit_to_change(enrolment, unit, opened)
    key = {"visit_id": visit.id, "page": page}
    add_missing(Stay, key, seconds=0)
    stay = db.session.get_one(Stay, key)
    passed = int((now() - min(opened, visit.opened_at)).total_seconds())
    added = completion.time_added(seconds - stay.seconds, visit.seconds, passed)
    stay.seconds = max(stay.seconds, seconds)
    return added


def _visit_to_change(enrolment: Enrolment, unit: Unit, opened: datetime) -> Visit:
    """Return the visit of a unit, begun with this word of it if need be, held until the end."""
    key = {"enrolment_id": enrolment.id, "unit_id": unit.id}
    add_missing(Visit, key, opened_at=opened, seen_at=now(), position=0, seconds=0, resume_at=0)
    visit: Visit = db.session.scalars(select(Visit).filter_by(**key)).one()
    lock(visit)
    return visit


def record_watching(
    enrolment: Enrolment, unit: Unit, step: Step, spans: Sequence[Span], at: int, length: int, *,
    since: datetime | None, by: Person,
) -> Visit:  # fmt: skip
    """Keep which seconds of a recording were seen and where to go on; the percent says how much.

    `since`: when the page was opened, which may have been played without a connection ever since.
    """
    moment = now()
    visit = _visit_to_change(enrolment, unit, moment)
    passed = int((moment - (since or visit.seen_at)).total_seconds())
    visit.spans = [
        list(one) for one in completion.add_seen(visit.spans or [], spans, length, passed)
    ]
    visit.position = completion.share_seen(visit.spans, length)
    visit.resume_at = min(max(0, at), length)
    visit.seen_at = moment
    db.session.flush()
    if visit.finished_at is None and completion.is_met(
        step.complete, step.need, percent=visit.position
    ):
        finish_lesson(enrolment, unit, by=by)
        db.session.refresh(visit)
    return visit


def finish_lesson(enrolment: Enrolment, unit: Unit, *, by: Person) -> None:
    """Mark a lesson or activity as finished; finishing it again changes nothing."""
    moment = now()
    values = {"enrolment_id": enrolment.id, "unit_id": unit.id, "opened_at": moment,
              "seen_at": moment, "finished_at": moment}  # fmt: skip
    changed: dict[str, Any] = {"finished_at": moment}
    if unit.kind == "lesson":
        values["position"] = changed["position"] = 100
    finished = db.session.scalar(
        _upsert(Visit)
        .values(values)
        .on_conflict_do_update(index_elements=_KEY, set_=changed, where=Visit.finished_at.is_(None))
        .returning(Visit.__table__.c.id)
    )
    if finished is not None:
        verb = "lesson.finished" if unit.kind == "lesson" else "activity.finished"
        record(verb, unit, by=by, batch=enrolment.batch_id)


def refuse_locked(batch: Batch, enrolment: Enrolment, unit_id: int) -> None:
    """Refuse a unit that is not open to the trainee yet."""
    if queries.may_lock(batch):
        rules.check_unlocked(queries.outline(batch, enrolment).locks.get(unit_id))
