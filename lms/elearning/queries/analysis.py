"""What a quiz's questions did: the first finished attempt of everybody, question by question."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import rows
from lms.elearning.analysis import Analysis, Taken, analyse
from lms.elearning.models import Attempt, Quiz
from lms.elearning.queries.attempts import Sheet, sheets_of
from lms.elearning.questions.kind import points_of

#: Attempts that are looked at; the latest ones of a quiz that was taken more often.
MOST = 2000


def analysis_of(quiz: Quiz, batch: Batch | None) -> Analysis:
    """Return the analysis of a quiz, of one batch or of all that took it."""
    found = (
        select(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Attempt.quiz_id == quiz.id,
            Attempt.number == 1,  # later ones know the questions
            Attempt.submitted_at.is_not(None),
            Attempt.unmarked == 0,
            Enrolment.state == "accepted",
        )
        .options(undefer(Attempt.paper))
        .order_by(Attempt.id.desc())
        .limit(MOST)
    )
    if batch is not None:
        found = found.where(Enrolment.batch_id == batch.id)
    attempts = rows(found)
    sheets = sheets_of({attempt.id: attempt.paper for attempt in attempts})
    return analyse([_taken(sheet) for sheet in sheets.values()])


def _taken(sheet: Sheet) -> list[Taken]:
    earned = sheet.marked().per_question
    return [
        _one(sheet.question(position), sheet.answer(position), float(earned[position - 1] or 0))
        for position in range(1, len(sheet) + 1)
    ]


def _one(question: dict[str, Any], answer: Any, earned: float) -> Taken:
    options = question.get("options", [])
    chosen = answer if isinstance(answer, list) else [answer]
    return Taken(
        key=str(question["id"]),
        title=question["text_html"],
        share=earned / float(points_of(question)),
        options={option["html"]: bool(option["correct"]) for option in options},
        chosen=[option["html"] for at, option in enumerate(options) if at in chosen],
    )
