"""Running an event: choosing its kind, writing, announcing, cancelling and closing it."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.clock import today
from lms.core.forms import EmptyForm, ReasonForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.events import actions, forms, queries, rules, words
from lms.events.models import Event
from lms.events.views.blueprint import bp
from lms.events.views.browse import event_page
from lms.events.views.people import people_page
from lms.hours import queries as hours
from lms.people.queries import offices


@bp.get("/kegiatan/baru")
@requires("event.create")
@under("events.events")
def choose_kind():
    return page(
        "events/choose.html", kinds=rules.KINDS, lines=hours.conversions(), today=today(),
        words=words,
    )  # fmt: skip


@bp.route("/kegiatan/baru/<kind>", methods=["GET", "POST"])
@requires("event.create")
@under("events.events")
def create(kind: str):
    if kind not in rules.KINDS:
        abort(404)
    form = forms.event_form(kind, opd=current_user.opd_id, **forms.first_facts())
    form.offer(queries.offices_run_by(current_user), offices())
    if request.method == "POST":
        if form.accepts(lambda: actions.plan_event(form.plan(kind), by=current_user)):
            flash(_("Rancangan tersimpan. Periksa, lalu umumkan."), "success")
            return redirect(url_for(".event", event_id=form.result.id))
        return _form_page(form, kind), 422
    return _form_page(form, kind)


@bp.route("/kegiatan/<int:event_id>/ubah", methods=["GET", "POST"])
@requires("event.edit", Event)
@under("events.events")
def edit(event: Event):
    event = queries.event_in_full(event)
    form = forms.event_form(event.kind, **forms.present_facts(event))
    form.offer(queries.offices_run_by(current_user), offices())
    if request.method == "POST":
        plan = form.plan
        if form.accepts(
            lambda: actions.change_event(
                event, plan(event.kind), form.notice.data or "", by=current_user
            )
        ):
            flash(_("Perubahan tersimpan."), "success")
            if form.result:
                flash(words.promoted(form.result), "info")
            return redirect(url_for(".event", event_id=event.id))
        return _form_page(form, event.kind, event), 422
    return _form_page(form, event.kind, event)


def _form_page(form: forms.EventForm, kind: str, event: Event | None = None) -> str:
    return page(
        "events/edit.html",
        form=form,
        kind=kind,
        event=event,
        by_day=rules.KINDS[kind].proof == rules.PRESENCE,
        proof=rules.KINDS[kind].proof,
        words=words,
    )


@bp.post("/kegiatan/<int:event_id>/umumkan")
@requires("event.edit", Event)
@under("events.events")
def announce(event: Event):
    form = EmptyForm()
    if form.accepts(lambda: actions.announce_event(event, by=current_user)):
        flash(_("Kegiatan diumumkan."), "success")
        return redirect(url_for(".event", event_id=event.id))
    return event_page(queries.event_in_full(event), form), 422


@bp.route("/kegiatan/<int:event_id>/batalkan", methods=["GET", "POST"])
@requires("event.edit", Event)
@under("events.events")
def cancel(event: Event):
    form = ReasonForm()
    if request.method == "POST":
        if form.accepts(lambda: actions.cancel_event(event, form.reason.data, by=current_user)):
            flash(_("Kegiatan dibatalkan. Alasannya tampil bagi yang terdaftar."), "success")
            return redirect(url_for(".event", event_id=event.id))
        return _reason_page(event, form, "cancel"), 422
    return _reason_page(event, form, "cancel")


@bp.post("/kegiatan/<int:event_id>/sahkan")
@requires("event.edit", Event)
@under("events.events")
def close(event: Event):
    form = EmptyForm()
    if form.accepts(lambda: actions.close_event(event, by=current_user)):
        flash(_("Kegiatan disahkan. %(count)s orang memperoleh JP.", count=form.result), "success")
        return redirect(url_for(".people", event_id=event.id))
    return people_page(event, form), 422


@bp.route("/kegiatan/<int:event_id>/buka-lagi", methods=["GET", "POST"])
@requires("event.edit", Event)
@under("events.events")
def reopen(event: Event):
    form = ReasonForm()
    if request.method == "POST":
        if form.accepts(lambda: actions.reopen_event(event, form.reason.data, by=current_user)):
            flash(_("Kegiatan dibuka lagi. JP-nya belum berlaku sampai disahkan lagi."), "success")
            return redirect(url_for(".people", event_id=event.id))
        return _reason_page(event, form, "reopen"), 422
    return _reason_page(event, form, "reopen")


def _reason_page(event: Event, form: ReasonForm, verb: str) -> str:
    return page("events/reason.html", event=event, form=form, verb=verb, words=words)
