"""A question is corrected in all attempts of a batch at once, and back."""

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import regrading
from lms.elearning.models import Quiz, Regrade, RegradedAttempt
from lms.elearning.queries import regrades as queries
from lms.elearning.queries.regrades import Effect
from lms.elearning.regrading import Correction
from lms.people.models import Person


def regrade(
    batch: Batch, quiz: Quiz, correction: Correction, reason: str, *, by: Person
) -> Regrade:
    """Correct a question in every attempt of the batch and mark those anew; new papers follow."""
    lock(batch)
    _refuse_closed(batch)
    question = queries.asked_in(batch, quiz).get(correction.question_id)
    if question is None:
        raise RuleBroken(_("Soal ini belum pernah dikerjakan di angkatan ini."))
    regrading.check(question, correction)
    done = Regrade(
        batch_id=batch.id, quiz_id=quiz.id, question_id=correction.question_id,
        how=correction.how, right=correction.right, former=regrading.key_of(question),
        former_waived=question.get("waived", ""), reason=reason, by_id=by.id, at=now(),
    )  # fmt: skip
    db.session.add(done)
    db.session.flush()
    found = queries.effects(batch, quiz, correction)
    for effect in found:
        _mark_anew(effect)
        db.session.add(
            RegradedAttempt(
                regrade_id=done.id, attempt_id=effect.attempt.id, before=effect.before,
                after=effect.after,
            )
        )  # fmt: skip
    record(
        "quiz.regraded", done, by=by, question=correction.question_id, how=correction.how,
        right=correction.right, former=done.former, reason=reason, attempts=len(found),
        up=sum(one.crosses == "up" for one in found),
        down=sum(one.crosses == "down" for one in found),
    )  # fmt: skip
    return done


def undo_regrade(batch: Batch, quiz: Quiz, done: Regrade, *, by: Person) -> None:
    """Take a correction back in every attempt, also in those begun since."""
    lock(batch)
    _refuse_closed(batch)
    lock(done)
    if done.undone_at is not None or not queries.is_last_of_its_question(done):
        raise RuleBroken(_("Urungkan dahulu koreksi yang lebih baru atas soal ini."))
    for effect in queries.effects(batch, quiz, done.way_back):
        _mark_anew(effect)
    done.undone_at, done.undone_by_id = now(), by.id
    record("quiz.regrade_undone", done, by=by, question=done.question_id)


def _refuse_closed(batch: Batch) -> None:
    if batch.state == "closed":
        raise RuleBroken(_("Angkatan ini sudah ditutup; nilainya tidak dapat diubah."))


def _mark_anew(effect: Effect) -> None:
    attempt = effect.attempt
    attempt.paper = effect.paper
    if attempt.submitted_at is not None:
        attempt.points, attempt.out_of = effect.marked.points, effect.marked.out_of
        attempt.unmarked = effect.marked.waiting
