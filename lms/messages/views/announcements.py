"""Announcements of a batch: reading them, and writing one with a look at who gets it."""

import secrets

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.messages import actions, queries
from lms.messages.forms import AnnouncementForm
from lms.messages.views.blueprint import bp
from lms.messages.words import AUDIENCES


@bp.get("/angkatan/<int:batch_id>/pengumuman")
@requires("batch.view", Batch)
@tab("batch", _l("Pengumuman"), order=80, icon="message-circle")
def announcements(batch: Batch):
    return page(
        "messages/announcements.html",
        batch=batch,
        announcements=queries.announcements_for(current_user, batch),
        audiences=AUDIENCES,
        writes=can(current_user, "announcement.write", batch),
    )


@bp.route("/angkatan/<int:batch_id>/pengumuman/baru", methods=["GET", "POST"])
@requires("announcement.write", Batch)
@under("messages.announcements")
def write(batch: Batch):
    form = AnnouncementForm()
    if request.method == "GET":
        form.key.data = secrets.token_urlsafe(12)
        return _write(batch, form)
    if "kirim" not in request.form:
        is_good = form.validate()
        return _write(batch, form, preview=is_good and "ubah" not in request.form), (
            200 if is_good else 422
        )
    if form.accepts(lambda: actions.announce(batch, **form.told(), by=current_user)):
        flash(_("Pengumuman disampaikan kepada %(num)s orang.", num=form.result.count), "ok")
        return redirect(url_for(".announcements", batch_id=batch.id))
    return _write(batch, form), 422


def _write(batch: Batch, form: AnnouncementForm, *, preview: bool = False):
    return page(
        "messages/write.html",
        batch=batch,
        form=form,
        audiences=AUDIENCES,
        people=queries.recipients(batch, form.audience.data, current_user) if preview else None,
    )
