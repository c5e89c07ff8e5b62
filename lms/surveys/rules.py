"""When a survey may be answered, and what may be shown of the answers."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Five labels from worst to best stand for these points.
POINTS = (1, 2, 3, 4, 5)
#: Fewer answers could be told apart, so nothing is shown of them.
LEAST_SHOWN = 5
#: Days after the end of a batch during which its own surveys stay open.
STAYS_OPEN = timedelta(days=30)
#: Months after the end at which alumni are asked: a year after programmes for leaders, else four
#: (docs/facts.md, one secondary source).
MONTHS_AFTER = {"struktural": 12}
MONTHS_AFTER_OTHERS = 4


def window(opens: str, starts_on: date, ends_on: date, counts_as: str) -> tuple[date, date]:
    """Return the first and last day on which a survey may be answered.

    "during" is open from the first day of the batch until a month after it; "after" for a month,
    some months after the end.
    """
    if opens == "during":
        return starts_on, ends_on + STAYS_OPEN
    first = months_later(ends_on, MONTHS_AFTER.get(counts_as, MONTHS_AFTER_OTHERS))
    return first, first + STAYS_OPEN


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, the last of the month when there is none."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def check_open(span: tuple[date, date], today: date, *, answered: bool) -> None:
    """Refuse an answer outside the window, and a second one of the same person."""
    if answered:
        raise RuleBroken(_("Anda sudah mengisi survei ini. Terima kasih."))
    if not span[0] <= today <= span[1]:
        raise RuleBroken(_("Survei ini tidak sedang dibuka."))


def check_superior(*, is_oneself: bool, is_near: bool, answered: bool) -> None:
    """Refuse a superior from elsewhere, and another one after the answer was given."""
    if is_oneself:
        raise RuleBroken(_("Atasan langsung tidak mungkin orang yang sama dengan alumni."))
    if not is_near:
        raise RuleBroken(_("Pegawai itu tidak bekerja di OPD alumni atau OPD di atasnya."))
    if answered:
        raise RuleBroken(_("Atasan sudah mengisi survei ini, jadi tidak dapat diganti lagi."))


def means(
    items: Sequence[str], answers: Sequence[Mapping[str, int]]
) -> dict[str, tuple[Decimal, int]]:
    """Return the mean (1-5, two decimals, half up) and the number of answers of each item."""
    found = {}
    for item in items:
        given = [Decimal(answer[item]) for answer in answers if item in answer]
        if given:
            mean = (sum(given, Decimal()) / len(given)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            found[item] = (mean, len(given))
    return found


def may_show(count: int) -> bool:
    """Tell whether so many answers hide each single one."""
    return count >= LEAST_SHOWN
