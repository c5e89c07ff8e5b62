"""Letting trainees see their marks."""

from typing import Any

from sqlalchemy import update

from lms.assignments import queries
from lms.assignments.events import marks_released
from lms.assignments.models import Brief, Marking, Submission
from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person


def release_marks(batch: Batch, brief: Brief, *, by: Person) -> int:
    """Let the trainees see all confirmed marks of a task; returns how many."""
    ready = queries.ready_works(batch, brief.unit_id)
    if not ready:
        raise RuleBroken(_("Belum ada nilai yang disahkan untuk dirilis."))
    ids = [work.id for work in ready]
    marks = {"released_at": now(), "released_by_id": by.id}
    _set_all(Submission, Submission.id, ids, {"state": "released"})
    _set_all(Marking, Marking.submission_id, ids, marks)
    record("marks.released", brief.unit, by=by, batch=batch.id, count=len(ready))
    marks_released.send(brief.unit, batch=batch, works=ready, by=by)
    return len(ready)


def _set_all(model: Any, column: Any, ids: list[int], values: dict[str, object]) -> None:
    """Change many rows in a few statements, each within what an engine takes as parameters."""
    for at in range(0, len(ids), 500):
        some = column.in_(ids[at : at + 500])
        db.session.execute(
            update(model).where(some).values(values).execution_options(synchronize_session="fetch")
        )
