"""Which training reports look like one and the same, and why. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rapidfuzz import fuzz

#: How alike titles (0-100, words in any order) and organisers must be; tried on the examples in
#: tests/competence/test_duplicates.py.
TITLE_ALIKE = 85
ORGANISER_ALIKE = 70
#: Trainings as far apart as this may still be the same one, typed with another day.
NEAR = timedelta(days=3)
#: A key this short (such as "1" or "12A") is no number to tell certificates apart by.
_SHORTEST_KEY = 4


@dataclass(frozen=True)
class Report:
    """What is compared: a training report or one of the person's own certificates."""

    key: Any
    person_id: int
    title: str
    organiser: str
    number_key: str
    starts_on: date
    ends_on: date
    files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Twin:
    """A report that may be the same, and by what: "number", "file" or "alike"."""

    other: Report
    by: str


def number_key(number: str) -> str:
    """Return a certificate number without what people write differently: signs, spaces, case."""
    key = re.sub(r"[^0-9A-Z]", "", number.upper())
    return key if len(key) >= _SHORTEST_KEY else ""


def twins(new: Report, others: Iterable[Report]) -> list[Twin]:
    """Return the others that look like `new`, the surest first.

    Numbers and files are compared with everybody's, likeness only with the person's own: many
    colleagues attend the same seminar.
    """
    found = []
    for other in others:
        if new.files & other.files:
            found.append(Twin(other, "file"))
        elif new.number_key and new.number_key == other.number_key:
            found.append(Twin(other, "number"))
        elif new.person_id == other.person_id and is_alike(new, other):
            found.append(Twin(other, "alike"))
    order = {"number": 0, "file": 1, "alike": 2}
    return sorted(found, key=lambda twin: (order[twin.by], twin.other.starts_on))


def is_alike(one: Report, other: Report) -> bool:
    """Tell whether title, organiser and days are so alike that it may be typed twice."""
    near = one.starts_on - NEAR <= other.ends_on and other.starts_on - NEAR <= one.ends_on
    return (
        near
        and fuzz.token_sort_ratio(_plain(one.title), _plain(other.title)) >= TITLE_ALIKE
        and _same_organiser(_plain(one.organiser), _plain(other.organiser))
    )


def _same_organiser(one: str, other: str) -> bool:
    """Tell whether two names mean one organiser, also where one of them is its initials."""
    initials = {"".join(word[0] for word in name.split()) for name in (one, other)}
    return fuzz.token_set_ratio(one, other) >= ORGANISER_ALIKE or bool({one, other} & initials)


def _plain(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", " ", text.lower()).strip()
