"""What people of a batch did with units goes over to the same units of another version."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, select, update

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.elearning.models import (
    Attempt,
    DiscussionPost,
    DiscussionReading,
    MeetingRecording,
    Opening,
    Quiz,
    Regrade,
    Visit,
)


def move_work(batch: Batch, units: Mapping[int, int]) -> None:
    """Let visits, openings, discussions and attempts of a batch belong to other units.

    `units` is old id -> new id; papers keep the questions they drew, so answers stay what they
    were.
    """
    seats = select(Enrolment.id).where(Enrolment.batch_id == batch.id)
    for model in (Visit, Opening):
        _move(model, "unit_id", units, model.enrolment_id.in_(seats))
    for model in (DiscussionPost, DiscussionReading, MeetingRecording):
        _move(model, "unit_id", units, model.batch_id == batch.id)
    quizzes = _quiz_ids(units)
    _move(Attempt, "quiz_id", quizzes, Attempt.enrolment_id.in_(seats))
    _move(Regrade, "quiz_id", quizzes, Regrade.batch_id == batch.id)


def _move(model: Any, name: str, ids: Mapping[int, int], mine: Any) -> None:
    column = getattr(model, name)
    if ids:
        db.session.execute(
            update(model)
            .where(column.in_(list(ids)), mine)
            .values({name: case(dict(ids), value=column)})
            .execution_options(synchronize_session=False)
        )
        db.session.expire_all()


def _quiz_ids(units: Mapping[int, int]) -> dict[int, int]:
    wanted = [*units, *units.values()]
    found = db.session.execute(select(Quiz.unit_id, Quiz.id).where(Quiz.unit_id.in_(wanted)))
    by_unit = dict(found.all())
    return {
        by_unit[old]: by_unit[new]
        for old, new in units.items()
        if old in by_unit and new in by_unit
    }
