"""The outline and the lessons of a batch, and quizzes from their rules to their review."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import standing, studies_in
from lms.core.access import can, requires
from lms.core.clock import AGENCY_ZONE, local, now
from lms.core.forms import EmptyForm
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.elearning import actions, queries, quiz
from lms.elearning.models import Attempt, Lesson, Quiz

bp = Blueprint("elearning", __name__)

#: The longest autosave request: an answer of 500 letters and its wrapping.
_MOST_VALUES = 20


def _enrolment(batch: Batch):
    """Return the reader's own place when it is a seat; staff look on without one."""
    return standing(current_user, batch).enrolment if studies_in(current_user, batch) else None


@bp.get("/angkatan/<int:batch_id>/belajar")
@requires("batch.learn", Batch)
@tab("batch", _l("Belajar"), order=20, icon="books")
def outline(batch: Batch):
    enrolment = _enrolment(batch)
    items = queries.outline(batch, enrolment)
    return page(
        "elearning/outline.html",
        batch=batch,
        items=items,
        studies=enrolment is not None,
        progress=queries.progress_of(items),
        following=queries.next_item(items) if enrolment else None,
    )


@bp.get("/angkatan/<int:batch_id>/belajar/<int:unit_id>")
@requires("batch.learn", Batch)
@under("elearning.outline")
def lesson(batch: Batch, unit_id: int):
    found = _lesson(batch, unit_id)
    enrolment = _enrolment(batch)
    items = queries.outline(batch, enrolment)
    before, after = queries.neighbours(items, unit_id)
    return page(
        "elearning/lesson.html",
        batch=batch,
        lesson=found,
        html=as_markup(found.html),
        items=items,
        here=next(item for item in items if item.unit_id == unit_id),
        before=before,
        after=after,
        progress=queries.progress_of(items),
        visit=queries.visit_of(enrolment, unit_id) if enrolment else None,
        studies=enrolment is not None,
    )


def _lesson(batch: Batch, unit_id: int) -> Lesson:
    return queries.lesson_in(batch, unit_id) or abort(404)


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>/posisi")
@requires("batch.study", Batch)
def note_position(batch: Batch, unit_id: int):
    found = _lesson(batch, unit_id)
    position = request.form.get("posisi", 0, type=int)
    actions.note_position(standing(current_user, batch).enrolment, found.unit, position)
    return "", 204


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>")
@requires("batch.study", Batch)
def finish(batch: Batch, unit_id: int):
    found = _lesson(batch, unit_id)
    enrolment = standing(current_user, batch).enrolment
    actions.finish_lesson(enrolment, found.unit)
    _before, after = queries.neighbours(queries.units_in(batch.version_id), unit_id)
    return redirect(unit_address(batch.id, after) if after else _back(batch))


def unit_address(batch_id: int, item: queries.Item) -> str:
    """Return where a unit of an outline is opened."""
    if item.kind == "assignment":
        return f"/angkatan/{batch_id}/tugas/{item.unit_id}"
    endpoint = "elearning.lesson" if item.kind == "lesson" else "elearning.quiz_rules"
    return url_for(endpoint, batch_id=batch_id, unit_id=item.unit_id)


@bp.app_template_global()
def unit_url(batch_id: int, item: queries.Item) -> str:
    """Return where a unit is opened, for templates."""
    return unit_address(batch_id, item)


def _back(batch: Batch) -> str:
    return url_for("elearning.outline", batch_id=batch.id)


def _quiz(batch: Batch, unit_id: int) -> Quiz:
    return queries.quiz_in(batch, unit_id) or abort(404)


@bp.get("/angkatan/<int:batch_id>/kuis/<int:unit_id>")
@requires("batch.learn", Batch)
@under("elearning.outline")
def quiz_rules(batch: Batch, unit_id: int):
    found = _quiz(batch, unit_id)
    enrolment = _enrolment(batch)
    attempts = queries.attempts_of(enrolment, found) if enrolment else []
    return page(
        "elearning/quiz.html",
        batch=batch,
        quiz=found,
        intro=as_markup(found.intro),
        count=min(found.draw or 10_000, queries.pool_size(found)),
        attempts=attempts,
        running=next((one for one in attempts if one.submitted_at is None), None),
        left=max(0, found.attempts_allowed - len(attempts)) if found.attempts_allowed else None,
        studies=enrolment is not None,
        percent=quiz.score_percent,
        form=EmptyForm(),
    )


@bp.post("/angkatan/<int:batch_id>/kuis/<int:unit_id>")
@requires("quiz.take", Batch)
def start(batch: Batch, unit_id: int):
    enrolment = standing(current_user, batch).enrolment
    attempt = actions.start_attempt(_quiz(batch, unit_id), enrolment, by=current_user)
    return redirect(url_for(".attempt", attempt_id=attempt.id))


@bp.get("/percobaan/<int:attempt_id>")
@requires("attempt.answer", Attempt)
def attempt(attempt: Attempt):
    if _is_over(attempt):
        return redirect(url_for(".review", attempt_id=attempt.id))
    whole = queries.attempt_with_paper(attempt.id)
    number = request.args.get("n", 1, type=int)
    questions = quiz.public_paper(whole.paper)
    if not 1 <= number <= len(questions):
        abort(404)
    answers = queries.answers_of(whole)
    return page(
        "elearning/attempt.html",
        attempt=whole,
        number=number,
        count=len(questions),
        question=_shown(questions[number - 1]),
        answer=answers.get(number - 1),
        map=_map(whole, answers, len(questions), number),
        answered=sum(answer.value is not None for answer in answers.values()),
        flagged=sum(answer.flagged for answer in answers.values()),
        moment=now(),
    )


def _is_over(attempt: Attempt) -> bool:
    return not quiz.may_answer(now(), attempt.deadline_at, attempt.submitted_at)


def _shown(question: dict[str, Any]) -> dict[str, Any]:
    options = [as_markup(option["html"]) for option in question["options"]]
    return question | {"text": as_markup(question["text_html"]), "options": options}


def _map(attempt: Attempt, answers: dict[int, Any], count: int, here: int) -> list[dict[str, Any]]:
    items = []
    for number in range(1, count + 1):
        answer = answers.get(number - 1)
        items.append(
            {
                "number": number,
                "url": url_for(".attempt", attempt_id=attempt.id, n=number),
                "answered": answer is not None and answer.value is not None,
                "flagged": answer is not None and answer.flagged,
                "current": number == here,
            }
        )
    return items


def _sent_answer() -> dict[str, Any]:
    """Return the answer of the present request in stored shape; 422 when it cannot be one."""
    kind = request.form.get("jenis", "single")
    values = request.form.getlist("value")[:_MOST_VALUES]
    value: Any = values if kind == "multiple" else (values[0] if values else None)
    try:
        clean = quiz.clean_answer(kind, value, _MOST_VALUES)
        seq = int(request.form.get("seq") or now().timestamp() * 1000)
    except ValueError:
        abort(422)
    return {"value": clean, "flagged": "flagged" in request.form, "seq": seq}


@bp.post("/percobaan/<int:attempt_id>/jawaban/<int:number>")
@requires("attempt.answer", Attempt)
def autosave(attempt: Attempt, number: int):
    """Keep one answer: the address the browser saves to while one types."""
    if _is_over(attempt):
        return jsonify(error="over"), 410
    kept = actions.save_answer(attempt, number - 1, **_sent_answer())
    moment = local(now()).strftime("%H.%M.%S")
    return jsonify(time=f"{moment} {AGENCY_ZONE}"), 200 if kept else 409


@bp.post("/percobaan/<int:attempt_id>/soal/<int:number>")
@requires("attempt.answer", Attempt)
def answer(attempt: Attempt, number: int):
    """Keep the answer of a page and go where its button says; works without scripts."""
    actions.save_answer(attempt, number - 1, **_sent_answer())
    target = request.form.get("ke", "tinjau")
    if target.isdigit():
        return redirect(url_for(".attempt", attempt_id=attempt.id, n=int(target)))
    return redirect(url_for(".summary", attempt_id=attempt.id))


@bp.get("/percobaan/<int:attempt_id>/tinjau")
@requires("attempt.answer", Attempt)
def summary(attempt: Attempt):
    if _is_over(attempt):
        return redirect(url_for(".review", attempt_id=attempt.id))
    whole = queries.attempt_with_paper(attempt.id)
    answers = queries.answers_of(whole)
    count = len(whole.paper["questions"])
    return page(
        "elearning/summary.html",
        attempt=whole,
        map=_map(whole, answers, count, 0),
        count=count,
        answered=sum(answer.value is not None for answer in answers.values()),
        moment=now(),
    )


@bp.post("/percobaan/<int:attempt_id>/kirim")
@requires("attempt.answer", Attempt)
def submit(attempt: Attempt):
    closed_by = "deadline" if _is_over(attempt) else "person"
    done = actions.submit(attempt, closed_by=closed_by, by=current_user)
    flash(_("Jawaban terkirim. Tanda terima %(receipt)s.", receipt=done.receipt), "success")
    return redirect(url_for(".review", attempt_id=attempt.id))


@bp.get("/percobaan/<int:attempt_id>/hasil")
@requires("attempt.view", Attempt)
def review(attempt: Attempt):
    own = can(current_user, "attempt.answer", attempt)
    if attempt.submitted_at is None and not _is_over(attempt):
        return redirect(url_for(".attempt", attempt_id=attempt.id)) if own else abort(404)
    batch = queries.batch_of(attempt)
    whole = queries.attempt_with_paper(attempt.id)
    answers = queries.answers_of(whole)
    shows = _may_review(whole, batch, own)
    return page(
        "elearning/review.html",
        batch=batch,
        attempt=whole,
        score=quiz.score_percent(whole.points, whole.out_of) if whole.out_of else None,
        answered=sum(answer.value is not None for answer in answers.values()),
        count=len(whole.paper["questions"]),
        lines=_lines(whole, answers) if shows else [],
        own=own,
    )


def _may_review(attempt: Attempt, batch: Batch, own: bool) -> bool:
    """Tell whether right answers may be shown: to teachers, else by the quiz's policy."""
    if attempt.submitted_at is None:
        return False
    if not own:
        return True
    policy = attempt.quiz.review
    return policy == "after_submit" or (policy == "after_close" and batch.state == "closed")


def _lines(attempt: Attempt, answers: dict[int, Any]) -> list[dict[str, Any]]:
    lines = []
    for position, question in enumerate(attempt.paper["questions"]):
        saved = answers.get(position)
        value = saved.value if saved else None
        chosen = value if isinstance(value, list) else [value]
        lines.append(
            {
                "text": as_markup(question["text_html"]),
                "points": quiz.mark_one(question, value),
                "out_of": question.get("points", 1),
                "feedback": as_markup(question.get("feedback_html", "")),
                "typed": value if not question.get("options") else None,
                "key": ", ".join(str(k) for k in quiz.accepted(question)),
                "options": [
                    {
                        "html": as_markup(option["html"]),
                        "chosen": at in chosen,
                        "correct": option["correct"],
                        "feedback": as_markup(option.get("feedback_html", "")),
                    }
                    for at, option in enumerate(question.get("options", []))
                ],
            }
        )
    return lines
