"""Before a quiz: its rules, the own earlier attempts, and the start."""

from flask import abort, redirect, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place, seat_of
from lms.core.access import requires
from lms.core.clock import now, today
from lms.core.menu import under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.elearning import actions, queries
from lms.elearning.models import Quiz
from lms.elearning.views.blueprint import address, bp
from lms.elearning.views.lessons import locked_page


def _quiz(batch: Batch, unit_id: int) -> Quiz:
    return queries.quiz_in(batch, unit_id) or abort(404)


@bp.get("/angkatan/<int:batch_id>/kuis/<int:unit_id>")
@requires("lesson.list", Batch)
@under("elearning.outline")
def quiz(batch: Batch, unit_id: int):
    found = _quiz(batch, unit_id)
    enrolment = seat_of(current_user, batch)
    outline = queries.outline(batch, enrolment)
    step = outline.step(unit_id)
    if outline.is_locked(step):
        return locked_page(batch, outline, step)
    return page(
        "elearning/quiz.html",
        run=batch,
        quiz=found,
        intro=as_markup(found.intro),
        step=step,
        after=outline.neighbours(step)[1],
        studies=enrolment is not None,
        opens=batch.starts_on if today() < batch.starts_on else None,
        address=address,
        moment=now(),
    )


@bp.post("/angkatan/<int:batch_id>/kuis/<int:unit_id>/mulai")
@requires("batch.study", Batch)
def start(batch: Batch, unit_id: int):
    seat = own_place(current_user, batch)
    attempt = actions.start_attempt(batch, _quiz(batch, unit_id), seat, by=current_user)
    return redirect(url_for(".attempt", attempt_id=attempt.id))
