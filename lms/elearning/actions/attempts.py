"""Attempts at quizzes: started, answered, handed in, closed when their time is over."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Integer, String, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import UtcDateTime, begin_writing, db, is_postgres, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.together import together
from lms.elearning import bank, queries, regrading, rules, sections
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.actions.lessons import refuse_locked
from lms.elearning.actions.pictures import show_on_paper
from lms.elearning.actions.rooms import refuse_outside_room
from lms.elearning.models import Answer, Attempt, Quiz
from lms.elearning.queries.regrades import corrections_of
from lms.people.models import Person


@dataclass(frozen=True)
class Saved:
    """What the server keeps of an answer; `is_stale` when the one just sent was an older change."""

    value: Any
    flagged: bool
    seq: int
    saved_at: datetime
    is_stale: bool = False

    @property
    def is_refused(self) -> bool:
        """Tell whether a change was refused because the answer had been settled."""
        return self.is_stale and self.seq >= queries.SETTLED


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
    refuse_outside_room(batch, quiz, enrolment)
    rng = Random()
    parts = queries.parts_of(quiz, rng)
    if any(part.is_short for part in parts):
        raise RuleBroken(_("Kuis ini belum memuat cukup soal. Beri tahu penyelenggara."))
    more = rules_of_quiz.extra_minutes(quiz.minutes, queries.extra_percent_of(enrolment))
    drawn = rules_of_quiz.draw_parts([(part.section, part.pools) for part in parts], rng)
    attempt = Attempt(
        quiz=quiz,
        enrolment=enrolment,
        number=len(earlier) + 1,
        paper=regrading.corrected_paper(drawn, corrections_of(batch, quiz.id)),
        clocks=sections.clocks_of(drawn),
        started_at=moment,
        deadline_at=rules_of_quiz.deadline(moment, quiz.minutes, more),
    )
    db.session.add(attempt)
    db.session.flush()
    from_bank = [one for one in attempt.paper["questions"] if str(one["id"]).startswith("bank#")]
    show_on_paper(attempt.id, bank.pictures_on(from_bank))
    record("attempt.started", attempt, by=by, number=attempt.number)
    return attempt


def save_answer(
    attempt: Attempt,
    position: int,
    value: Any,
    *,
    flagged: bool,
    seq: int,
    base: int | None = None,
    writer: str = "",
) -> Saved | None:
    """Keep an answer unless another page changed it meanwhile; None when the attempt is closed.

    `base` is the change that the page had seen (the one before `seq` when not said), `writer` the
    page: a page goes on from its own changes and from what it has seen, nothing else. One
    statement decides and holds the attempt against being handed in meanwhile. Writer and `seq`
    name a change: sent twice it is acknowledged twice, also after the attempt was closed.
    """
    moment = now()
    closes = attempt.closes_at(position)
    is_open = closes is not None and rules_of_quiz.may_answer(moment, closes, attempt.submitted_at)
    if is_open:
        kept = together.keep(
            _keep(postgres=is_postgres()),
            {
                "attempt": attempt.id, "place": position, "sent_value": value,
                "sent_flag": flagged, "moment": moment, "sent_seq": seq, "sent_writer": writer,
                "base": seq - 1 if base is None else base,
            },
        )  # fmt: skip
        if kept is not None:
            return Saved(value, flagged, seq, moment)
        begin_writing()  # what this request read may be older than what was in the way
        db.session.refresh(attempt, ["submitted_at"])
    return _kept_instead(
        attempt, position, value, flagged=flagged,
        is_open=is_open and attempt.submitted_at is None,
    )  # fmt: skip


@cache
def _keep(*, postgres: bool) -> Any:
    """Insert or update an answer, unless a change unknown to its page stands there.

    Nor is anything kept once the attempt is handed in.
    """
    columns: dict[str, Any] = {
        "attempt_id": Attempt.id,
        "position": bindparam("place", type_=Integer),
        "value": bindparam("sent_value", type_=JSON),
        "flagged": bindparam("sent_flag", type_=Boolean),
        "saved_at": bindparam("moment", type_=UtcDateTime),
        "seq": bindparam("sent_seq", type_=BigInteger),
        "writer": bindparam("sent_writer", type_=String),
    }
    still_open = (
        select(*columns.values())
        .where(Attempt.id == bindparam("attempt"), Attempt.submitted_at.is_(None))
        .with_for_update(read=True)
    )
    dialect: Any = postgresql if postgres else sqlite
    statement = dialect.insert(Answer.__table__).from_select(list(columns), still_open)
    sent = statement.excluded
    has_seen = Answer.seq == bindparam("base", type_=BigInteger)
    is_own = (Answer.writer == sent.writer) & (Answer.writer != "")
    return statement.on_conflict_do_update(
        index_elements=["attempt_id", "position"],
        set_={name: sent[name] for name in ("value", "flagged", "saved_at", "seq", "writer")},
        where=(Answer.seq < sent.seq) & (has_seen | is_own),
    ).returning(Answer.__table__.c.seq)


def _kept_instead(
    attempt: Attempt, position: int, value: Any, *, flagged: bool, is_open: bool
) -> Saved | None:
    """Return what stands where an answer was not taken, None when it came too late."""
    kept = queries.answer_at(attempt, position)
    is_same = kept is not None and (kept.value, kept.flagged) == (value, flagged)
    if kept is None or not (is_same or is_open):
        return None
    return Saved(kept.value, kept.flagged, kept.seq, kept.saved_at, is_stale=not is_same)


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
