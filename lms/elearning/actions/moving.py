"""What people of a batch did with units goes over to the same units of another version."""

from collections.abc import Mapping

from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, point_elsewhere
from lms.elearning.models import (
    Attempt,
    DiscussionPost,
    DiscussionReading,
    MeetingRecording,
    Opening,
    Quiz,
    QuizRoom,
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
        point_elsewhere(model.unit_id, units, model.enrolment_id.in_(seats))
    for model in (DiscussionPost, DiscussionReading, MeetingRecording):
        point_elsewhere(model.unit_id, units, model.batch_id == batch.id)
    quizzes = _quiz_ids(units)
    point_elsewhere(Attempt.quiz_id, quizzes, Attempt.enrolment_id.in_(seats))
    for model in (Regrade, QuizRoom):
        point_elsewhere(model.quiz_id, quizzes, model.batch_id == batch.id)


def _quiz_ids(units: Mapping[int, int]) -> dict[int, int]:
    wanted = [*units, *units.values()]
    found = db.session.execute(select(Quiz.unit_id, Quiz.id).where(Quiz.unit_id.in_(wanted)))
    by_unit = dict(found.all())
    return {
        by_unit[old]: by_unit[new]
        for old, new in units.items()
        if old in by_unit and new in by_unit
    }
