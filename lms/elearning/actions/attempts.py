"""Attempts at quizzes: started, answered, handed in, closed when their time is over."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Integer, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import UtcDateTime, db, is_postgres, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import queries, rules
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.actions.lessons import refuse_locked
from lms.elearning.models import Answer, Attempt, Quiz
from lms.people.models import Person


@dataclass(frozen=True)
class Saved:
    """What the server keeps of an answer; `is_stale` when the one just sent was an older change."""

    value: Any
    flagged: bool
    seq: int
    saved_at: datetime
    is_stale: bool = False


def start_attempt(batch: Batch, quiz: Quiz, enrolment: Enrolment, *, by: Person) -> Attempt:
    """Start an attempt with a freshly drawn paper, or return the one already under way."""
    lock(enrolment)  # two clicks or two devices cannot start two attempts
    earlier = queries.attempts_of(enrolment, quiz.id)
    for attempt in earlier:
        if attempt.submitted_at is None and not close_if_overdue(attempt):
            return attempt
    rules.check_start(
        batch_state=batch.state, starts_on=batch.starts_on, today=today(),
        used=len(earlier), allowed=quiz.attempts_allowed,
    )  # fmt: skip
    moment = now()
    rules.check_cooldown(moment, earlier[-1].submitted_at if earlier else None, quiz.cooldown)
    refuse_locked(batch, enrolment, quiz.unit_id)
    rng = Random()
    pools = queries.pools_of(quiz, rng)
    if any(len(questions) < (count if quiz.pools else 1) for questions, count in pools):
        raise RuleBroken(_("Kuis ini belum memuat cukup soal. Beri tahu penyelenggara."))
    extra = queries.extra_time_of(enrolment)
    more = rules_of_quiz.extra_minutes(quiz.minutes, extra.percent if extra else 0)
    attempt = Attempt(
        quiz=quiz,
        enrolment=enrolment,
        number=len(earlier) + 1,
        paper=rules_of_quiz.draw_from(pools, rng),
        started_at=moment,
        deadline_at=rules_of_quiz.deadline(moment, quiz.minutes, more),
    )
    db.session.add(attempt)
    db.session.flush()
    record("attempt.started", attempt, by=by, number=attempt.number)
    return attempt


def save_answer(
    attempt: Attempt, position: int, value: Any, *, flagged: bool, seq: int
) -> Saved | None:
    """Keep an answer unless a newer change of it is there; None when the attempt takes no more.

    One statement decides: it holds the attempt against being handed in meanwhile, and an older
    `seq` never overwrites a newer one. The same change sent twice is acknowledged twice.
    """
    moment = now()
    if not rules_of_quiz.may_answer(moment, attempt.deadline_at, attempt.submitted_at):
        return None
    kept = db.session.scalar(
        _keep(postgres=is_postgres()),
        {
            "attempt": attempt.id, "place": position, "sent_value": value, "sent_flag": flagged,
            "moment": moment, "sent_seq": seq,
        },
    )  # fmt: skip
    if kept is not None:
        return Saved(value, flagged, seq, moment)
    return _kept_instead(attempt, position, value, flagged=flagged, seq=seq)


@cache
def _keep(*, postgres: bool) -> Any:
    """Insert or update an answer, unless a newer one stands there or the attempt is handed in."""
    columns: dict[str, Any] = {
        "attempt_id": Attempt.id,
        "position": bindparam("place", type_=Integer),
        "value": bindparam("sent_value", type_=JSON),
        "flagged": bindparam("sent_flag", type_=Boolean),
        "saved_at": bindparam("moment", type_=UtcDateTime),
        "seq": bindparam("sent_seq", type_=BigInteger),
    }
    still_open = (
        select(*columns.values())
        .where(Attempt.id == bindparam("attempt"), Attempt.submitted_at.is_(None))
        .with_for_update(read=True)
    )
    dialect: Any = postgresql if postgres else sqlite
    statement = dialect.insert(Answer.__table__).from_select(list(columns), still_open)
    sent = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["attempt_id", "position"],
        set_={name: sent[name] for name in ("value", "flagged", "saved_at", "seq")},
        where=Answer.seq < sent.seq,
    ).returning(Answer.__table__.c.seq)


def _kept_instead(
    attempt: Attempt, position: int, value: Any, *, flagged: bool, seq: int
) -> Saved | None:
    """Return what stands where an answer was not taken, None when the attempt was handed in."""
    kept = queries.answer_at(attempt, position)
    if kept is None or kept.seq < seq:
        return None
    same = (kept.value, kept.flagged) == (value, flagged)
    return Saved(kept.value, kept.flagged, kept.seq, kept.saved_at, is_stale=not same)


def submit_attempt(attempt: Attempt, *, by: Person) -> None:
    """Hand in an attempt and mark it; handing in again changes nothing."""
    lock(attempt)
    if attempt.submitted_at is None and not close_if_overdue(attempt):
        _close(attempt, now(), closed_by="person", by=by)


def close_if_overdue(attempt: Attempt) -> bool:
    """Close an attempt whose time, grace included, is over, counting the answers saved by then."""
    lock(attempt)
    if attempt.submitted_at is not None:
        return True
    if rules_of_quiz.may_answer(now(), attempt.deadline_at, None):
        return False
    _close(attempt, attempt.deadline_at, closed_by="deadline", by=None)
    return True


def close_overdue(attempt_id: int) -> bool:
    """Close one attempt by its id when it is overdue (the minutely round of the worker)."""
    return close_if_overdue(db.session.get_one(Attempt, attempt_id))


def _close(attempt: Attempt, moment: datetime, *, closed_by: str, by: Person | None) -> None:
    sheet = queries.sheet_of(attempt)
    marked = sheet.marked()
    attempt.submitted_at, attempt.closed_by = moment, closed_by
    attempt.points, attempt.out_of = marked.points, marked.out_of
    attempt.unmarked = marked.waiting
    attempt.receipt = rules.receipt_code(attempt.id, attempt.number, moment, sheet.answers)
    record(
        "attempt.submitted", attempt, by=by, closed_by=closed_by, points=marked.points,
        out_of=marked.out_of, receipt=attempt.receipt,
    )  # fmt: skip
