"""A person's competence score by a rule set, with the trace of every cell. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from lms.competence.rules.table import Cell, RuleSet
from lms.core.i18n import _

_CENT = Decimal("0.01")
_NONE = Decimal()


@dataclass(frozen=True)
class Facts:
    """What the rule asks of a person.

    `exempt` are cells that count as filled without a record, with the reason; `excluded` is the
    reason why the person is outside the index for now, "" when not.
    """

    position_kind: str
    employment: str
    performance: str = ""
    exempt: dict[str, str] = field(default_factory=dict)
    excluded: str = ""


@dataclass(frozen=True)
class Record:
    """One verified training: the cell it can fill, its JP and last day."""

    cell: str
    jp: Decimal
    ends_on: date
    title: str = ""


@dataclass(frozen=True)
class Held:
    """A person's trainings as the table sees them on a day: filled cells, technical JP."""

    filled: frozenset[str] = frozenset()
    technical_jp: Decimal = _NONE

    def with_cell(self, cell: Cell, jp: Decimal) -> "Held":
        """Return what is held after one more training that can fill `cell`."""
        if not cell.in_jp:
            return Held(self.filled | {cell.key}, self.technical_jp)
        hours = self.technical_jp + jp
        filled = self.filled | {cell.key} if hours >= cell.needed else self.filled
        return Held(filled, hours)


@dataclass(frozen=True)
class CellScore:
    """One cell of one person: points, what filled it, what is missing, and when it lapses."""

    key: str
    points: Decimal
    highest: Decimal
    clause: str
    confidence: str
    filled_by: tuple[str, ...] = ()
    missing: str = ""
    lapses_on: date | None = None


@dataclass(frozen=True)
class Score:
    """The competence score of one person; `counted` is false for CPNS and the excluded."""

    total: Decimal
    cells: tuple[CellScore, ...]
    counted: bool = True


def is_counted(facts: Facts, rules: RuleSet) -> bool:
    """Tell whether the person is part of the index: CPNS never are (Kemendagri form 2020, C1)."""
    return facts.employment in rules.counted and not facts.excluded


def held_on(
    records: Iterable[Record], rules: RuleSet, as_of: date, exempt: Iterable[str] = ()
) -> Held:
    """Return what the records amount to on a day; later ones do not exist yet."""
    known = [record for record in records if record.ends_on <= as_of]
    cells = {cell.key: cell for row in rules.table.values() for cell in row}
    filled = {cell.key for cell in cells.values() if _amount(cell, known, as_of) >= cell.needed}
    hours = next((cell for cell in cells.values() if cell.in_jp), None)
    return Held(
        frozenset(filled | set(exempt)), _amount(hours, known, as_of) if hours else _NONE
    )  # fmt: skip


def _within(cell: Cell, records: Iterable[Record], as_of: date) -> list[Record]:
    """Return the records that fill the cell on a day: the first day of a window is outside."""
    first = as_of - timedelta(days=cell.days) if cell.days is not None else date.min
    return [one for one in records if one.cell == cell.key and first < one.ends_on <= as_of]


def _amount(cell: Cell, records: Iterable[Record], as_of: date) -> Decimal:
    found = _within(cell, records, as_of)
    return sum((one.jp for one in found), _NONE) if cell.in_jp else Decimal(len(found))


def cell_points(cell: Cell, held: Held) -> Decimal:
    """Return the points of one cell: all or nothing, or in proportion to the JP."""
    if cell.key in held.filled:
        return cell.points
    if cell.in_jp and cell.proportional:
        return cell.points * min(held.technical_jp, Decimal(cell.needed)) / cell.needed
    return _NONE


def total_of(facts: Facts, held: Held, rules: RuleSet) -> Decimal:
    """Return the competence score (0-40, two decimals, half up) of who holds these trainings."""
    learned = sum((cell_points(cell, held) for cell in rules.table[facts.position_kind]), _NONE)
    return (learned + _from_performance(facts, rules)).quantize(_CENT, ROUND_HALF_UP)


def _from_performance(facts: Facts, rules: RuleSet) -> Decimal:
    return rules.performance.get(facts.performance, _NONE)


def score(facts: Facts, records: Iterable[Record], rules: RuleSet, as_of: date) -> Score:
    """Return a person's score with the trace of every cell."""
    known = [record for record in records if record.ends_on <= as_of]
    held = held_on(known, rules, as_of, facts.exempt)
    cells = [_trace(cell, held, known, facts, as_of) for cell in rules.table[facts.position_kind]]
    if rules.performance:
        cells.append(_performance_cell(facts, rules, max(rules.performance.values())))
    return Score(total_of(facts, held, rules), tuple(cells), is_counted(facts, rules))


def _performance_cell(facts: Facts, rules: RuleSet, highest: Decimal) -> CellScore:
    """Return the cell of the rating; only the points of the best rating were read somewhere."""
    points = _from_performance(facts, rules)
    rated = bool(facts.performance)
    return CellScore(
        "kinerja",
        points,
        highest,
        rules.title,
        "C1" if points == highest else "M",
        (facts.performance,) if rated else (),
        "" if rated else _("Predikat kinerja belum tercatat."),
    )


def _trace(cell: Cell, held: Held, records: list[Record], facts: Facts, as_of: date) -> CellScore:
    filling = _within(cell, records, as_of)
    exempted = facts.exempt.get(cell.key)
    return CellScore(
        cell.key,
        cell_points(cell, held).quantize(_CENT, ROUND_HALF_UP),
        cell.points.quantize(_CENT, ROUND_HALF_UP),
        cell.clause,
        cell.confidence,
        tuple(record.title for record in filling)
        or ((_("Dikecualikan: %(reason)s", reason=exempted),) if exempted else ()),
        "" if cell.key in held.filled else _missing(cell, held),
        None if exempted else _lapse(cell, filling),
    )


def _missing(cell: Cell, held: Held) -> str:
    if cell.in_jp:
        short = cell.needed - held.technical_jp
        return _("Perlu %(jp)s JP pelatihan teknis lagi dalam satu tahun.", jp=short)
    return {
        "seminar": _("Perlu satu seminar, lokakarya, magang, atau sejenisnya dalam dua tahun."),
        "struktural": _("Perlu pelatihan kepemimpinan sesuai jenjang jabatan."),
        "fungsional": _("Perlu pelatihan fungsional jabatannya."),
    }[cell.key]


def _lapse(cell: Cell, filling: list[Record]) -> date | None:
    """Return the first day on which the cell gives less if nothing is added, None when it holds."""
    if cell.days is None or not filling:
        return None
    window = timedelta(days=cell.days)
    if not cell.in_jp:
        return max(record.ends_on for record in filling) + window
    left = sum((record.jp for record in filling), _NONE)
    if left < cell.needed and not cell.proportional:
        return None
    enough = min(left, Decimal(cell.needed))
    for record in sorted(filling, key=lambda one: one.ends_on):
        left -= record.jp
        if left < enough:
            return record.ends_on + window
    return None
