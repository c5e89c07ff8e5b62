"""Time that some trainees get beyond a quiz's own, for a reason that is nobody else's matter."""

from sqlalchemy import select

from lms.catalogue.models import Enrolment
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock, rows
from lms.elearning import queries, rules, sections
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.models import Attempt, ExtraTime
from lms.people.models import Person


def give_extra_time(enrolment: Enrolment, percent: int, *, by: Person) -> None:
    """Give a trainee so much more time in every quiz of the batch (0: none).

    An attempt under way is lengthened at once, and never shortened.
    """
    rules.check_extra_time(percent)
    lock(enrolment)
    kept = queries.extra_time_of(enrolment)
    if kept is None:
        kept = ExtraTime(enrolment_id=enrolment.id)
        db.session.add(kept)
    kept.percent = percent
    running = select(Attempt).where(
        Attempt.enrolment_id == enrolment.id, Attempt.submitted_at.is_(None)
    )
    for attempt in rows(running):
        extra = rules_of_quiz.extra_minutes(attempt.quiz.minutes, percent)
        longer = rules_of_quiz.deadline(attempt.started_at, attempt.quiz.minutes, extra)
        attempt.deadline_at = max(attempt.deadline_at, longer)
        attempt.clocks = sections.lengthened(attempt.clocks, now(), percent)
    record("extra_time.given", enrolment, by=by, percent=percent)
