"""Whose visits these are: by e-mail, by NIP, by name; never by a guess between two people. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.schedule.webinars.logs import Visit

#: How an attendee was recognised, the surest first; "chosen" by a person.
HOWS = ("email", "nip", "name", "part", "chosen")


@dataclass(frozen=True)
class Trainee:
    """Somebody who should have come."""

    enrolment_id: int
    name: str
    email: str
    nip: str


@dataclass(frozen=True)
class Attendee:
    """Somebody who came, under one name and address, with all their visits."""

    name: str
    email: str
    visits: tuple[Visit, ...]


def attendees(visits: Sequence[Visit]) -> list[Attendee]:
    """Return who came, by name: visits with the same address, or else the same name, are one."""
    found: dict[str, list[Visit]] = {}
    for visit in visits:
        found.setdefault(visit.email or " ".join(sorted(words_of(visit.name))), []).append(visit)
    people = [Attendee(own[0].name, own[0].email, tuple(own)) for own in found.values()]
    return sorted(people, key=lambda one: one.name.lower())


def match(people: Sequence[Attendee], trainees: Sequence[Trainee]) -> dict[int, tuple[int, str]]:
    """Return (enrolment id, how) by the place of an attendee; left out where it is not sure."""
    found = {}
    for place, attendee in enumerate(people):
        for how in HOWS[:-1]:
            fitting = [one for one in trainees if _fits(how, attendee, one)]
            if len(fitting) == 1:
                found[place] = (fitting[0].enrolment_id, how)
            if fitting:
                break
    return found


def _fits(how: str, attendee: Attendee, trainee: Trainee) -> bool:
    if how == "email":
        return bool(attendee.email) and attendee.email == trainee.email.lower()
    if how == "nip":
        digits = re.sub(r"\D", "", f"{attendee.name} {attendee.email.partition('@')[0]}")
        return bool(trainee.nip) and trainee.nip in digits
    told, own = words_of(attendee.name), words_of(trainee.name)
    if how == "name":
        return bool(own) and told == own
    return len(own) > 1 and own < told


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name without titles after a comma, case, digits and signs."""
    return frozenset(re.findall(r"[^\W\d_]+", name.split(",")[0].lower()))


def by_trainee(
    people: Sequence[Attendee], pairs: Mapping[int, tuple[int, str]]
) -> dict[int, tuple[list[Visit], str]]:
    """Return all visits of each trainee, and how the surest of them was recognised."""
    found: dict[int, tuple[list[Visit], str]] = {}
    for place, (enrolment_id, how) in pairs.items():
        visits, known = found.get(enrolment_id, ([], how))
        surest = min(known, how, key=HOWS.index)
        found[enrolment_id] = ([*visits, *people[place].visits], surest)
    return found
