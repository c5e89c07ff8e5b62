"""A trainee's own trainings: asking for a place, giving it up, and the list of all of them."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue import actions, queries, words
from lms.catalogue.forms import WithdrawForm
from lms.catalogue.models import Batch, Enrolment
from lms.catalogue.views.blueprint import bp
from lms.core.access import SIGNED_IN, requires
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page


@bp.get("/pelatihan")
@requires(SIGNED_IN)
@tab("trainee", _l("Pelatihan"), order=20, icon="books")
def my_trainings():
    places = queries.enrolments_of(current_user)
    waits = any(place.state == "waiting" for place in places)
    return page(
        "catalogue/mine.html",
        groups=queries.grouped(places),
        positions=queries.positions(current_user) if waits else {},
        words=words,
    )


@bp.post("/angkatan/<int:batch_id>/daftar")
@requires("batch.apply", Batch)
def apply(batch: Batch):
    actions.apply(batch, current_user, by=current_user)
    flash(
        _("Pengajuan Anda untuk %(batch)s terkirim ke instansi Anda.", batch=batch.name), "success"
    )
    return redirect(url_for(".my_trainings"))


@bp.route("/pendaftaran/<int:enrolment_id>/batal", methods=["GET", "POST"])
@requires("enrolment.withdraw", Enrolment)
@under("catalogue.my_trainings")
def withdraw(enrolment: Enrolment):
    form = WithdrawForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.withdraw(enrolment, reason=form.reason.data or "", by=current_user)
    ):
        flash(_("Keikutsertaan dibatalkan."), "success")
        if form.result:
            flash(words.promoted(form.result), "info")
        if enrolment.person_id == current_user.id:
            return redirect(url_for(".my_trainings"))
        return redirect(url_for(".batch_roster", batch_id=enrolment.batch_id))
    status = 200 if request.method == "GET" else 422
    place = queries.enrolment_with_batch(enrolment.id)
    own = place.person_id == current_user.id
    return page("catalogue/withdraw.html", place=place, own=own, form=form), status
