"""Answering a survey."""

from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import today
from lms.core.db import db, lock
from lms.surveys import queries, rules
from lms.surveys.models import SurveyReceipt, SurveyReply
from lms.surveys.queries import Sheet


def answer(
    batch: Batch, enrolment: Enrolment, sheet: Sheet, points: dict[str, int], words: dict[str, str]
) -> None:
    """Keep an answer apart from the note that this trainee has answered.

    The journal gets no line of it: a line with person and time would undo the anonymity.
    """
    lock(enrolment)  # two clicks give one answer
    place = (sheet.key, sheet.about_id)
    fresh = queries.sheet_in(batch, enrolment, *place)
    rules.check_open((sheet.first, sheet.last), today(), answered=fresh is None or fresh.answered)
    db.session.add(
        SurveyReceipt(enrolment_id=enrolment.id, survey=sheet.key, about_id=sheet.about_id)
    )
    db.session.add(
        SurveyReply(
            batch_id=batch.id, survey=sheet.key, about_id=sheet.about_id, points=points,
            words={key: text for key, text in words.items() if text},
        )
    )  # fmt: skip
