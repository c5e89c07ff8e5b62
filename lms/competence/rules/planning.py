"""Who gains what from which training: nominations simulated, identical people grouped. Pure.

Gains are in hundredths of a point, so that sums are exact.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from lms.competence.rules.hours import YEARLY_JP
from lms.competence.rules.index import Facts, Held, total_of
from lms.competence.rules.table import RULE_SETS, Cell, RuleSet

#: Programme kind -> the positions whose own level it trains (PerBKN 8/2019 art. 8).
LEADERSHIP_LEVEL = {
    "pkp": ("pengawas",),
    "pka": ("administrator",),
    "pkn": ("jpt",),
    "pkn-1": ("jpt",),
    "pkn-2": ("jpt",),
}


@dataclass(frozen=True)
class Option:
    """A training that could be given: which cell it fills, JP, seats, cost of a seat in rupiah."""

    key: str
    title: str
    cell: str
    jp: Decimal
    seats: int
    cost: int
    ends_on: date
    #: Kinds of position it is for; empty: all whose table has the cell.
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A person who counts and could be nominated, with what is held on the day of the plan."""

    person_id: int
    opd_id: int
    position_kind: str
    performance: str
    held: Held
    year_jp: Decimal
    #: Keys of options the person cannot take (has a place there already).
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pick:
    """One nomination of a plan: who, in which option, what it adds, and why this person."""

    person_id: int
    option: str
    cents: int
    closes_gap: bool
    #: How many people were exactly as eligible.
    alike: int


def cell_for(candidate: Candidate, option: Option, rules: RuleSet) -> Cell | None:
    """Return the cell of the person's table that the option can fill, None when it has none."""
    if option.kinds and candidate.position_kind not in option.kinds:
        return None
    if option.key in candidate.barred:
        return None
    row = rules.table[candidate.position_kind]
    return next((cell for cell in row if cell.key == option.cell), None)


def gain(candidate: Candidate, option: Option, rules: RuleSet) -> int:
    """Return how many hundredths of a point the option adds to the person's score."""
    cell = cell_for(candidate, option, rules)
    if cell is None or cell.key in candidate.held.filled:
        return 0
    return cents_of(after(candidate, option, rules), rules) - cents_of(candidate, rules)


def cents_of(one: Candidate, rules: RuleSet) -> int:
    """Return a candidate's score in hundredths of a point."""
    return _cents(one.position_kind, one.performance, one.held, rules.key)


@lru_cache(maxsize=100_000)  # thousands of people hold the same
def _cents(kind: str, performance: str, held: Held, rules: str) -> int:
    return int(total_of(Facts(kind, "", performance), held, RULE_SETS[rules]) * 100)


def closes_gap(candidate: Candidate, option: Option, rules: RuleSet) -> bool:
    """Tell whether the option closes a legal gap: training of the own post, or 20 JP this year."""
    cell = cell_for(candidate, option, rules)
    if cell is None:
        return False
    own_post = cell.days is None and cell.key not in candidate.held.filled
    yearly = candidate.year_jp < YEARLY_JP <= candidate.year_jp + option.jp
    return own_post or yearly


@dataclass(frozen=True)
class Group:
    """People of one office for whom every option does the same."""

    opd_id: int
    #: By option: hundredths of a point added, and whether a legal gap closes.
    gains: tuple[int, ...]
    closes: tuple[bool, ...]
    people: tuple[Candidate, ...]


def grouped(
    candidates: Iterable[Candidate], options: Sequence[Option], rules: RuleSet
) -> list[Group]:
    """Put people together for whom every option does the same; who gains nothing is left out.

    Within a group whoever has the fewest hours this year stands first.
    """
    groups: dict[tuple[int, tuple[int, ...], tuple[bool, ...]], list[Candidate]] = defaultdict(list)
    known: dict[object, tuple[tuple[int, ...], tuple[bool, ...]]] = {}
    for one in candidates:
        hours = min(one.year_jp, Decimal(YEARLY_JP))
        sign = (one.position_kind, one.performance, one.held, hours, one.barred)
        if sign not in known:
            known[sign] = (
                tuple(gain(one, option, rules) for option in options),
                tuple(closes_gap(one, option, rules) for option in options),
            )
        gains, closes = known[sign]
        if any(gains) or any(closes):
            groups[one.opd_id, gains, closes].append(one)
    return [
        Group(opd_id, gains, closes, tuple(sorted(people, key=_first)))
        for (opd_id, gains, closes), people in sorted(groups.items())
    ]


def _first(one: Candidate) -> tuple[Decimal, int]:
    return one.year_jp, one.person_id


def simulate(
    candidates: Iterable[Candidate], options: Sequence[Option], rules: RuleSet
) -> list[Pick]:
    """Fill the seats of each option in turn with those who gain most, then have the fewest hours.

    A person may be in several options; what an earlier one filled a later one no longer adds.
    """
    now = {one.person_id: one for one in candidates}
    picks = []
    for option in options:
        worth = {one.person_id: gain(one, option, rules) for one in now.values()}
        order = sorted(
            (one for one in now.values() if worth[one.person_id] > 0),
            key=lambda one: (-worth[one.person_id], *_first(one)),
        )
        alike = Counter(worth.values())
        for one in order[: option.seats]:
            added = worth[one.person_id]
            closes = closes_gap(one, option, rules)
            picks.append(Pick(one.person_id, option.key, added, closes, alike[added]))
            now[one.person_id] = after(one, option, rules)
    return picks


def after(one: Candidate, option: Option, rules: RuleSet) -> Candidate:
    """Return the person as they stand once the option is done."""
    cell = cell_for(one, option, rules)
    assert cell is not None, "an option was given to somebody whose table lacks its cell"
    return replace(
        one,
        held=one.held.with_cell(cell, option.jp),
        year_jp=one.year_jp + option.jp,
        barred=one.barred | {option.key},
    )
