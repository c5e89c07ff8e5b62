"""The timetable of a programme by training day, and the dates it takes in a batch. Pure.

The lines stand in `courses/<programme>/jadwal.yaml`; only those with a time of day become sessions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from lms.core.i18n import _
from lms.schedule.rules import read_time

_SATURDAY = 5


@dataclass(frozen=True)
class Line:
    """A line of the timetable: what meets on which training day, and at what time."""

    key: str
    day: int
    starts: time
    ends: time
    course: str
    title: str
    jp: int
    mode: str
    groups: int = 0


def read_lines(timetable: Mapping[str, Any]) -> list[Line]:
    """Return the lines of a version's timetable that meet at a time of day, in order."""
    found = []
    for row in timetable.get("rows", ()):
        if not row["at"] or row["format"] not in ("virtual", "classical"):
            continue
        first, _dash, last = row["at"].partition("-")
        found.append(
            Line(
                f"{row['first']}/{row['at']}/{row['course']}", row["first"], read_time(first),
                read_time(last), row["course"], row["title"], row["jp"], row["format"],
                row.get("groups", 0),
            )
        )  # fmt: skip
    return sorted(found, key=lambda line: (line.day, line.starts, line.key))


@dataclass(frozen=True)
class Dated:
    """A training day in a batch: its date, and from which date holidays moved it and why."""

    number: int
    day: date
    planned: date
    reasons: tuple[str, ...] = ()
    #: Why nothing can meet then: the phase or batch is over.
    problem: str = ""

    @property
    def is_moved(self) -> bool:
        """Tell whether holidays moved the day."""
        return self.day != self.planned


def working_days(first: date, holidays: Mapping[date, str]) -> Iterable[date]:
    """Yield the working days from a day on: Monday to Friday without holidays."""
    day = first
    while True:
        if day.weekday() < _SATURDAY and day not in holidays:
            yield day
        day += timedelta(days=1)


def date_days(
    numbers: Iterable[int],
    phases: Sequence[tuple[int, date, date]],
    holidays: Mapping[date, str],
) -> dict[int, Dated]:
    """Return the dates of training days in phases given as (days, first, last).

    Each phase counts on its own first date; a holiday moves its day and all after it forward.
    """
    found = {}
    for number in sorted(set(numbers)):
        passed = 0
        for days, first, last in phases:
            if number <= passed + days:
                found[number] = _dated(number, number - passed, first, last, holidays)
                break
            passed += days
    return found


def _dated(number: int, place: int, first: date, last: date, holidays: Mapping[date, str]) -> Dated:
    planned, day = _nth(first, place, {}), _nth(first, place, holidays)
    reasons = tuple(
        dict.fromkeys(
            name
            for holiday, name in sorted(holidays.items())
            if first <= holiday <= day and holiday.weekday() < _SATURDAY
        )
    )
    problem = _("Melewati akhir tahapnya.") if day > last else ""
    return Dated(number, day, planned, reasons if day != planned else (), problem)


def _nth(first: date, place: int, holidays: Mapping[date, str]) -> date:
    days = iter(working_days(first, holidays))
    day = next(days)
    for _passed in range(place - 1):
        day = next(days)
    return day


def number_of(day: date, first: date, holidays: Mapping[date, str]) -> int:
    """Return the how manieth working day from `first` on a day is; on a free day the one before."""
    count = 0
    for one in working_days(first, holidays):
        if one > day:
            break
        count += 1
    return max(count, 1)
