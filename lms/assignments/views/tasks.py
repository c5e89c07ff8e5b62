"""Tasks of a person and of a batch, everybody's works of a task, and their release."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.assignments import actions, queries
from lms.assignments.forms import TaskForm, WorkForm
from lms.assignments.views.blueprint import bp, brief_or_404
from lms.assignments.views.handing_in import own_task
from lms.catalogue import gates
from lms.catalogue.models import Batch
from lms.catalogue.permissions import seat_of, studies_in
from lms.core.access import SIGNED_IN, can, requires
from lms.core.clock import now
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.offers import offers
from lms.core.pages import page


@bp.get("/tugas")
@requires(SIGNED_IN)
@tab("trainee", _l("Tugas"), order=40, icon="clipboard-check")
def mine():
    return page("assignments/mine.html", tasks=queries.tasks_to_do(current_user), moment=now())


@bp.get("/angkatan/<int:batch_id>/tugas")
@requires("assignment.list", Batch)
@tab("batch", _l("Tugas"), order=40, icon="clipboard-check")
def tasks(batch: Batch):
    seat = seat_of(current_user, batch)
    counts = {} if seat else queries.counts_by_unit(batch)
    unmarked = any(states.get("submitted") for states in counts.values())
    return page(
        "assignments/tasks.html",
        batch=batch,
        tasks=queries.tasks_of(batch, seat),
        closed=gates.closed(batch, seat) if seat else {},
        studies=seat is not None,
        counts=counts,
        nudges=offers("assignments.tasks", batch) if unmarked else [],
        moment=now(),
    )


@bp.get("/angkatan/<int:batch_id>/tugas/<int:unit_id>")
@requires("assignment.list", Batch)
@under("assignments.tasks")
def task(batch: Batch, unit_id: int):
    if studies_in(current_user, batch):
        return own_task(batch, unit_id, WorkForm(formdata=None))
    brief = brief_or_404(batch, unit_id)
    works = queries.works_for(batch, unit_id)
    return page(
        "assignments/works.html",
        batch=batch,
        brief=brief,
        works=works,
        ready=sum(work.state == "marked" for work in works),
        nudges=offers("assignments.task", batch, unit_id=unit_id),
        due_at=queries.due_at(batch, brief.due_day),
        blind=queries.blind_tasks([batch.id]),
        may_manage_panel=can(current_user, "panel.manage", batch),
    )


@bp.route("/angkatan/<int:batch_id>/tugas/<int:unit_id>/rilis", methods=["GET", "POST"])
@requires("submission.release", Batch)
@under("assignments.tasks")
def release(batch: Batch, unit_id: int):
    """Show who would receive what and who would not; then let them."""
    brief, form = brief_or_404(batch, unit_id), EmptyForm()
    if request.method == "GET" or not form.accepts(
        lambda: actions.release_marks(batch, brief, by=current_user)
    ):
        works = queries.works_for(batch, unit_id)
        return page(
            "assignments/release.html",
            batch=batch,
            brief=brief,
            form=form,
            ready=[work for work in works if work.state == "marked"],
            left=[work for work in works if work.state not in ("marked", "released")],
            without=queries.seats_without(batch, works),
            blind=queries.blind_tasks([batch.id]),
        ), 200 if request.method == "GET" else 422
    flash(_("%(count)s nilai dirilis. Peserta kini dapat melihatnya.", count=form.result), "ok")
    return redirect(url_for(".task", batch_id=batch.id, unit_id=unit_id))


@bp.route("/angkatan/<int:batch_id>/tugas/<int:unit_id>/aturan", methods=["GET", "POST"])
@requires("assignment.set", Batch)
@under("assignments.tasks")
def settings(batch: Batch, unit_id: int):
    brief, form = brief_or_404(batch, unit_id), TaskForm()
    if request.method == "GET":
        setting = queries.setting_of(batch.id, unit_id)
        form.blind.data = setting is not None and setting.blind
        form.late_days.data = setting.late_days if setting else None
    elif form.accepts(
        lambda: actions.set_task(
            batch,
            brief.unit,
            blind=form.blind.data,
            late_days=form.late_days.data,
            by=current_user,
        )
    ):
        flash(_("Aturan tugas tersimpan."), "ok")
        return redirect(url_for(".task", batch_id=batch.id, unit_id=unit_id))
    status = 422 if request.method == "POST" else 200
    return page("assignments/settings.html", batch=batch, brief=brief, form=form), status
