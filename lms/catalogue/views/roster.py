"""The people of a batch: who takes part, who waits, who is to be decided on."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue import actions, queries, rules, words
from lms.catalogue.forms import DecisionForm, chosen_ids
from lms.catalogue.models import Batch, Enrolment
from lms.catalogue.permissions import organises
from lms.catalogue.views.blueprint import bp
from lms.core.access import requires
from lms.core.clock import today
from lms.core.errors import RuleBroken
from lms.core.formats import nip
from lms.core.i18n import _, _l, ngettext
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table


@bp.get("/angkatan/<int:batch_id>/peserta")
@requires("batch.view", Batch)
@tab("batch", _l("Peserta"), order=50, icon="users")
@under("catalogue.batches")
def batch_roster(batch: Batch):
    if organises(current_user, batch):
        return _board(batch, DecisionForm())
    return page("catalogue/members.html", batch=batch, members=queries.seated(batch))


@bp.post("/angkatan/<int:batch_id>/peserta")
@requires("batch.edit", Batch)
def decide(batch: Batch):
    form = DecisionForm()
    what = request.form.get("decision", "")
    if only := request.form.get("accept", ""):
        what, ids = "accept", chosen_ids([only])
    elif what == "accept_all":
        what, ids = "accept", [place.id for place in queries.roster(batch).get("nominated", [])]
    else:
        ids = chosen_ids(request.form.getlist("enrolment"))
    if len(queries.enrolments_in(batch, ids)) != len(set(ids)):
        abort(404)
    if form.accepts(lambda: _decide(what, batch, ids, form)):
        flash(form.result, "success")
        return redirect(url_for(".batch_roster", batch_id=batch.id))
    return _board(batch, form, ticked=frozenset(ids)), 422


@bp.get("/angkatan/<int:batch_id>/peserta.<any(csv, xlsx):kind>")
@requires("batch.edit", Batch)
def export_roster(batch: Batch, kind: str):
    header = [
        _("Nama"), _("NIP"), _("Instansi"), _("Jabatan"), _("Golongan"), _("Keadaan"),
        _("Urutan tunggu"), _("Kelompok"), _("Diajukan"),
    ]  # fmt: skip
    lines = [
        [
            place.person.full_name, nip(place.person.nip), _office(place),
            place.person.position_title, place.person.golongan,
            words.ENROLMENT_STATES[place.state], place.queue_no if state == "waiting" else None,
            place.group, place.applied_at,
        ]
        for state, places in queries.roster(batch).items()
        for place in places
    ]  # fmt: skip
    return answer_table(f"peserta-{batch.id}", header, lines, kind)


def _office(place: Enrolment) -> str:
    return place.person.opd.name if place.person.opd else ""


def _board(batch: Batch, form: DecisionForm, ticked: frozenset[int] = frozenset()) -> str:
    by_state = queries.roster(batch)
    return page(
        "catalogue/roster.html",
        batch=batch,
        form=form,
        ticked=ticked,
        undecided=by_state.get("nominated", []) + by_state.get("applied", []),
        nominated=len(by_state.get("nominated", [])),
        seated=by_state.get("accepted", []),
        waiting=by_state.get("waiting", []),
        gone=by_state.get("declined", []) + by_state.get("withdrawn", []),
        queue_moves=rules.promotable(batch.state, batch.starts_on, today()),
        is_over=batch.state in ("grading", "closed"),
        words=words,
    )


def _decide(what: str, batch: Batch, ids: list[int], form: DecisionForm) -> str:
    """Do what the pressed button says to the ticked names; returns what was done."""
    if what == "accept":
        return _said(actions.accept(batch, ids, by=current_user))
    if what == "decline":
        count = actions.decline(batch, ids, form.reason.data or "", by=current_user)
        return ngettext("%(num)d usulan ditolak.", "%(num)d usulan ditolak.", count)
    if what == "put_forward":
        count = actions.put_forward(batch, ids, by=current_user)
        return ngettext("%(num)d usulan dicatat.", "%(num)d usulan dicatat.", count)
    if what == "group":
        count = actions.set_group(batch, ids, form.group.data or "", by=current_user)
        return ngettext("%(num)d peserta ditata.", "%(num)d peserta ditata.", count)
    raise RuleBroken(_("Pilih salah satu tindakan."))


def _said(decision: actions.Decision) -> str:
    seated = ngettext("%(num)d orang diterima", "%(num)d orang diterima", decision.seated)
    if not decision.waiting:
        return f"{seated}."
    waiting = ngettext(
        "%(num)d orang masuk daftar tunggu", "%(num)d orang masuk daftar tunggu", decision.waiting
    )
    return f"{seated}, {waiting}." if decision.seated else f"{waiting}."
