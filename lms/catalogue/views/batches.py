"""The list of batches; opening, editing and moving one."""

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue import actions, forms, queries, rules, words
from lms.catalogue.models import Batch
from lms.catalogue.views.blueprint import bp
from lms.core.access import requires
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page

#: A new batch is proposed to begin this far ahead.
AHEAD = timedelta(weeks=6)


@bp.get("/angkatan")
@requires("batch.list")
@tab("instructor", _l("Angkatan"), order=20, icon="users")
@tab("organiser", _l("Angkatan"), order=20, icon="users")
def batches():
    wanted = forms.batch_filter(request.args)
    found, count = queries.find_batches(current_user, wanted)
    return page(
        "catalogue/batches.html",
        fragment="results",
        wanted=wanted,
        batches=found,
        count=count,
        pages=-(-count // queries.PAGE),
        places=queries.places_of(found),
        programmes=queries.programmes(),
        years=queries.years(),
        words=words,
    )


@bp.route("/angkatan/baru", methods=["GET", "POST"])
@requires("batch.open")
@under("catalogue.batches")
def open_batch():
    version = queries.current_version(request.args.get("program", ""))
    first = forms.chosen_day(request.args.get("mulai", ""), today() + AHEAD)
    if version is None:
        programmes = queries.programmes()
        return page("catalogue/open_choose.html", programmes=programmes, first=first)
    phases = version.phases
    form = forms.plan_form(
        phases,
        number=queries.next_number(version.programme_id, first.year),
        year=first.year,
        quota=version.batch_size,
        zone="WIB",
        place="Kampus BPSDM Provinsi Lampung",
        **forms.first_plan(phases, first, today()),
    )
    if request.method == "GET":
        return page("catalogue/open_batch.html", form=form, version=version)
    if form.accepts(lambda: actions.open_batch(version, form.plan(), by=current_user)):
        flash(_("%(name)s direncanakan.", name=form.result.name_with_year), "success")
        return redirect(url_for(".edit_batch", batch_id=form.result.id))
    return page("catalogue/open_batch.html", form=form, version=version), 422


@bp.route("/angkatan/<int:batch_id>/pengaturan", methods=["GET", "POST"])
@requires("batch.edit", Batch)
@tab("batch", _l("Pengaturan"), order=90, icon="settings")
@under("catalogue.batches")
def edit_batch(batch: Batch):
    dates = queries.phase_dates(batch)
    form = forms.plan_form([each.phase for each in dates], **forms.present_plan(batch, dates))
    if request.method == "POST" and form.accepts(
        lambda: actions.edit_batch(batch, form.plan(), by=current_user)
    ):
        flash(_("Perubahan tersimpan."), "success")
        if form.result:
            flash(words.promoted(form.result), "info")
        return redirect(url_for(".edit_batch", batch_id=batch.id))
    status = 200 if request.method == "GET" else 422
    moves = rules.next_states(batch.state)
    return page(
        "catalogue/edit_batch.html", batch=batch, form=form, moves=moves, words=words
    ), status


@bp.post("/angkatan/<int:batch_id>/tahap")
@requires("batch.edit", Batch)
def move_batch(batch: Batch):
    state = request.form.get("state", "")
    actions.move_batch(batch, state, by=current_user)
    said = _("Angkatan kini pada tahap: %(state)s.", state=words.BATCH_STATES[state])
    flash(said, "success")
    return redirect(url_for(".edit_batch", batch_id=batch.id))
