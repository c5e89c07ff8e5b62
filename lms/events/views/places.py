"""A person's own place in an event: registering, giving it up."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.events import actions, queries, words
from lms.events.models import Event, Participation
from lms.events.views.blueprint import bp
from lms.events.views.browse import event_page


@bp.post("/kegiatan/<int:event_id>/daftar")
@requires("event.register", Event)
@under("events.events")
def register(event: Event):
    form = EmptyForm()
    if not form.accepts(lambda: actions.register(event, current_user, by=current_user)):
        return event_page(queries.event_in_full(event), form), 422
    if form.result.state == "waiting":
        flash(_("Semua tempat terisi. Anda masuk daftar tunggu."), "info")
    else:
        flash(_("Anda terdaftar. Kegiatan ini tampil di Kegiatan saya."), "success")
    return redirect(url_for(".event", event_id=event.id))


@bp.route("/keikutsertaan/<int:participation_id>/batal", methods=["GET", "POST"])
@requires("participation.own", Participation)
@under("events.events")
def give_up(place: Participation):
    form = EmptyForm()
    event_id = place.event_id
    if request.method == "POST":
        if form.accepts(lambda: actions.cancel_place(place, by=current_user)):
            flash(_("Pendaftaran Anda dibatalkan."), "success")
            return redirect(url_for(".event", event_id=event_id))
        return page("events/give_up.html", place=place, form=form, words=words), 422
    return page("events/give_up.html", place=place, form=form, words=words)
