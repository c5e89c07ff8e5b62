"""A quiz under way: its questions, saving, the look back, handing in, and the outcome."""

from flask import flash, jsonify, redirect, request, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.clock import now
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.offline import kept_while_open
from lms.core.pages import page
from lms.elearning import actions, forms, queries, review, rules
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.models import Attempt
from lms.elearning.sections import clock_at, marks_by_section, state_of
from lms.elearning.showing import asked, grouped, looked_back
from lms.elearning.views.blueprint import bp

#: More questions than any paper has, for quizzes that draw their whole pool.
_ALL = 999


def _desk(template: str, attempt: Attempt, sheet: queries.Sheet, here: int = 0):
    moment = now()
    questions = asked(sheet, attempt, moment)
    groups = grouped(sheet, attempt, questions, moment)
    known = [one for one in questions if not one["waiting"]]
    if here and questions[here - 1]["waiting"]:
        template = "elearning/section.html"
    return page(
        template,
        attempt=attempt,
        quiz=attempt.quiz,
        run=queries.batch_of(attempt),
        questions=questions,
        groups=groups,
        section=next(
            (one for one in groups if here and questions[here - 1] in one["questions"]), None
        ),
        running=next((one for one in groups if one["state"] == "running"), None),
        here=here,
        answered=sum(one["answered"] for one in known),
        flagged=sum(one["flagged"] for one in known),
        saved_at=sheet.saved_at,
        moment=moment,
    )


def _elsewhere(attempt: Attempt):
    """Return the answer for an attempt that takes no more answers, None while it does."""
    if attempt.submitted_at is not None:
        return redirect(url_for(".outcome", attempt_id=attempt.id))
    if not rules_of_quiz.may_answer(now(), attempt.deadline_at, None):
        return page("elearning/time_over.html", attempt=attempt, quiz=attempt.quiz)
    return None


@bp.get("/percobaan/<int:attempt_id>")
@requires("attempt.answer", Attempt)
@under("elearning.outline")
def attempt(attempt: Attempt):
    elsewhere = _elsewhere(attempt)
    if elsewhere:
        return elsewhere
    sheet = queries.sheet_of(attempt)
    here = min(max(1, request.args.get("n", 1, type=whole)), len(sheet))
    return kept_while_open(_desk("elearning/attempt.html", attempt, sheet, here=here))


@bp.post("/percobaan/<int:attempt_id>")
@requires("attempt.answer", Attempt, together=True)
def answer(attempt: Attempt):
    sent = forms.from_form(request.form, attempt.quiz.draw or _ALL, step=1)
    if sent is not None and "tetap" in request.form:  # a question that can only be looked at
        return redirect(_next_page(attempt, sent.position))
    return _answered(attempt, sent)


@bp.post("/percobaan/<int:attempt_id>/periksa")
@requires("attempt.answer", Attempt)
def settle(attempt: Attempt):
    """Keep an answer and let it stay as it is, so that what is said about it can be shown."""
    sent = forms.from_form(request.form, attempt.quiz.draw or _ALL, step=1)
    return _answered(attempt, sent, settle=True)


def _answered(attempt: Attempt, sent: forms.SentAnswer | None, *, settle: bool = False):
    if sent is None:
        flash(_("Jawaban itu tidak dapat dibaca. Pilih atau tulis sekali lagi."), "error")
        return redirect(url_for(".attempt", attempt_id=attempt.id))
    saved = _kept(attempt, sent)
    if saved is None or saved.is_refused:
        flash(_why_not_kept(attempt, sent.position, saved)[1], "warning")
    elif saved.is_stale:
        flash(
            _("Soal %(number)s sudah dijawab di jendela atau perangkat lain. "
              "Yang tersimpan adalah jawaban terbaru itu.", number=sent.position), "warning",
        )  # fmt: skip
    elif settle:
        actions.settle_answer(attempt, sent.position)
    return redirect(_next_page(attempt, sent.position))


def _kept(attempt: Attempt, sent: forms.SentAnswer) -> actions.Saved | None:
    return actions.save_answer(
        attempt, sent.position, sent.value, flagged=sent.flagged, seq=sent.seq, base=sent.base,
        writer=sent.writer,
    )  # fmt: skip


def _why_not_kept(attempt: Attempt, position: int, saved: actions.Saved | None) -> tuple[str, str]:
    moment = now()
    return rules.why_not_kept(
        is_handed_in=attempt.submitted_at is not None,
        is_over=not rules_of_quiz.may_answer(moment, attempt.deadline_at, None),
        is_settled=saved is not None,
        section=state_of(clock_at(attempt.clocks, position), moment),
    )


def _next_page(attempt: Attempt, position: int) -> str:
    """Return where the pressed button leads: a question by its number, or the look back."""
    wanted = request.form.get("ke", "")
    if wanted == "tinjau":
        return url_for(".summary", attempt_id=attempt.id)
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else position
    return url_for(".attempt", attempt_id=attempt.id, n=number)


@bp.post("/percobaan/<int:attempt_id>/jawaban")
@requires("attempt.answer", Attempt, together=True)
def save(attempt: Attempt):
    questions = attempt.quiz.draw or _ALL
    sent = (
        forms.from_json(request.get_json(silent=True), questions)
        if request.is_json
        else forms.from_form(request.form, questions, step=0)
    )
    if sent is None:
        return jsonify(error=_("Jawaban itu tidak dapat dibaca.")), 422
    saved = _kept(attempt, sent)
    if saved is None or saved.is_refused:
        reason, sentence = _why_not_kept(attempt, sent.position, saved)
        return jsonify(error=sentence, reason=reason), 403
    told = {"saved_at": saved.saved_at.isoformat(), "seq": saved.seq}
    if saved.is_stale:
        return jsonify(told | {"value": saved.value, "flagged": saved.flagged}), 409
    return jsonify(told)


@bp.post("/percobaan/<int:attempt_id>/bagian")
@requires("attempt.answer", Attempt)
def open_section(attempt: Attempt):
    position = request.form.get("position", 0, type=whole)
    actions.open_section(attempt, position, by=current_user)
    return redirect(url_for(".attempt", attempt_id=attempt.id, n=position))


@bp.get("/percobaan/<int:attempt_id>/tinjau")
@requires("attempt.answer", Attempt)
@under("elearning.outline")
def summary(attempt: Attempt):
    return _elsewhere(attempt) or _desk(
        "elearning/summary.html", attempt, queries.sheet_of(attempt)
    )


@bp.post("/percobaan/<int:attempt_id>/kirim")
@requires("attempt.answer", Attempt)
def submit(attempt: Attempt):
    actions.submit_attempt(attempt, by=current_user)
    return redirect(url_for(".outcome", attempt_id=attempt.id))


@bp.get("/percobaan/<int:attempt_id>/hasil")
@requires("attempt.view", Attempt)
@under("elearning.outline")
def outcome(attempt: Attempt):
    if attempt.submitted_at is None:
        return redirect(url_for(".attempt", attempt_id=attempt.id))
    assert attempt.points is not None and attempt.out_of is not None
    batch = queries.batch_of(attempt)
    tries = queries.attempts_of(attempt.enrolment, attempt.quiz_id)
    is_own = attempt.enrolment.person_id == current_user.id
    policy, sheet = attempt.quiz.review, queries.sheet_of(attempt)
    moment = review.moment_of(now(), attempt.submitted_at, batch_is_over=batch.state == "closed")
    waits = is_own and queries.has_open_attempt(attempt.enrolment)
    seen = review.shown(policy, moment, another_is_open=waits) if is_own else review.ALL
    percent = rules_of_quiz.score_percent(attempt.points, attempt.out_of)
    return page(
        "elearning/outcome.html",
        attempt=attempt,
        quiz=attempt.quiz,
        run=batch,
        percent=percent,
        has_passed=percent >= attempt.quiz.pass_mark,
        attempts_left=rules.attempts_left(len(tries), attempt.quiz.attempts_allowed),
        review=looked_back(sheet, seen),
        sections=marks_by_section(sheet.paper, sheet.marked().per_question)
        if "marks" in seen
        else [],
        later=review.opens_later(policy, moment),
        waits=waits and any(policy.values()),
        is_own=is_own,
    )
