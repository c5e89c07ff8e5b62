"""The hours (JP) of a year: no calendar day's hours are counted twice. Pure.

A training counts in the year it ended (so is it dated on its certificate and in SIASN), its hours
spread evenly over its days in that year: in whole hundredths, the last day takes what is left. On
each day all trainings together count at most what a working day holds; one that says more by
itself is still believed. A form limited by month, such as coaching, is credited by session and not
by the clock: its own limit holds instead of the day's.

Each limit only cuts what several trainings add up to. Hence adding one never lowers a year, and
their order does not matter (docs/decisions/0065-hours-are-counted-once.md). What a day adds is
`min(max(limit, largest), sum of the forms)` in whatever order the trainings are taken; by that
queries/year.py reckons everybody in one statement, and tests hold the two against each other.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

#: Hours every PNS should train in a year: PP 11/2017 jo. 17/2020 art. 203(4) (C).
YEARLY_JP = 20
#: Hours are reckoned in whole hundredths.
JP = 100


@dataclass(frozen=True)
class Learned:
    """One training as the year sees it; `cap` and `cap_per` limit its form (None: no limit)."""

    key: Any
    form: str
    jp: Decimal
    starts_on: date
    ends_on: date
    cap: Decimal | None = None
    cap_per: str = ""


@dataclass(frozen=True)
class Counted:
    """What counts of one training, and what cut it: "", "day" (shared days) or "cap" (its form)."""

    jp: Decimal
    cut_by: str = ""


@dataclass(frozen=True)
class Year:
    """The hours of a year with what each training adds."""

    total: Decimal
    lines: dict[Any, Counted]


def year_of(learned: Iterable[Learned], year: int, day_limit: Decimal) -> Year:
    """Return what counts of the trainings that ended in `year`."""
    mine = [one for one in learned if one.ends_on.year == year]
    kept: dict[Any, int] = {one.key: 0 for one in mine}
    cuts: dict[Any, str] = {}
    by_day: dict[date, list[tuple[Learned, int]]] = defaultdict(list)
    by_period: dict[Hashable, list[tuple[Learned, int]]] = defaultdict(list)
    for one in mine:
        for day, share in _spread(one):
            if one.cap is not None and one.cap_per != "day":
                by_period[one.form, _period(one.cap_per, day)].append((one, share))
            else:
                by_day[day].append((one, share))
    for _day, shares in sorted(by_day.items()):  # the last day on which it is cut says by what
        _keep(shares, _hundredths(day_limit), kept, cuts)
    for shares in by_period.values():
        _keep(_merged(shares), None, kept, cuts)
    lines = {one.key: Counted(_jp(kept[one.key]), cuts.get(one.key, "")) for one in mine}
    return Year(_jp(sum(kept.values())), lines)


def _hundredths(jp: Decimal) -> int:
    return round(jp * JP)


def _jp(hundredths: int) -> Decimal:
    return Decimal(hundredths) / JP


def _spread(one: Learned) -> Iterable[tuple[date, int]]:
    """Yield the days of a training within the year it ended, each with its share of the JP."""
    first = min(max(one.starts_on, date(one.ends_on.year, 1, 1)), one.ends_on)
    days = (one.ends_on - first).days + 1
    whole = _hundredths(one.jp)
    share = whole // days
    for at in range(days - 1):
        yield first + timedelta(days=at), share
    yield one.ends_on, whole - share * (days - 1)


def _period(per: str, day: date) -> Hashable:
    return (day.year, day.month) if per == "month" else day.year


def _merged(shares: list[tuple[Learned, int]]) -> list[tuple[Learned, int]]:
    """Add up the daily shares of each training within one period."""
    sums: dict[Any, tuple[Learned, int]] = {}
    for one, share in shares:
        sums[one.key] = (one, share + (sums[one.key][1] if one.key in sums else 0))
    return list(sums.values())


def _keep(
    shares: Sequence[tuple[Learned, int]], limit: int | None,
    kept: dict[Any, int], cuts: dict[Any, str],
) -> None:  # fmt: skip
    """Let the largest shares count first until their form's limit, then the common one, is full."""
    forms = _form_limits(shares)
    room = sum(share for _one, share in shares)
    if limit is not None:
        room = max(limit, max(share for _one, share in shares))
    for one, share in sorted(shares, key=lambda pair: (-pair[1], pair[0].key)):
        counted = min(share, forms[one.form], room)
        if counted < share:
            cuts[one.key] = "cap" if forms[one.form] <= room else "day"
        forms[one.form] -= counted
        room -= counted
        kept[one.key] += counted


def _form_limits(shares: Sequence[tuple[Learned, int]]) -> dict[str, int]:
    """Return how much each form may add here: its sum within its cap, or its largest single one."""
    sums: dict[str, int] = defaultdict(int)
    largest: dict[str, int] = defaultdict(int)
    caps: dict[str, int] = {}
    free: set[str] = set()
    for one, share in shares:
        sums[one.form] += share
        largest[one.form] = max(largest[one.form], share)
        if one.cap is None:
            free.add(one.form)
        else:
            caps[one.form] = max(caps.get(one.form, 0), _hundredths(one.cap))
    return {
        form: added if form in free else max(largest[form], min(added, caps[form]))
        for form, added in sums.items()
    }
