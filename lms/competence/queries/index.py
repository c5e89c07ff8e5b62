"""The index of the province and its offices, read from the kept sums."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import select

from lms.competence import rules
from lms.competence.models import IndexDay, IndexMonth, IndexRollup
from lms.competence.queries.sums import BANDS, SUMS
from lms.core.clock import today
from lms.core.db import db
from lms.people.models import POSITION_KINDS, Opd

_CENT = Decimal("0.01")
#: Months of the trend, and how far back "a year ago" lies in it.
MONTHS, YEAR = 13, 12


@dataclass(frozen=True)
class Sums:
    """People and their points added up."""

    people: int = 0
    cents: int = 0
    with_technical: int = 0
    with_yearly: int = 0
    with_struktural: int = 0
    with_fungsional: int = 0
    with_seminar: int = 0
    bands: tuple[int, ...] = (0,) * BANDS

    @property
    def mean(self) -> Decimal:
        """Return the mean score, two decimals, half up."""
        return mean_of(self.cents, self.people)

    @property
    def below_technical(self) -> int:
        """Return how many lack 20 JP of technical training in a year."""
        return self.people - self.with_technical

    @property
    def below_yearly(self) -> int:
        """Return how many have not 20 JP in this calendar year yet."""
        return self.people - self.with_yearly


@dataclass(frozen=True)
class OfficeIndex:
    """One office: its sums, and its mean a year ago (None when it was not kept)."""

    opd_id: int
    name: str
    sums: Sums
    year_ago: Decimal | None
    #: Not to be shown to the reader (rules/disclosure.py).
    hidden: bool = False


@dataclass(frozen=True)
class ProvinceIndex:
    """The province's index with its offices (highest first), kinds of positions and trend."""

    sums: Sums
    offices: list[OfficeIndex]
    kinds: list[tuple[str, Sums, bool]]
    #: (first day of month, mean), oldest first.
    trend: list[tuple[date, Decimal]]
    as_of: date

    @property
    def spread(self) -> list[tuple[str, int]]:
        """Return the people by score in steps of five points."""
        return [(f"{5 * at}–{5 * at + 5}", count) for at, count in enumerate(self.sums.bands)]


def mean_of(cents: int, people: int) -> Decimal:
    """Return a mean in points from a sum in hundredths, half up; 0.00 of nobody."""
    if not people:
        return Decimal("0.00")
    return (Decimal(cents) / 100 / people).quantize(_CENT, ROUND_HALF_UP)


def province_index(rule_set: rules.RuleSet, *, all_shown: bool = True) -> ProvinceIndex:
    """Return the index of the province and its offices.

    Unless `all_shown`, groups so small that their figures would be figures of persons are hidden.
    """
    found = db.session.execute(
        select(IndexRollup, Opd.short_name)
        .join(Opd, Opd.id == IndexRollup.opd_id)
        .where(IndexRollup.rule_set == rule_set.key, IndexRollup.people > 0)
    ).all()
    by_office: dict[int, list[IndexRollup]] = defaultdict(list)
    by_kind: dict[str, list[IndexRollup]] = defaultdict(list)
    names = {}
    for row, name in found:
        by_office[row.opd_id].append(row)
        by_kind[row.position_kind].append(row)
        names[row.opd_id] = name
    months = _months(rule_set)
    ago = _year_ago(months)
    offices = [
        OfficeIndex(opd_id, names[opd_id], added(rows), ago.get(opd_id))
        for opd_id, rows in by_office.items()
    ]
    offices.sort(key=lambda office: (-office.sums.mean, office.name))
    kinds = [(kind, added(by_kind[kind])) for kind in POSITION_KINDS if kind in by_kind]
    if not all_shown:
        offices = _hidden(offices)
    few = _small([sums.people for _kind, sums in kinds]) if not all_shown else frozenset()
    return ProvinceIndex(
        added(row for row, _name in found),
        offices,
        [(kind, sums, at in few) for at, (kind, sums) in enumerate(kinds)],
        _trend(months),
        db.session.scalar(select(IndexDay.as_of)) or today(),
    )


@dataclass(frozen=True)
class Compared:
    """What one rule set makes of the same people: sums, and means by kind (None: not shown)."""

    sums: Sums
    kinds: dict[str, Decimal | None]


def compared(*, all_shown: bool = True) -> dict[str, Compared]:
    """Return what every rule set makes of the province, by its key."""
    rows: dict[str, dict[str, list[IndexRollup]]] = {
        key: {kind: [] for kind in POSITION_KINDS} for key in rules.RULE_SETS
    }
    for row in db.session.scalars(select(IndexRollup).where(IndexRollup.people > 0)):
        if row.rule_set in rows:
            rows[row.rule_set][row.position_kind].append(row)
    found = {}
    for key, by_kind in rows.items():
        sums = [added(of_kind) for of_kind in by_kind.values()]
        few = frozenset() if all_shown else _small([one.people for one in sums])
        found[key] = Compared(
            added(row for of_kind in by_kind.values() for row in of_kind),
            {
                kind: None if at in few else one.mean
                for at, (kind, one) in enumerate(zip(by_kind, sums, strict=True))
            },
        )
    return found


def _small(sizes: list[int]) -> frozenset[int]:
    return rules.hidden_groups(sizes)


def _hidden(offices: list[OfficeIndex]) -> list[OfficeIndex]:
    """Mark what must stay hidden; hidden offices stand last, so that their place tells nothing."""
    few = _small([office.sums.people for office in offices])
    shown = [office for at, office in enumerate(offices) if at not in few]
    closed = [
        OfficeIndex(one.opd_id, one.name, Sums(), None, True)
        for at, one in enumerate(offices)
        if at in few
    ]
    return shown + sorted(closed, key=lambda office: office.name)


def added(rows: Iterable[IndexRollup]) -> Sums:
    """Add rows of the rollup up."""
    total = dict.fromkeys(SUMS, 0)
    for row in rows:
        for name in SUMS:
            total[name] += getattr(row, name)
    bands = tuple(total.pop(f"band{at}") for at in range(BANDS))
    return Sums(**total, bands=bands)


def _months(rule_set: rules.RuleSet) -> list[Any]:
    first = months_on(today().replace(day=1), 1 - MONTHS)
    return list(
        db.session.execute(
            select(IndexMonth.month, IndexMonth.opd_id, IndexMonth.people, IndexMonth.cents)
            .where(IndexMonth.rule_set == rule_set.key, IndexMonth.month >= first)
            .order_by(IndexMonth.month)
        )
    )


def months_on(month: date, count: int) -> date:
    """Return the first day of the month so many months on (or, below zero, back)."""
    at = month.year * 12 + month.month - 1 + count
    return date(at // 12, at % 12 + 1, 1)


def _trend(months: list[Any]) -> list[tuple[date, Decimal]]:
    people: dict[date, int] = defaultdict(int)
    cents: dict[date, int] = defaultdict(int)
    for row in months:
        people[row.month] += row.people
        cents[row.month] += row.cents
    return [(month, mean_of(cents[month], people[month])) for month in people]


def _year_ago(months: list[Any]) -> dict[int, Decimal]:
    then = months_on(today().replace(day=1), -YEAR)
    return {row.opd_id: mean_of(row.cents, row.people) for row in months if row.month == then}


def office_index(opd: Opd, rule_set: rules.RuleSet) -> Sums:
    """Return the sums of one office."""
    return added(
        db.session.scalars(
            select(IndexRollup).where(
                IndexRollup.rule_set == rule_set.key, IndexRollup.opd_id == opd.id
            )
        )
    )
