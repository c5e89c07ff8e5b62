"""Dates and hours in sentences about plans."""

from datetime import date

from lms.core.formats import hari
from lms.core.i18n import _


def hours(minute: int) -> str:
    """Write a minute of the day: 13.05."""
    return f"{minute // 60:02d}.{minute % 60:02d}"


def on_day(day: date, start: int | None = None, end: int | None = None) -> str:
    """Write a day, with its hours when they are given: Senin, 2 Maret 2026, 08.00–09.30."""
    if start is None or end is None:
        return hari(day)
    return f"{hari(day)}, {hours(start)}–{hours(end)}"


def from_to(first: date, last: date) -> str:
    """Write one day, or the first and the last of several."""
    if first == last:
        return hari(first)
    return _("%(first)s sampai %(last)s", first=hari(first), last=hari(last))
