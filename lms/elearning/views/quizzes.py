"""Before a quiz: its rules, the own earlier attempts, and the start."""

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place, seat_of
from lms.core.access import requires
from lms.core.clock import now, today
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.elearning import actions, queries, rules
from lms.elearning.forms import RoomEntryForm
from lms.elearning.models import Quiz
from lms.elearning.quiz import extra_minutes
from lms.elearning.review import name_of
from lms.elearning.views.blueprint import address, bp
from lms.elearning.views.lessons import locked_page
from lms.elearning.words import ASPECTS, MOMENTS


@bp.get("/angkatan/<int:batch_id>/kuis/<int:unit_id>")
@requires("lesson.list", Batch)
@under("elearning.outline")
def quiz(batch: Batch, unit_id: int):
    return _quiz_page(batch, queries.quiz_in(batch, unit_id) or abort(404), RoomEntryForm())


def _quiz_page(batch: Batch, found: Quiz, form: RoomEntryForm):
    enrolment, moment = seat_of(current_user, batch), now()
    outline = queries.outline(batch, enrolment)
    step = outline.step(found.unit_id)
    if outline.is_locked(step):
        return locked_page(batch, outline, step)
    extra = queries.extra_percent_of(enrolment) if enrolment else 0
    return page(
        "elearning/quiz.html",
        run=batch,
        quiz=found,
        intro=as_markup(found.intro),
        step=step,
        after=outline.neighbours(step)[1],
        studies=enrolment is not None,
        more_minutes=extra_minutes(found.minutes, extra),
        policy=name_of(found.review),
        moments=MOMENTS,
        aspects=ASPECTS,
        door=queries.door_of(batch, found, enrolment),
        form=form,
        opens=batch.starts_on if today() < batch.starts_on else None,
        cools_until=rules.cools_until(
            moment, step.tries[-1].submitted_at if step.tries else None, found.cooldown
        ),
        address=address,
        moment=moment,
    )


@bp.post("/angkatan/<int:batch_id>/kuis/<int:unit_id>/mulai")
@requires("batch.study", Batch)
def start(batch: Batch, unit_id: int):
    found = queries.quiz_in(batch, unit_id) or abort(404)
    attempt = actions.start_attempt(batch, found, own_place(current_user, batch), by=current_user)
    return redirect(url_for(".attempt", attempt_id=attempt.id))


@bp.post("/angkatan/<int:batch_id>/kuis/<int:unit_id>/masuk")
@requires("batch.study", Batch)
def enter_room(batch: Batch, unit_id: int):
    found = queries.quiz_in(batch, unit_id) or abort(404)
    form, seat = RoomEntryForm(), own_place(current_user, batch)
    if form.accepts(
        lambda: actions.enter_room(batch, found, seat, form.code.data, by=current_user)
    ):
        if form.result:
            flash(_("Kode ruang diterima. Waktu baru berjalan setelah Anda memulai kuis."), "ok")
            return redirect(url_for(".quiz", batch_id=batch.id, unit_id=unit_id))
        form.code.errors = [
            _("Kode ini belum sesuai. Ketik kode yang diberikan pengawas sekarang.")
        ]
    return _quiz_page(batch, found, form), 422
