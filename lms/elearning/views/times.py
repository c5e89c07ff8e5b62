"""Extra time of trainees, for who runs the batch."""

from flask import flash, redirect, url_for
from flask_login import current_user

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.elearning import actions, queries
from lms.elearning.forms import ExtraTimeForm
from lms.elearning.views.blueprint import bp


@bp.get("/angkatan/<int:batch_id>/waktu-tambahan")
@requires("batch.edit", Batch)
@under("elearning.outline")
def extra_times(batch: Batch):
    return _page(batch, ExtraTimeForm.of(catalogue.seated(batch)))


@bp.post("/angkatan/<int:batch_id>/waktu-tambahan")
@requires("batch.edit", Batch)
def give_extra_time(batch: Batch):
    seats = {seat.id: seat for seat in catalogue.seated(batch)}
    form = ExtraTimeForm.of(list(seats.values()))
    if not form.accepts(
        lambda: actions.give_extra_time(
            seats[form.enrolment.data], form.percent.data, by=current_user
        )
    ):
        return _page(batch, form), 422
    flash(_("Waktu tambahan disimpan. Kuis yang sedang berjalan ikut diperpanjang."), "ok")
    return redirect(url_for(".extra_times", batch_id=batch.id))


def _page(batch: Batch, form: ExtraTimeForm):
    return page(
        "elearning/extra_times.html", batch=batch, form=form, given=queries.extra_times_in(batch)
    )
