"""An office's officer puts own staff forward, on their application or directly."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue import actions, queries, words
from lms.catalogue.forms import NominationForm, ReasonForm, chosen_ids
from lms.catalogue.models import Enrolment
from lms.catalogue.views.blueprint import bp
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.i18n import _, _l, ngettext
from lms.core.menu import tab, under
from lms.core.pages import page


@bp.get("/nominasi")
@requires("enrolment.nominate")
@tab("opd", _l("Nominasi"), order=20, icon="user-check")
def nominations():
    return _board(_form())


@bp.post("/nominasi")
@requires("enrolment.nominate")
def nominate():
    form = _form()
    people = queries.people_by_ids(chosen_ids(request.form.getlist("person")))
    if not all(can(current_user, "person.nominate", person) for person in people):
        abort(404)
    if form.accepts(lambda: actions.nominate_all(form.chosen, people, by=current_user)):
        said = ngettext("%(num)d pegawai diusulkan.", "%(num)d pegawai diusulkan.", form.result)
        flash(said, "success")
        return redirect(url_for(".nominations"))
    return _board(form, ticked={person.id for person in people}), 422


@bp.post("/nominasi/<int:enrolment_id>/usulkan")
@requires("enrolment.endorse", Enrolment)
def endorse(enrolment: Enrolment):
    actions.endorse(enrolment, by=current_user)
    flash(_("Pengajuan diteruskan ke penyelenggara."), "success")
    return redirect(url_for(".nominations"))


@bp.route("/nominasi/<int:enrolment_id>/tolak", methods=["GET", "POST"])
@requires("enrolment.endorse", Enrolment)
@under("catalogue.nominations")
def refuse(enrolment: Enrolment):
    form = ReasonForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.refuse_to_nominate(enrolment, form.reason.data, by=current_user)
    ):
        flash(_("Pengajuan ditolak, alasannya dapat dibaca pegawai."), "success")
        return redirect(url_for(".nominations"))
    status = 200 if request.method == "GET" else 422
    place = queries.enrolment_with_batch(enrolment.id)
    return page("catalogue/refuse.html", place=place, form=form), status


def _form() -> NominationForm:
    return NominationForm.of(queries.open_batches(today()))


def _board(form: NominationForm, ticked: frozenset[int] | set[int] = frozenset()) -> str:
    q = request.values.get("q", "").strip()[:100]
    places = queries.nominations_for(current_user)
    return page(
        "catalogue/nominations.html",
        form=form,
        q=q,
        ticked=ticked,
        people=queries.staff_to_nominate(current_user, q) if q or ticked else [],
        asked=[place for place in places if place.state == "applied"],
        others=[place for place in places if place.state != "applied"],
        batch_places=queries.places_of(form.batches),
        words=words,
    )
