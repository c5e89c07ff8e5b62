"""Weeks as addresses write them (2026-W48), and the days in them. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(\d{4})-W(\d{1,2})")
#: Years in which addresses may look; outside them an address names nothing.
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Week:
    """A week, Monday to Sunday."""

    monday: date

    @property
    def name(self) -> str:
        """Return the week as addresses write it: 2026-W48."""
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    @property
    def days(self) -> list[date]:
        """Return the seven days."""
        return [self.monday + timedelta(days=number) for number in range(7)]

    @property
    def before(self) -> "Week":
        """Return the week before."""
        return Week(self.monday - timedelta(days=7))

    @property
    def after(self) -> "Week":
        """Return the week after."""
        return Week(self.monday + timedelta(days=7))


def week_of(day: date) -> Week:
    """Return the week a day lies in."""
    return Week(day - timedelta(days=day.weekday()))


def read_week(written: str) -> Week | None:
    """Return the week an address names, None when it names none."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None
    return Week(monday) if monday.year in YEARS else None


def read_day(written: str) -> date | None:
    """Return the day an address names as 2026-11-24, None when it names none."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def working_days(week: Week, busy: set[date]) -> list[date]:
    """Return Monday to Friday, and the days of the weekend that are busy."""
    return [day for day in week.days if day.weekday() < 5 or day in busy]
