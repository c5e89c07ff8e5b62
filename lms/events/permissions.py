"""Who sees events, runs them, takes their roll, and takes part."""

from typing import Any

from sqlalchemy import Select, and_, inspect, or_, select

from lms.core.access import permission, remember
from lms.core.db import exists
from lms.events.models import Event, EventOffice, EventSpeaker, Participation
from lms.people.models import Person
from lms.people.permissions import is_officer_of, is_organiser


def announced_events() -> Select[Any]:
    """Return the select of the events that guests see: announced, and open to everybody."""
    return select(Event).where(Event.state != "draft", Event.audience == "all")


def visible_events(person: Person) -> Select[Any]:
    """Return the select of the events that pass event.view for the person."""
    offices = person.offices_as("opd_officer")
    if is_organiser(person) or None in offices:
        return select(Event)
    places = select(Participation.event_id).where(Participation.person_id == person.id)
    speaks = select(EventSpeaker.event_id).where(EventSpeaker.person_id == person.id)
    invited = select(EventOffice.event_id).where(EventOffice.opd_id == person.opd_id)
    return select(Event).where(
        or_(
            Event.opd_id.in_(offices),
            and_(
                Event.state != "draft",
                or_(
                    Event.audience == "all",
                    and_(Event.audience == "offices", Event.id.in_(invited)),
                    Event.id.in_(places),
                    Event.id.in_(speaks),
                ),
            ),
        )
    )


def runs(person: Person, event: Event) -> bool:
    """Tell whether the person runs the event: organisers all, officers those of their office."""
    return is_organiser(person) or is_officer_of(person, event.opd_id)


def speaks_at(person: Person, event: Event) -> bool:
    """Tell whether the person speaks, coaches, mentors or gives the assignment.

    Asked once per request, and not where the event came with its speakers.
    """
    if "speakers" not in inspect(event).unloaded:
        return any(speaker.person_id == person.id for speaker in event.speakers)
    own = select(EventSpeaker.id).where(
        EventSpeaker.event_id == event.id, EventSpeaker.person_id == person.id
    )
    return remember(("speaks_at", person.id, event.id), lambda: exists(own))


def has_seat(person: Person, event: Event) -> bool:
    """Tell whether the person takes part."""
    own = select(Participation.id).where(
        Participation.event_id == event.id,
        Participation.person_id == person.id,
        Participation.state == "registered",
    )
    return remember(("has_seat", person.id, event.id), lambda: exists(own))


@permission("event.view")
def may_view(person: Person, event: Event) -> bool:
    """Drafts are for who runs them; announced ones for whom they are meant, and who takes part."""
    seen = visible_events(person).where(Event.id == event.id)
    return remember(("sees_event", person.id, event.id), lambda: exists(seen))


@permission("event.create")
def may_create(person: Person) -> bool:
    """Organisers, and officers for their own office."""
    return is_organiser(person) or person.has_role("opd_officer")


@permission("event.edit")
def may_edit(person: Person, event: Event) -> bool:
    """Who runs the event changes, cancels and closes it, and decides who takes part."""
    return runs(person, event)


@permission("event.register")
def may_register(person: Person, event: Event) -> bool:
    """Whoever sees an announced event may ask for a place; rules ask about time and invitation."""
    return event.state != "draft" and may_view(person, event)


@permission("event.people")
def may_see_people(person: Person, event: Event) -> bool:
    """Who runs the event or speaks at it sees who takes part, and takes the roll."""
    return runs(person, event) or (event.state != "draft" and speaks_at(person, event))


@permission("participation.view")
def may_view_place(person: Person, place: Participation) -> bool:
    """Oneself, and who runs the event or speaks at it."""
    return person.id == place.person_id or may_see_people(person, place.event)


@permission("participation.own")
def may_use_place(person: Person, place: Participation) -> bool:
    """Only oneself gives up the place, hands in evidence and confirms meetings."""
    return person.id == place.person_id


@permission("participation.review")
def may_review(person: Person, place: Participation) -> bool:
    """Who runs the event or gave the assignment accepts evidence and logs meetings."""
    return may_see_people(person, place.event)
