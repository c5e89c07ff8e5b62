"""Reading, answering and submitting: what trainees leave behind in e-learning."""

import hashlib
from random import SystemRandom
from typing import Any

from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from lms.catalogue.models import Enrolment, Unit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, dumps, is_postgres, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import every_minute
from lms.elearning import queries, quiz
from lms.elearning.models import Answer, Attempt, Quiz, Visit
from lms.people.models import Person


def note_position(enrolment: Enrolment, unit: Unit, position: int) -> Visit:
    """Remember that a lesson was opened and how far it was read (percent, never backwards)."""
    insert = insert_postgres if is_postgres() else insert_sqlite
    db.session.execute(
        insert(Visit)
        .values(enrolment_id=enrolment.id, unit_id=unit.id, opened_at=now(), seen_at=now(), position=0)
        .on_conflict_do_nothing(index_elements=["enrolment_id", "unit_id"])
    )
    visit = queries.visit_of(enrolment, unit.id)
    assert visit is not None
    visit.seen_at = now()
    visit.position = max(visit.position, min(100, max(0, position)))
    return visit


def finish_lesson(enrolment: Enrolment, unit: Unit) -> None:
    """Take note that a lesson was read to its end."""
    visit = note_position(enrolment, unit, 100)
    visit.finished_at = visit.finished_at or now()


def start_attempt(quiz_: Quiz, enrolment: Enrolment, *, by: Person) -> Attempt:
    """Begin an attempt with a freshly drawn, stored paper, or return the one that is running."""
    lock(enrolment)
    attempts = queries.attempts_of(enrolment, quiz_)
    running = next((one for one in attempts if one.submitted_at is None), None)
    if running is not None:
        if quiz.may_answer(now(), running.deadline_at, None):
            return running
        submit(running, closed_by="deadline")
    if quiz_.attempts_allowed and len(attempts) >= quiz_.attempts_allowed:
        raise RuleBroken(
            _("Kesempatan kuis ini sudah habis (%(count)s kali).", count=quiz_.attempts_allowed)
        )
    pool = [question.body for question in queries.questions_of(quiz_)]
    started = now()
    attempt = Attempt(
        quiz_id=quiz_.id, enrolment_id=enrolment.id, number=len(attempts) + 1,
        paper=quiz.draw(pool, quiz_.draw, SystemRandom()), started_at=started,
        deadline_at=quiz.deadline(started, quiz_.minutes),
    )  # fmt: skip
    db.session.add(attempt)
    record("attempt.started", attempt, by=by, number=attempt.number)
    db.session.flush()
    return attempt


def save_answer(
    attempt: Attempt, position: int, *, value: Any, flagged: bool, seq: int
) -> bool:
    """Keep one answer; returns False when a newer one is already kept.

    One statement, so that it is quick and safe to repeat: an older `seq` changes nothing.
    """
    if not quiz.may_answer(now(), attempt.deadline_at, attempt.submitted_at):
        raise RuleBroken(_("Waktu kuis ini sudah habis. Jawaban yang tersimpan tetap dihitung."))
    insert = insert_postgres if is_postgres() else insert_sqlite
    statement = insert(Answer).values(
        attempt_id=attempt.id, position=position, value=value, flagged=flagged, saved_at=now(), seq=seq
    )
    columns = {name: statement.excluded[name] for name in ("value", "flagged", "saved_at", "seq")}
    saved = db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["attempt_id", "position"],
            set_=columns,
            where=Answer.seq <= statement.excluded.seq,
        )
    )
    return bool(saved.rowcount)


def submit(attempt: Attempt, *, closed_by: str = "person", by: Person | None = None) -> Attempt:
    """Mark the saved answers and close the attempt; closing twice changes nothing."""
    lock(attempt)
    if attempt.submitted_at is not None:
        return attempt
    whole = queries.attempt_with_paper(attempt.id)
    marked = quiz.mark(whole.paper, _clean_answers(whole))
    whole.submitted_at = now() if closed_by == "person" else whole.deadline_at
    whole.closed_by = closed_by
    whole.points, whole.out_of = marked.points, marked.out_of
    whole.receipt = _receipt(whole)
    record("attempt.submitted", whole, by=by, closed_by=closed_by, receipt=whole.receipt)
    return whole


def _clean_answers(attempt: Attempt) -> dict[int, Any]:
    """Return the answers that fit their question's shape; anything else earns nothing."""
    questions = attempt.paper["questions"]
    found = {}
    for position, answer in queries.answers_of(attempt).items():
        if not 0 <= position < len(questions):
            continue
        question = questions[position]
        try:
            found[position] = quiz.clean_answer(
                question["type"], answer.value, len(question.get("options", []))
            )
        except (ValueError, TypeError):
            continue
    return found


def _receipt(attempt: Attempt) -> str:
    answers = queries.answers_of(attempt)
    told = [[at, answers[at].value, answers[at].seq] for at in sorted(answers)]
    text = dumps([attempt.id, attempt.number, str(attempt.submitted_at), told])
    return hashlib.sha256(text.encode()).hexdigest()[:16].upper()


@every_minute
def close_overdue() -> int:
    """Close the attempts nobody submitted in time, counting what was saved; returns how many."""
    found = queries.overdue()
    for attempt_id in found:
        submit(db.session.get_one(Attempt, attempt_id), closed_by="deadline")
    return len(found)

