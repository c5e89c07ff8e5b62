"""The hours of a person's year: what each training adds and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lms.competence.models import OutsideTraining
from lms.competence.queries.records import Entry
from lms.competence.rules.hours import Counted, Learned, Year, year_of
from lms.hours import queries as hours
from lms.hours import rules as conversion


def learned(key: Any, form: str, jp: Decimal, starts_on: date, ends_on: date) -> Learned:
    """Return a training as the year sees it, limited by the line in force when it ended."""
    line = conversion.in_force(hours.conversions(), form, ends_on)
    cap, cap_per = (line.cap, line.cap_per) if line else (None, "")
    return Learned(key, form, jp, starts_on, ends_on, cap, cap_per)


def hours_of(entries: Iterable[Entry], year: int) -> Year:
    """Return what counts of a person's entries in a year."""
    limit = conversion.working_day(hours.conversions(), date(year, 12, 31))
    found = (learned(one.key, one.form, one.jp, one.starts_on, one.ends_on) for one in entries)
    return year_of(found, year, limit)


@dataclass(frozen=True)
class Line:
    """One line of the page: an entry of the ledger, and what counts of it."""

    entry: Entry
    counted: Counted


@dataclass(frozen=True)
class HoursPage:
    """A person's year: what counts, what waits or does not count, and the years there are."""

    year: int
    total: Decimal
    lines: list[Line]
    reports: list[OutsideTraining]
    waiting: Decimal
    years: list[int]


def hours_page(entries: list[Entry], reports: list[OutsideTraining], year: int) -> HoursPage:
    """Return the page of a year from everything that counts and everything that was reported.

    What waits is reckoned as if it counted, so that shared days are not promised twice.
    """
    found = hours_of(entries, year)
    lines = [Line(one, found.lines[one.key]) for one in entries if one.key in found.lines]
    mine = [one for one in reports if one.ends_on.year == year and one.state != "verified"]
    hoped = [as_entry(one) for one in mine if one.is_open]
    waiting = hours_of([*entries, *hoped], year).total - found.total
    years = {one.ends_on.year for one in entries} | {one.ends_on.year for one in reports} | {year}
    return HoursPage(year, found.total, lines, mine, waiting, sorted(years, reverse=True))


def as_entry(training: OutsideTraining) -> Entry:
    """Return a report as the ledger's line it would be."""
    return Entry(
        training.title, training.organiser, training.form, training.cell, training.jp,
        training.starts_on, training.ends_on, training.number, "outside", training.id,
    )  # fmt: skip
