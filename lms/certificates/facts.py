"""What a paper says, frozen at issue: later changes of names or curricula leave it alone.

One function for each thing that papers are given for; whatever issues, prints, states or lists
them afterwards reads the same facts. Dates are ISO text, marks are text with two decimals.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app

from lms.catalogue.models import Enrolment
from lms.certificates import wording
from lms.certificates.models import Origin
from lms.certificates.rules import Gap
from lms.events.models import Participation
from lms.events.rules import JP_LENGTH
from lms.gradebook.models import Result
from lms.people.models import Person

Facts = dict[str, Any]


@dataclass(frozen=True)
class Award:
    """A paper that somebody may get: for what, of which kind, what it says, what hinders it."""

    origin: Origin
    person_id: int
    kind: str
    #: Everything but the day of issue.
    said: Facts
    blocks: list[Gap] = field(default_factory=list)
    #: The template in force; None: the one that the product brings.
    template_id: int | None = None
    #: The person's photograph.
    photo_id: int | None = None

    def facts(self, issued_on: date) -> Facts:
        """Return what the paper says when it is issued on this day."""
        return {**self.said, "issued_on": issued_on.isoformat()}


def of_place(
    seat: Enrolment, result: Result | None, subjects: list[Facts], more: Facts | None = None
) -> Facts:
    """Return what a paper says of a place in a batch; subjects (agenda, title, jp) in teaching
    order, `more` what its kind says besides: a rank, or the dates and JP of a phase."""
    batch = seat.batch
    version = batch.version
    return {
        **_of_person(seat.person),
        **_of_issuer(),
        "programme": version.programme.title,
        "programme_key": version.programme.key,
        "counts_as": version.counts_as,
        "batch": batch.name_with_year,
        "place": batch.place,
        "starts_on": batch.starts_on.isoformat(),
        "ends_on": batch.ends_on.isoformat(),
        "jp": version.jp_total,
        "jp_minutes": version.jp_minutes,
        "legal_basis": version.legal_basis,
        "subjects": subjects,
        "final": f"{result.final:.2f}" if result and result.final is not None else None,
        "predicate": result.predicate if result else "",
        **(more or {}),
    }


def of_participation(place: Participation) -> Facts:
    """Return what a paper says of taking part in an event; its person must be loaded.

    "batch" is what papers of both origins call the thing they are given for.
    """
    event = place.event
    return {
        **_of_person(place.person),
        **_of_issuer(),
        "programme": event.title,
        "event_id": event.id,
        "form": event.kind,
        "batch": f"{wording.EVENTS[event.kind]} {event.title}",
        "organiser": event.opd.name,
        "place": event.place,
        "starts_on": event.first_day.isoformat(),
        "ends_on": event.last_day.isoformat(),
        "jp": int(place.jp or 0),  # rules of events count whole JP
        "jp_minutes": JP_LENGTH.seconds // 60,
        "legal_basis": [event.reference] if event.reference else [],
        "subjects": [],
        "final": None,
        "predicate": "",
    }


def _of_person(person: Person) -> Facts:
    return {
        "name": person.full_name,
        "nip": person.nip,
        "birth_place": person.birth_place,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "golongan": person.golongan,
        "position": person.position_title,
        "office": person.opd.name if person.opd else "",
    }


def _of_issuer() -> Facts:
    config = current_app.config
    return {
        "issue_place": config["ISSUE_PLACE"],
        "agency": config["AGENCY_NAME"],
        "signer": {
            "name": config["SIGNER_NAME"],
            "nip": config["SIGNER_NIP"],
            "title": config["SIGNER_TITLE"],
        },
    }
