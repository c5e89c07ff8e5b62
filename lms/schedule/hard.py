"""The hard rules of a timetable, each said once, over plain values. Pure.

The form of one session, the board and the solver's judge all ask here: where their facts come from
differs, what is forbidden and the sentence that says so does not. Moments are whatever the caller
compares: aware datetimes, or days with minutes.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from lms.core.i18n import _

#: The spans of time for which instructors have ceilings.
UNITS = ("day", "week", "month")


# -- nothing and nobody twice at once


@dataclass(frozen=True)
class Hold:
    """A room, account, person or group held by a meeting from `starts` up to `ends`."""

    thing: Any
    starts: Any
    ends: Any
    by: int


def overlap(starts: Any, ends: Any, other_starts: Any, other_ends: Any) -> bool:
    """Tell whether two spans share time; touching ends do not."""
    return bool(starts < other_ends and other_starts < ends)


def doubles(holds: Iterable[Hold]) -> Iterator[tuple[Hold, Hold]]:
    """Give each pair that holds the same thing at the same time, the earlier one first."""
    by_thing: dict[Hashable, list[Hold]] = defaultdict(list)
    for hold in holds:
        by_thing[hold.thing].append(hold)
    for own in by_thing.values():
        own.sort(key=lambda one: (one.starts, one.ends, one.by))
        for place, one in enumerate(own):
            for other in own[place + 1 :]:
                if other.starts >= one.ends:
                    break
                yield one, other


# -- what one meeting may use


def no_training_on(holiday: str) -> str:
    """Say that nobody meets on a holiday."""
    return _("Hari libur: %(name)s.", name=holiday)


def not_to_be_had(kind: str, name: str, why: str) -> str:
    """Say that a room or account is closed, an instructor away or outside the agreed hours."""
    if kind != "person":
        return _("%(name)s tidak dapat dipakai: %(reason)s.", name=name, reason=why or _("tutup"))
    if why:
        return _("%(name)s berhalangan: %(reason)s.", name=name, reason=why)
    return _("%(name)s tidak tersedia pada jam itu.", name=name)


def no_right(name: str) -> str:
    """Say that an instructor may not teach the subject."""
    return _("%(name)s belum berhak mengajar mata pelatihan ini.", name=name)


def too_few_seats(name: str, seats: int, people: int) -> str:
    """Say that not everybody can sit, "" when they can."""
    if seats >= people:
        return ""
    return _("%(name)s memuat %(seats)s orang, pesertanya %(people)s.",
             name=name, seats=seats, people=people)  # fmt: skip


# -- ceilings


@dataclass(frozen=True)
class Load:
    """JP that a meeting takes of an instructor on a day."""

    person: int
    day: date
    jp: int
    by: int


@dataclass(frozen=True)
class Excess:
    """More JP in a day, week or month than was agreed, and the meetings that make it up."""

    person: int
    unit: str
    jp: int
    most: int
    by: tuple[int, ...]

    def sentence(self, name: str) -> str:
        """Say it of the instructor called `name`."""
        spans = {"day": _("sehari"), "week": _("sepekan"), "month": _("sebulan")}
        return _("%(name)s mengajar %(jp)s JP %(span)s, paling banyak %(most)s.",
                 name=name, jp=self.jp, span=spans[self.unit], most=self.most)  # fmt: skip


def excesses(
    loads: Iterable[Load], most: Callable[[int, str], int | None]
) -> Iterator[Excess]:  # fmt: skip
    """Give each day, week (from Monday) and month in which somebody teaches above a ceiling."""
    taught: dict[tuple[int, str, date], list[Load]] = defaultdict(list)
    for load in loads:
        for unit, first in zip(UNITS, begins(load.day), strict=True):
            taught[load.person, unit, first].append(load)
    for (person, unit, _first), own in taught.items():
        ceiling, jp = most(person, unit), sum(load.jp for load in own)
        if ceiling is not None and jp > ceiling:
            yield Excess(person, unit, jp, ceiling, tuple(load.by for load in own))


def begins(day: date) -> tuple[date, date, date]:
    """Return on what days the day, its week and its month begin."""
    return day, day - timedelta(days=day.weekday()), day.replace(day=1)


# -- ways between buildings (soft: people can run, and the organiser decides)


@dataclass(frozen=True)
class Stay:
    """Somebody in a building on a day, from minute to minute of one clock."""

    who: Any
    day: date
    starts: int
    ends: int
    building: Any
    by: int


def hurries(
    stays: Iterable[Stay], minutes: Callable[[Any, Any], int]
) -> Iterator[tuple[Stay, Stay, int]]:
    """Give each way with less time than it takes: from where, to where, minutes needed."""
    ways: dict[tuple[Hashable, date], list[Stay]] = defaultdict(list)
    for stay in stays:
        ways[stay.who, stay.day].append(stay)
    for own in ways.values():
        own.sort(key=lambda one: (one.starts, one.ends))
        for one, other in pairwise(own):
            need = minutes(one.building, other.building)
            if 0 <= other.starts - one.ends < need:
                yield one, other, need
