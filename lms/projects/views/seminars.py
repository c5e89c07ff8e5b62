"""Seminar days of a batch: offered, searched, looked at, published."""

from collections import defaultdict
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.projects import actions, queries, words
from lms.projects.forms import SeminarForm
from lms.projects.models import SeminarDay, SeminarHearing
from lms.projects.views.blueprint import bp


@bp.route("/angkatan/<int:batch_id>/proyek/seminar", methods=["GET", "POST"])
@requires("project.manage", Batch)
@under("projects.listed")
def seminars(batch: Batch):
    form = SeminarForm().offer(queries.groups_in(batch), queries.proposed_dues(batch))
    if request.method == "POST" and form.accepts(
        lambda: actions.plan_seminar(batch, form.plan(), by=current_user)
    ):
        flash(_("Susunan sedang dicari. Halaman ini menunjukkannya begitu selesai."), "ok")
        return redirect(url_for(".seminar", seminar_day_id=form.result.id))
    status = 422 if request.method == "POST" else 200
    return page(
        "projects/seminars.html", batch=batch, form=form, words=words,
        seminars=queries.seminars_of(batch),
    ), status  # fmt: skip


@bp.get("/seminar/<int:seminar_day_id>")
@requires("seminar_day.view", SeminarDay)
@under("projects.listed")
def seminar(seminar: SeminarDay):
    return _seminar_page(seminar)


def _seminar_page(seminar: SeminarDay, refused: EmptyForm | None = None):
    found = queries.seminar_in_full(seminar.id)
    times: dict[tuple[datetime, datetime], dict[int, SeminarHearing]] = defaultdict(dict)
    for hearing in found.hearings:
        times[hearing.starts_at, hearing.ends_at][hearing.place] = hearing
    return page(
        "projects/seminar.html",
        batch=found.batch,
        seminar=found,
        times=times,
        job=queries.job_of(found) if found.state == "planning" else None,
        may_edit=can(current_user, "seminar_day.edit", found),
        refused=refused,
        words=words,
    )


@bp.post("/seminar/<int:seminar_day_id>/umumkan")
@requires("seminar_day.edit", SeminarDay)
@under("projects.listed")
def publish_seminar(seminar: SeminarDay):
    form = EmptyForm()
    if not form.accepts(lambda: actions.publish_seminar(seminar, by=current_user)):
        return _seminar_page(seminar, form), 422
    flash(_("Jadwal seminar diumumkan dan masuk kalender semua yang hadir."), "ok")
    return redirect(url_for(".seminar", seminar_day_id=seminar.id))


@bp.post("/seminar/<int:seminar_day_id>/buang")
@requires("seminar_day.edit", SeminarDay)
def discard_seminar(seminar: SeminarDay):
    batch_id = seminar.batch_id
    actions.discard_seminar(seminar, by=current_user)
    flash(_("Hari seminar dibatalkan."), "ok")
    return redirect(url_for(".seminars", batch_id=batch_id))
