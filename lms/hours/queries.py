"""The conversion lines in their order: those of the product, then the agency's."""

from functools import cache
from typing import Any

from lms.core.access import remember
from lms.core.db import rows
from lms.core.things import things
from lms.hours import rules
from lms.hours.models import ConversionLine
from lms.hours.rules import Conversion


def conversions() -> list[Conversion]:
    """Return all conversion lines: those of the product, then the agency's as they were entered."""
    return remember("conversions", _conversions)


def _conversions() -> list[Conversion]:
    return [*rules.STANDARD, *(as_conversion(line) for line in own_lines())]


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
