"""Day numbers and dates: how a programme's days become a batch's calendar. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from lms.core.i18n import _

_SATURDAY = 5
#: A phase of a batch: how many training days it has, its first and its last date.
Span = tuple[int, date, date]


@lru_cache(maxsize=4096)
def working_day(first: date, number: int) -> date:
    """Return the `number`-th working day (Monday to Friday) counted from `first` on."""
    day = first
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    for _passed in range(number - 1):
        day += timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
    return day


def spread(lengths: Sequence[int], first: date) -> list[tuple[date, date]]:
    """Return first and last day of stretches of so many working days, one after the other."""
    spans = []
    start = working_day(first, 1)
    for length in lengths:
        end = working_day(start, max(1, length))
        spans.append((start, end))
        start = working_day(end, 2)
    return spans


def date_of(day: int, phases: Sequence[Span]) -> date:
    """Return the date of training day `day` in these phases.

    Each phase takes as many day numbers as it has days and starts counting on its own first date;
    a day after the end is the last day.
    """
    passed = 0
    for days, first, last in phases:
        if day <= passed + days:
            return min(last, working_day(first, max(1, day - passed)))
        passed += days
    return phases[-1][2]


def date_problems(
    phases: Sequence[tuple[str, date, date]], opens: date, closes: date
) -> list[tuple[str, str]]:
    """Return (key, sentence) of what is wrong with a batch's dates.

    `phases` are (key, first, last) in the programme's order; the other keys are
    "registration_opens_on" and "registration_closes_on".
    """
    found = []
    before: date | None = None
    for key, first, last in phases:
        if last < first:
            found.append((f"ends_{key}", _("Pilih tanggal pada atau setelah hari pertamanya.")))
        if before is not None and first < before:
            found.append((f"starts_{key}", _("Tahap ini mulai setelah tahap sebelumnya mulai.")))
        before = first
    key = "registration_closes_on"
    if closes < opens:
        found.append((key, _("Pilih tanggal pada atau setelah pendaftaran dibuka.")))
    elif phases and closes > min(first for _key, first, _last in phases):
        found.append((key, _("Pendaftaran ditutup paling lambat hari pertama pelatihan.")))
    return found
