"""Sessions as an iCalendar feed (RFC 5545): stable names, raised numbers, cancelled ones kept."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event, vText

from lms.core.clock import ZONES
from lms.core.i18n import _
from lms.schedule import words
from lms.schedule.models import Session

#: How often calendar programs should ask again.
REFRESH = "PT1H"


def write(sessions: Iterable[Session], *, name: str, root: str, moment: datetime) -> bytes:
    """Return the calendar of the sessions; `root` is the public address links begin with."""
    calendar = Calendar()
    calendar.add("prodid", "-//BPSDM Provinsi Lampung//Ruang Belajar ASN//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vText(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for session in sessions:
        calendar.add_component(_event(session, root, moment))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(session: Session, root: str, moment: datetime) -> Event:
    zone = ZONES[session.batch.zone]
    cancelled = session.cancelled_at is not None
    event = Event()
    event.add("uid", session.uid)
    event.add("sequence", session.sequence)
    event.add("dtstamp", moment)
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    event.add("summary", _("Batal: %(title)s", title=session.title) if cancelled else session.title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("location", session.link if session.mode == "virtual" else words.place(session))
    event.add("description", _description(session))
    event.add("categories", [session.batch.name])
    event.add("url", f"{root}/sesi/{session.id}")
    return event


def _description(session: Session) -> str:
    lines = [session.batch.name, words.teachers(session), f"{session.jp} JP", session.note]
    return "\n".join(line for line in lines if line)
