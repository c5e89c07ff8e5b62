"""A person's events as appointments of the calendar feed."""

from datetime import date, timedelta

from lms.core.addresses import path_of
from lms.core.agenda import Appointment, contributes
from lms.core.i18n import _
from lms.events import queries, rules, words
from lms.events.models import Event
from lms.hours import queries as hours
from lms.people.models import Person


@contributes
def events(person: Person, first: date, last: date) -> list[Appointment]:
    """Return the events in which the person has a seat, and those at which they speak."""
    found = queries.events_between(person, first, last)
    return [appointment(event, has_seat=True) for event in found]


def appointment(event: Event, *, has_seat: bool) -> Appointment:
    """Return an event as an appointment, with the meeting's link for those who take part.

    Of a series or an assignment only the last day stands in calendars.
    """
    by_day = event.proof != rules.PRESENCE
    lines = [words.KINDS[event.kind], words.leaders(event), words.jp(event, hours.conversions()),
             event.notice]  # fmt: skip
    return Appointment(
        uid=event.uid,
        sequence=event.sequence,
        title=_("Hari terakhir: %(title)s", title=event.title) if by_day else event.title,
        starts=event.last_day if by_day else event.starts_at,
        ends=event.last_day + timedelta(days=1) if by_day else event.ends_at,
        zone=event.zone,
        place=event.place or (event.link if has_seat else words.where(event)),
        description="\n".join(str(line) for line in lines if line),
        category=str(words.KINDS[event.kind]),
        path=path_of("events.event", event_id=event.id),
        is_cancelled=event.state == "cancelled",
    )
