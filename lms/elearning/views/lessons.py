"""The outline of a batch and the lesson player."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place, seat_of
from lms.core.access import can, requires
from lms.core.addresses import whole
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.elearning import actions, queries
from lms.elearning.models import Lesson
from lms.elearning.views.blueprint import address, bp


@bp.get("/angkatan/<int:batch_id>/belajar")
@requires("lesson.list", Batch)
@tab("batch", _l("Belajar"), order=30, icon="books")
def outline(batch: Batch):
    enrolment = seat_of(current_user, batch)
    return page(
        "elearning/outline.html",
        batch=batch,
        outline=queries.outline(batch, enrolment),
        studies=enrolment is not None,
        waiting=queries.count_waiting(batch) if can(current_user, "batch.teach", batch) else 0,
        wanted=request.args.get("mapel", type=whole),
        address=address,
    )


def _lesson(batch: Batch, unit_id: int) -> Lesson:
    return queries.lesson_in(batch, unit_id) or abort(404)


@bp.get("/angkatan/<int:batch_id>/belajar/<int:unit_id>")
@requires("lesson.list", Batch)
@under("elearning.outline")
def lesson(batch: Batch, unit_id: int):
    found = _lesson(batch, unit_id)
    enrolment = seat_of(current_user, batch)
    outline = queries.outline(batch, enrolment)
    step = outline.step(unit_id)
    if outline.is_locked(step):
        return page("elearning/locked.html", run=batch, outline=outline, step=step, address=address)
    before, after = outline.neighbours(step)
    return page(
        "elearning/lesson.html",
        run=batch,
        html=as_markup(found.html),
        outline=outline,
        subject=outline.subject_of(step),
        step=step,
        before=before,
        after=after,
        studies=enrolment is not None,
        address=address,
    )


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>/selesai")
@requires("batch.study", Batch)
def finish(batch: Batch, unit_id: int):
    enrolment = own_place(current_user, batch)
    actions.refuse_locked(batch, enrolment, unit_id)
    actions.finish_lesson(enrolment, _lesson(batch, unit_id).unit, by=current_user)
    outline = queries.outline(batch, enrolment)
    after = outline.neighbours(outline.step(unit_id))[1]
    if after is None:
        flash(_("Ini bagian terakhir. Kemajuan Anda tersimpan."), "ok")
        return redirect(url_for(".outline", batch_id=batch.id))
    return redirect(address(batch, after))


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>/posisi")
@requires("batch.study", Batch)
def reading(batch: Batch, unit_id: int):
    position = request.form.get("position", type=int)
    if position is None:
        abort(422)
    enrolment = own_place(current_user, batch)
    actions.refuse_locked(batch, enrolment, unit_id)
    actions.record_reading(enrolment, _lesson(batch, unit_id).unit, position)
    return "", 204
