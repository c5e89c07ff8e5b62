"""More time for one trainee at a task, and its groups."""

from datetime import datetime, time

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.assignments import actions, queries
from lms.assignments.forms import ExtensionForm
from lms.assignments.views.blueprint import bp, brief_or_404
from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.clock import from_local
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page


@bp.route("/angkatan/<int:batch_id>/tugas/<int:unit_id>/perpanjangan", methods=["GET", "POST"])
@requires("assignment.set", Batch)
@under("assignments.tasks")
def extensions(batch: Batch, unit_id: int):
    brief, seats = brief_or_404(batch, unit_id), queries.seats_of(batch)
    form = ExtensionForm()
    form.seat.choices = [(seat.id, seat.person.name) for seat in seats]
    due_at = queries.due_at(batch, brief.due_day)
    known = {seat.id: seat for seat in seats}
    if request.method == "POST" and form.accepts(
        lambda: actions.extend(
            known[form.seat.data], brief.unit, due_at=due_at, reason=form.reason.data,
            until=from_local(datetime.combine(form.day.data, time(23, 59)), batch.zone),
            by=current_user,
        )
    ):  # fmt: skip
        flash(_("Perpanjangan tersimpan."), "ok")
        return redirect(url_for(".extensions", batch_id=batch.id, unit_id=unit_id))
    return page(
        "assignments/extensions.html", batch=batch, brief=brief, form=form, due_at=due_at,
        granted=queries.extensions_of(batch, unit_id), seats=known,
    ), 422 if request.method == "POST" else 200  # fmt: skip


@bp.route("/angkatan/<int:batch_id>/tugas/<int:unit_id>/kelompok", methods=["GET", "POST"])
@requires("assignment.set", Batch)
@under("assignments.tasks")
def groups(batch: Batch, unit_id: int):
    brief, seats, form = brief_or_404(batch, unit_id), queries.seats_of(batch), EmptyForm()
    names = {seat.id: request.form.get(f"kelompok_{seat.id}", "").strip()[:60] for seat in seats}
    given = {seat_id: name for seat_id, name in names.items() if name}
    if request.method == "POST" and form.accepts(
        lambda: actions.set_groups(batch, brief.unit, given, by=current_user)
    ):
        flash(_("Kelompok tersimpan."), "ok")
        return redirect(url_for(".task", batch_id=batch.id, unit_id=unit_id))
    if request.method == "GET":
        given = queries.group_names(batch, unit_id)
    return page(
        "assignments/groups.html", batch=batch, brief=brief, form=form, seats=seats, given=given
    ), 422 if request.method == "POST" else 200  # fmt: skip
