"""What stands in people's calendars: areas contribute appointments, the feed collects them.

The feed lives in `schedule`, which may not know its neighbours (docs/decisions/0009, 0036).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from icalendar import Calendar, Event, vText

from lms.core.clock import AGENCY_ZONE, ZONES
from lms.core.i18n import _

#: How often calendar programs should ask again.
REFRESH = "PT1H"


@dataclass(frozen=True)
class Appointment:
    """One entry of a calendar; days instead of moments make it last all day, `ends` excluded."""

    #: Stays the same when the appointment moves.
    uid: str
    title: str
    starts: datetime | date
    ends: datetime | date
    #: The page about it, below the site's root.
    path: str
    #: Raised at each change, so that calendars take the newer one.
    sequence: int = 0
    zone: str = AGENCY_ZONE
    place: str = ""
    description: str = ""
    category: str = ""
    is_cancelled: bool = False


#: From a person and the first and last day to what stands in their calendar.
Source = Callable[[Any, date, date], list[Appointment]]
SOURCES: list[Source] = []


def contributes(source: Source) -> Source:
    """Let the decorated function of an area's `agenda.py` add to everybody's calendar."""
    SOURCES.append(source)
    return source


def appointments(person: Any, first: date, last: date) -> list[Appointment]:
    """Return what all areas know of the person's calendar between two days."""
    return [found for source in SOURCES for found in source(person, first, last)]


def write(found: Iterable[Appointment], *, name: str, root: str, moment: datetime) -> bytes:
    """Return appointments as iCalendar (RFC 5545); `root` is the public address links begin with.

    Cancelled ones are kept, so that calendars strike them out.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//BPSDM Provinsi Lampung//Ruang Belajar ASN//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(ZONES[AGENCY_ZONE]))
    calendar.add("refresh-interval", vText(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for appointment in found:
        calendar.add_component(_event(appointment, root, moment))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(found: Appointment, root: str, moment: datetime) -> Event:
    off = found.is_cancelled
    event = Event()
    event.add("uid", found.uid)
    event.add("sequence", found.sequence)
    event.add("dtstamp", moment)
    event.add("dtstart", _on_the_clock(found.starts, found.zone))
    event.add("dtend", _on_the_clock(found.ends, found.zone))
    event.add("summary", _("Batal: %(title)s", title=found.title) if off else found.title)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if off else "OPAQUE")
    event.add("location", found.place)
    event.add("description", found.description)
    event.add("categories", [found.category])
    event.add("url", root + found.path)
    return event


def _on_the_clock(value: datetime | date, zone: str) -> datetime | date:
    return value.astimezone(ZONES[zone]) if isinstance(value, datetime) else value
