"""Who takes part in an event: the list, adding and taking out, and the list as a table."""

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from lms.core.access import can, requires
from lms.core.clock import now
from lms.core.formats import nip
from lms.core.forms import EmptyForm, Form
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.events import actions, forms, queries, rules, words
from lms.events.models import Event, Participation
from lms.events.views.blueprint import bp


@bp.get("/kegiatan/<int:event_id>/peserta")
@requires("event.people", Event)
@under("events.events")
def people(event: Event):
    return people_page(event, EmptyForm())


def people_page(event: Event, form: Form, adding: forms.PeopleForm | None = None) -> str:
    """Return the list of participants, with what was refused on top."""
    return page(
        "events/people.html",
        event=event,
        roster=queries.roster(event),
        may_edit=can(current_user, "event.edit", event),
        begun=now()
        >= (event.checkin_opens_at if event.proof == rules.PRESENCE else event.starts_at),
        over=now() >= event.ends_at,
        form=form,
        adding=adding or forms.PeopleForm(formdata=None),
        words=words,
    )


@bp.post("/kegiatan/<int:event_id>/peserta")
@requires("event.edit", Event)
@under("events.events")
def add(event: Event):
    form = forms.PeopleForm()
    if form.accepts(
        lambda: actions.add_people(
            event, forms.read_nips(form.nips.data), invite=not form.seat.data, by=current_user
        )
    ):
        flash(_("%(count)s orang ditambahkan.", count=form.result), "success")
        return redirect(url_for(".people", event_id=event.id))
    return people_page(event, form, form), 422


@bp.post("/kegiatan/<int:event_id>/peserta/<int:participation_id>/keluarkan")
@requires("event.edit", Event)
@under("events.events")
def take_out(event: Event, participation_id: int):
    place = _place(event, participation_id)
    form = EmptyForm()
    if form.accepts(lambda: actions.cancel_place(place, by=current_user)):
        flash(_("Pendaftaran itu dibatalkan."), "success")
        if form.result:
            flash(words.promoted(form.result), "info")
        return redirect(url_for(".people", event_id=event.id))
    return people_page(event, form), 422


def _place(event: Event, participation_id: int) -> Participation:
    return queries.place_in(event, participation_id) or abort(404)


@bp.get("/kegiatan/<int:event_id>/peserta.<any(xlsx, csv):kind>")
@requires("event.people", Event)
def export_people(event: Event, kind: str):
    header = [
        _("Nama"), _("NIP"), _("Instansi"), _("Jabatan"), _("Keadaan"), _("Hadir"),
        _("Dicatat dengan"), _("JP"),
    ]  # fmt: skip
    board = queries.roster(event)
    lines = [
        [
            place.person.full_name, nip(place.person.nip),
            place.person.opd.name if place.person.opd else "", place.person.position_title,
            words.PLACE_STATES[place.state], place.attended_at,
            words.MEANS.get(place.attended_via, ""), place.jp,
        ]
        for place in (*board.registered, *board.waiting, *board.invited, *board.cancelled)
    ]  # fmt: skip
    return answer_table(f"peserta-kegiatan-{event.id}", header, lines, kind)
