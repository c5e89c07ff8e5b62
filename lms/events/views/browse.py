"""The list of events, an event's page, and a person's own events."""

from flask import Response, abort, current_app, request
from flask_login import current_user

from lms.core.access import SIGNED_IN, can, public, requires
from lms.core.agenda import write
from lms.core.clock import now, today
from lms.core.forms import EmptyForm
from lms.core.i18n import _l
from lms.core.menu import tab, tabs, under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.events import offers, queries, words
from lms.events.agenda import appointment
from lms.events.models import Event
from lms.events.views.blueprint import bp
from lms.hours import queries as hours


@bp.get("/kegiatan")
@public
@tab("guest", _l("Kegiatan"), order=20, icon="calendar-event")
@tab("trainee", _l("Kegiatan"), order=60, icon="calendar-event")
@tab("instructor", _l("Kegiatan"), order=60, icon="calendar-event")
@tab("opd", _l("Kegiatan"), order=60, icon="calendar-event")
@tab("leader", _l("Kegiatan"), order=60, icon="calendar-event")
@tab("organiser", _l("Kegiatan"), order=35, icon="calendar-event")
def events():
    wanted = queries.EventFilter.of(request.args)
    cards, count = queries.find_events(current_user, wanted)
    return page(
        "events/events.html",
        wanted=wanted,
        cards=cards,
        count=count,
        pages=-(-count // queries.PAGE),
        times=_times(),
        moment=now(),
        lines=hours.conversions(),
        words=words,
    )


def _times() -> list[tuple[str, object]]:
    """Return the times to narrow to; drafts are only for who may write some."""
    drafts = can(current_user, "event.create")
    return [(key, word) for key, word in words.TIMES.items() if key != "draft" or drafts]


@bp.get("/kegiatan/<int:event_id>")
@public
@under("events.events")
def event(event_id: int):
    found = queries.event_seen_by(current_user, event_id) or abort(404)
    return event_page(found, EmptyForm())


@bp.get("/kegiatan/<int:event_id>.ics")
@public
def event_calendar(event_id: int):
    found = queries.event_seen_by(current_user, event_id) or abort(404)
    own = queries.place_of(current_user, found) if current_user.is_authenticated else None
    body = write(
        [appointment(found, has_seat=own is not None and own.has_seat)],
        name=found.title,
        root=current_app.config["PUBLIC_URL"],
        moment=now(),
    )
    response = Response(body, mimetype="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def event_page(event: Event, form: EmptyForm) -> str:
    """Return an event's page, with what was refused on top."""
    known = current_user.is_authenticated
    own = queries.place_of(current_user, event, in_full=True) if known else None
    seats = queries.seats_in(event)
    return page(
        "events/event.html",
        event=event,
        description=as_markup(event.description_html),
        seats=seats,
        own=own if own and own.state != "cancelled" else None,
        position=queries.position(own) if own and own.state == "waiting" else None,
        offer=offers.offer(event, seats, own, today(), now()),
        may_edit=known and can(current_user, "event.edit", event),
        may_see_people=known and can(current_user, "event.people", event),
        more=tabs("event", event) if known else [],
        form=form,
        moment=now(),
        lines=hours.conversions(),
        words=words,
    )


@bp.get("/kegiatan/saya")
@requires(SIGNED_IN)
@under("events.events")
def mine():
    places = queries.places_of(current_user)
    ahead = [one for one in places if one.event.state == "open" and one.event.ends_at > now()]
    return page(
        "events/mine.html",
        ahead=list(reversed(ahead)),
        past=[place for place in places if place not in ahead],
        spoken=queries.spoken_by(current_user),
        moment=now(),
        words=words,
    )
