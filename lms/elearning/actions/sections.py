"""Within an attempt: sections with a time of their own are opened, single answers are settled."""

from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import queries, sections
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.models import Answer, Attempt
from lms.elearning.questions import kind_of
from lms.people.models import Person


def open_section(attempt: Attempt, position: int, *, by: Person) -> None:
    """Start the time of the section that holds a position; a second time changes nothing."""
    lock(attempt)
    moment = now()
    if not rules_of_quiz.may_answer(moment, attempt.deadline_at, attempt.submitted_at):
        raise RuleBroken(_("Percobaan ini sudah ditutup."))
    extra = queries.extra_percent_of(attempt.enrolment)
    clocks = sections.opened(attempt.clocks, position, moment, extra)
    if clocks != attempt.clocks:
        attempt.clocks = clocks
        record("attempt.section_opened", attempt, by=by, position=position)


def settle_answer(attempt: Attempt, position: int) -> None:
    """Let an answer stay as it is, so that what is said about it may be shown at once.

    Its count becomes the greatest there is: a change that a browser sends can never follow it.
    """
    lock(attempt)
    sheet = queries.sheet_of(attempt)
    closes = attempt.closes_at(position) if 1 <= position <= len(sheet) else None
    if closes is None or not rules_of_quiz.may_answer(now(), closes, attempt.submitted_at):
        raise RuleBroken(_("Jawaban ini tidak dapat diperiksa lagi."))
    if not attempt.quiz.review["during"] or kind_of(sheet.question(position)).is_marked_by_hand:
        raise RuleBroken(_("Kuis ini tidak memeriksa jawaban saat dikerjakan."))
    row = sheet.rows.get(position)
    if row is None:
        row = Answer(attempt_id=attempt.id, position=position, value=None)
        db.session.add(row)
    row.seq, row.writer, row.saved_at = queries.SETTLED, "", now()
