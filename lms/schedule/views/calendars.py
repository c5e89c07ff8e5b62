"""A person's calendar feed: the page that gives its secret address, and the feed itself."""

from flask import Response, abort, current_app, flash, redirect, url_for
from flask_login import current_user

from lms.core import agenda
from lms.core.access import SIGNED_IN, public, requires
from lms.core.clock import now
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.schedule import actions, queries
from lms.schedule.views.blueprint import bp


@bp.get("/kalender")
@requires(SIGNED_IN)
@under("schedule.my_day")
def calendar():
    feed = queries.feed_of(current_user)
    address = ""
    if feed is not None:
        address = current_app.config["PUBLIC_URL"] + url_for(".calendar_feed", token=feed.token)
    return page(
        "schedule/calendar.html",
        feed=feed,
        address=address,
        webcal=f"webcal://{address.partition('://')[2]}",
    )


@bp.post("/kalender")
@requires(SIGNED_IN)
@under("schedule.my_day")
def renew_calendar():
    actions.renew_calendar(current_user)
    flash(_("Tautan kalender siap. Tautan sebelumnya, bila ada, tidak berlaku lagi."), "success")
    return redirect(url_for(".calendar"))


@bp.get("/kalender/<token>.ics")
@public
def calendar_feed(token: str):
    feed = queries.feed_by_token(token)
    if feed is None:
        abort(404)
    found = agenda.appointments(feed.person, *queries.feed_days())
    return answer_calendar(found, _("Jadwal pelatihan"))


def answer_calendar(found: list[agenda.Appointment], name: str) -> Response:
    """Answer with a calendar to subscribe to; the address is a secret, so nobody indexes it."""
    body = agenda.write(found, name=name, root=current_app.config["PUBLIC_URL"], moment=now())
    response = Response(body, mimetype="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
