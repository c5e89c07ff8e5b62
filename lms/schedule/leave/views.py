"""Leave: the trainee's own page, what waits in a batch, one request, and its document."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place
from lms.core import files
from lms.core.access import can, requires
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.schedule import words
from lms.schedule.leave import actions, queries
from lms.schedule.leave.forms import AnswerForm, LeaveForm
from lms.schedule.leave.models import LeaveRequest
from lms.schedule.views.blueprint import bp


@bp.route("/angkatan/<int:batch_id>/izin", methods=["GET", "POST"])
@requires("leave_request.ask", Batch)
@under("schedule.attendance")
def own_leave(batch: Batch):
    place, form = own_place(current_user, batch), LeaveForm()
    form.offer(queries.meetings_of(batch))
    if request.method == "POST":
        if form.accepts(
            lambda: actions.ask(place, batch, form.asked(), form.document.data, by=current_user)
        ):
            flash(_("Pengajuan terkirim. Anda diberi tahu setelah diputuskan."), "success")
            return redirect(url_for(".own_leave", batch_id=batch.id))
        return _own_page(batch, place, form), 422
    return _own_page(batch, place, form)


def _own_page(batch: Batch, place, form: LeaveForm):
    return page(
        "schedule/own_leave.html",
        batch=batch,
        form=form,
        requests=queries.of_enrolment(place),
        max_mb=actions.DOCUMENT_MB,
        words=words,
    )


@bp.get("/angkatan/<int:batch_id>/izin/masuk")
@requires("attendance.view_all", Batch)
@under("schedule.attendance")
def leave_queue(batch: Batch):
    return page(
        "schedule/leave_queue.html", batch=batch, requests=queries.of_batch(batch), words=words
    )


@bp.get("/izin/<int:leave_request_id>")
@requires("leave_request.view", LeaveRequest)
@under("schedule.attendance")
def leave(leave_request: LeaveRequest):
    return _page(leave_request, AnswerForm())


@bp.post("/izin/<int:leave_request_id>/putusan")
@requires("leave_request.decide", LeaveRequest)
@under("schedule.attendance")
def decide_leave(leave_request: LeaveRequest):
    form, step = AnswerForm(), request.form.get("langkah", "")
    steps = {"setuju": actions.approve, "tolak": actions.decline}
    if step not in steps:
        abort(400)
    if not form.accepts(
        lambda: steps[step](leave_request, form.answer.data or "", by=current_user)
    ):
        return _page(leave_request, form), 422
    flash(_("Izin disetujui.") if step == "setuju" else _("Izin ditolak."), "success")
    batch_id = queries.in_full(leave_request).enrolment.batch_id
    return redirect(url_for(".leave_queue", batch_id=batch_id))


@bp.post("/izin/<int:leave_request_id>/tarik")
@requires("leave_request.withdraw", LeaveRequest)
@under("schedule.attendance")
def withdraw_leave(leave_request: LeaveRequest):
    form = EmptyForm()
    if not form.accepts(lambda: actions.withdraw(leave_request, by=current_user)):
        return _page(leave_request, form), 422
    flash(_("Pengajuan ditarik."), "success")
    batch_id = queries.in_full(leave_request).enrolment.batch_id
    return redirect(url_for(".own_leave", batch_id=batch_id))


@bp.get("/izin/<int:leave_request_id>/surat")
@requires("leave_request.view", LeaveRequest)
def leave_document(leave_request: LeaveRequest):
    if leave_request.file is None:
        abort(404)
    return files.send(leave_request.file, inline="lihat" in request.args)


def _page(leave_request: LeaveRequest, form):
    found = queries.in_full(leave_request)
    return page(
        "schedule/leave.html",
        batch=queries.batch_of(found),
        leave=found,
        form=form,
        may_decide=found.state == "asked" and can(current_user, "leave_request.decide", found),
        may_withdraw=found.state == "asked" and can(current_user, "leave_request.withdraw", found),
        words=words,
    )
