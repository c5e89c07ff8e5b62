"""The page that gives a batch's calendar its address, and the calendar itself."""

from flask import abort, current_app, flash, redirect, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import can, public, requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.schedule import agenda
from lms.schedule import queries as schedule
from lms.schedule.feeds import actions, queries
from lms.schedule.views.blueprint import bp
from lms.schedule.views.calendars import answer_calendar


@bp.get("/angkatan/<int:batch_id>/kalender")
@requires("attendance.view", Batch)
@under("schedule.timetable")
def batch_calendar(batch: Batch):
    feed, address = queries.feed_of_batch(batch), ""
    if feed is not None:
        path = url_for(".batch_feed", token=feed.token)
        address = current_app.config["PUBLIC_URL"] + path
    return page(
        "schedule/batch_calendar.html",
        batch=batch,
        feed=feed,
        address=address,
        webcal=f"webcal://{address.partition('://')[2]}",
        may_renew=can(current_user, "session.plan", batch),
    )


@bp.post("/angkatan/<int:batch_id>/kalender")
@requires("session.plan", Batch)
@under("schedule.timetable")
def renew_batch_feed(batch: Batch):
    actions.renew_batch_feed(batch, by=current_user)
    flash(_("Tautan kalender siap. Tautan sebelumnya, bila ada, tidak berlaku lagi."), "success")
    return redirect(url_for(".batch_calendar", batch_id=batch.id))


@bp.get("/kalender/angkatan/<token>.ics")
@public
def batch_feed(token: str):
    feed = queries.batch_feed_by_token(token)
    if feed is None:
        abort(404)
    found = [agenda.appointment(session) for session in schedule.sessions_of(feed.batch)]
    return answer_calendar(found, feed.batch.name)
