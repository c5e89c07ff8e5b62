"""Who works in a batch: instructors, coaches, mentors, examiners, organisers."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue import actions, queries, words
from lms.catalogue.forms import StaffForm
from lms.catalogue.models import Batch
from lms.catalogue.views.blueprint import bp
from lms.core.access import requires
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.people.queries import search


@bp.get("/angkatan/<int:batch_id>/tim")
@requires("batch.edit", Batch)
@tab("batch", _l("Tim"), order=80, icon="chalkboard")
@under("catalogue.batches")
def staff(batch: Batch):
    return _board(batch, StaffForm())


@bp.post("/angkatan/<int:batch_id>/tim")
@requires("batch.edit", Batch)
def assign(batch: Batch):
    form = StaffForm()
    if form.accepts(
        lambda: actions.assign_staff(batch, form.person.data, form.role.data, by=current_user)
    ):
        flash(_("Penugasan tersimpan."), "success")
        return redirect(url_for(".staff", batch_id=batch.id))
    return _board(batch, form), 422


@bp.post("/angkatan/<int:batch_id>/tim/<int:staff_id>/lepas")
@requires("batch.edit", Batch)
def release(batch: Batch, staff_id: int):
    work = queries.work_in(batch, staff_id)
    if work is None:
        abort(404)
    actions.remove_staff(batch, work, by=current_user)
    flash(_("%(name)s tidak lagi bertugas dalam peran itu.", name=work.person.name), "success")
    return redirect(url_for(".staff", batch_id=batch.id))


def _board(batch: Batch, form: StaffForm) -> str:
    q = request.values.get("q", "").strip()[:100]
    return page(
        "catalogue/staff.html",
        batch=batch,
        team=queries.staff_of(batch),
        q=q,
        found=search(q, limit=15) if q else [],
        form=form,
        words=words,
    )
