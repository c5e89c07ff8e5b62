"""The hours of a year: what each training adds and why, of one person or of an office's staff."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from lms.competence.models import ConversionLine, OutsideTraining
from lms.competence.queries.records import Entry
from lms.competence.rules import conversion
from lms.competence.rules.conversion import Conversion
from lms.competence.rules.hours import Counted, Learned, Year, year_of
from lms.core.access import remember
from lms.core.db import rows
from lms.core.things import things


def conversions() -> list[Conversion]:
    """Return all conversion lines: those of the product, then the agency's as they were entered."""
    return remember("conversions", _conversions)


def _conversions() -> list[Conversion]:
    return [*conversion.STANDARD, *(as_conversion(line) for line in own_lines())]


def own_lines() -> list[ConversionLine]:
    """Return the agency's own conversion lines in the order they were entered."""
    return rows(_own_lines())


@cache
def _own_lines() -> Any:
    return things(ConversionLine).order_by(ConversionLine.id)


def as_conversion(line: ConversionLine) -> Conversion:
    """Return a stored line as the rule reads it."""
    return Conversion(
        line.form, line.unit, line.jp, line.cap, line.cap_per, line.international, line.cell,
        line.evidence, line.clause, line.confidence, line.valid_from, line.valid_until,
    )  # fmt: skip


def learned(key: Any, form: str, jp: Decimal, starts_on: date, ends_on: date) -> Learned:
    """Return a training as the year sees it, limited by the line in force when it ended."""
    line = conversion.in_force(conversions(), form, ends_on)
    cap, cap_per = (line.cap, line.cap_per) if line else (None, "")
    return Learned(key, form, jp, starts_on, ends_on, cap, cap_per)


def hours_of(entries: Iterable[Entry], year: int) -> Year:
    """Return what counts of a person's entries in a year."""
    limit = conversion.working_day(conversions(), date(year, 12, 31))
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


def totals(found: Iterable[Any], year: int) -> dict[int, Decimal]:
    """Return the hours of a year by person, from rows with the columns of learning_records."""
    limit = conversion.working_day(conversions(), date(year, 12, 31))
    by_person: dict[int, list[Learned]] = defaultdict(list)
    for row in found:
        by_person[row.person_id].append(
            learned((row.source, row.source_id), row.form, Decimal(str(row.jp)),
                    row.starts_on, row.ends_on)
        )  # fmt: skip
    return {person: year_of(mine, year, limit).total for person, mine in by_person.items()}
