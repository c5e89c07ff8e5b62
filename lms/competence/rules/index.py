"""The competence dimension of the ASN professionalism index, and yearly hours. Pure.

PermenPANRB 38/2018 and PerBKN 8/2019 art. 8 (docs/facts.md 5: C for the cells, C1 for the windows);
the 2024 change is known only in part (docs/facts.md 5). Clause and confidence stand with each cell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from lms.core.i18n import _

#: Technical training counts when it adds up to this many JP in the last year (C1).
TECHNICAL_JP = 20
TECHNICAL_WINDOW = timedelta(days=365)
SEMINAR_WINDOW = timedelta(days=730)
HIGHEST = Decimal(40)

PERBKN_8_2019 = "perbkn-8-2019"
LETTER_2024 = "bkn-2024"
_CENT = Decimal("0.01")
_NONE = Decimal()

_LEADERS = ("jpt", "administrator", "pengawas")


@dataclass(frozen=True)
class Cell:
    """A column of the index table for one kind of position."""

    key: str
    points: Decimal
    clause: str
    confidence: str


@dataclass(frozen=True)
class RuleSet:
    """One dated way to reckon the dimension; `proportional` gives part of the technical cell."""

    key: str
    title: str
    valid_from: date
    proportional: bool
    #: Points the performance rating gives (2024 rule), by rating; None when it gives none.
    performance: dict[str, Decimal] | None
    #: Share of the table's 40 points that learning can still give.
    learning_share: Decimal
    #: Whose scores make up the index: PPPK only since 2024 (docs/facts.md 5, C1), CPNS never.
    counted: tuple[str, ...] = ("pns",)
    note: str = ""


_ART_8 = "PerBKN 8/2019 ps. 8"


def _cells(leadership: str) -> tuple[Cell, ...]:
    return (
        Cell(leadership, Decimal(15), _ART_8, "C"),
        Cell("teknis", Decimal(15), _ART_8, "C"),
        Cell("seminar", Decimal(10), _ART_8, "C1"),
    )


_TABLE: dict[str, tuple[Cell, ...]] = {
    **{kind: _cells("struktural") for kind in _LEADERS},
    "fungsional": _cells("fungsional"),
    "pelaksana": (
        Cell("teknis", Decimal("22.5"), _ART_8, "C"),
        Cell("seminar", Decimal("17.5"), _ART_8, "C"),
    ),
}

RULE_SETS = {
    PERBKN_8_2019: RuleSet(
        PERBKN_8_2019, "PerBKN 8/2019", date(2019, 5, 10), False, None, Decimal(1)
    ),
    LETTER_2024: RuleSet(
        LETTER_2024,
        "Surat BKN 4190/2024",
        date(2024, 1, 1),
        False,
        # Sangat Baik = 25 is C1; the lower ratings keep the ratio of the performance dimension (M).
        {"Sangat Baik": Decimal(25), "Baik": Decimal("20.83"), "Cukup": Decimal("12.50"),
         "Kurang": Decimal("4.17"), "Sangat Kurang": Decimal("0.83"), "Buruk": Decimal("0.83")},
        # 40 - 25 = 15 points are left for learning (D); that the table shrinks evenly is M.
        Decimal(15) / Decimal(40),
        ("pns", "pppk"),
        note="sebagian aturan ini belum terkonfirmasi",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What the rule asks of a person: kind of position, employment, performance rating."""

    position_kind: str
    employment: str
    performance: str = ""


@dataclass(frozen=True)
class Record:
    """One verified training: the cell it can fill, its JP and last day."""

    cell: str
    jp: Decimal
    ends_on: date
    title: str = ""


@dataclass(frozen=True)
class Held:
    """A person's trainings as the table sees them on a day."""

    struktural: bool = False
    fungsional: bool = False
    technical_jp: Decimal = _NONE
    seminars: int = 0


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
    """The competence score of one person; `counted` is false for CPNS."""

    total: Decimal
    cells: tuple[CellScore, ...]
    counted: bool = True


def is_counted(facts: Facts, rules: RuleSet) -> bool:
    """Tell whether the person is part of the index: CPNS are not (Kemendagri form 2020, C1)."""
    return facts.employment in rules.counted


def held_on(records: Iterable[Record], as_of: date) -> Held:
    """Return what the records amount to on a day; later ones do not exist yet.

    Leadership and functional training never lapse; technical hours are those of the last 365
    days, seminars those of the last 730.
    """
    known = [record for record in records if record.ends_on <= as_of]
    cells = {record.cell for record in known}
    return Held(
        struktural="struktural" in cells,
        fungsional="fungsional" in cells,
        technical_jp=sum((record.jp for record in _technical(known, as_of)), _NONE),
        seminars=len(_seminars(known, as_of)),
    )


def _technical(records: Iterable[Record], as_of: date) -> list[Record]:
    first = as_of - TECHNICAL_WINDOW
    return [one for one in records if one.cell == "teknis" and first < one.ends_on <= as_of]


def _seminars(records: Iterable[Record], as_of: date) -> list[Record]:
    first = as_of - SEMINAR_WINDOW
    return [one for one in records if one.cell == "seminar" and first < one.ends_on <= as_of]


def cell_points(cell: Cell, held: Held, rules: RuleSet) -> Decimal:
    """Return the points of one cell: all or nothing, except technical hours where proportional."""
    full = cell.points * rules.learning_share
    if cell.key == "teknis":
        if held.technical_jp >= TECHNICAL_JP:
            return full
        part = full * held.technical_jp / TECHNICAL_JP
        return part if rules.proportional else _NONE
    filled = {
        "struktural": held.struktural,
        "fungsional": held.fungsional,
        "seminar": held.seminars > 0,
    }
    return full if filled[cell.key] else _NONE


def total_of(facts: Facts, held: Held, rules: RuleSet) -> Decimal:
    """Return the competence score (0-40, two decimals) of someone who holds these trainings."""
    learned = sum((cell_points(cell, held, rules) for cell in _TABLE[facts.position_kind]), _NONE)
    return (learned + _from_performance(facts, rules)).quantize(_CENT, ROUND_HALF_UP)


def _from_performance(facts: Facts, rules: RuleSet) -> Decimal:
    return rules.performance.get(facts.performance, _NONE) if rules.performance else _NONE


def score(facts: Facts, records: Iterable[Record], rules: RuleSet, as_of: date) -> Score:
    """Return a person's score with the trace of every cell."""
    known = [record for record in records if record.ends_on <= as_of]
    held = held_on(known, as_of)
    cells = [_trace(cell, held, known, rules, as_of) for cell in _TABLE[facts.position_kind]]
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


def _trace(cell: Cell, held: Held, records: list[Record], rules: RuleSet, as_of: date) -> CellScore:
    points = cell_points(cell, held, rules).quantize(_CENT, ROUND_HALF_UP)
    # a shrunk table is our reading of the later rule, whatever the first rule says of the cell
    as_written = rules.learning_share == 1
    filling = {
        "teknis": _technical(records, as_of),
        "seminar": _seminars(records, as_of),
    }.get(cell.key, [record for record in records if record.cell == cell.key])
    return CellScore(
        cell.key,
        points,
        (cell.points * rules.learning_share).quantize(_CENT, ROUND_HALF_UP),
        cell.clause if as_written else rules.title,
        cell.confidence if as_written else "M",
        tuple(record.title for record in filling),
        _missing(cell.key, held),
        _lapse(cell.key, filling, rules),
    )


def _missing(key: str, held: Held) -> str:
    if key == "teknis" and held.technical_jp < TECHNICAL_JP:
        short = TECHNICAL_JP - held.technical_jp
        return _("Perlu %(jp)s JP pelatihan teknis lagi dalam satu tahun.", jp=short)
    if key == "seminar" and not held.seminars:
        return _("Perlu satu seminar, lokakarya, magang, atau sejenisnya dalam dua tahun.")
    if key == "struktural" and not held.struktural:
        return _("Perlu pelatihan kepemimpinan sesuai jenjang jabatan.")
    if key == "fungsional" and not held.fungsional:
        return _("Perlu pelatihan fungsional jabatannya.")
    return ""


def _lapse(key: str, filling: list[Record], rules: RuleSet) -> date | None:
    """Return the first day on which the cell gives less if nothing is added, None when it holds."""
    if key == "seminar" and filling:
        return max(record.ends_on for record in filling) + SEMINAR_WINDOW
    if key != "teknis":
        return None
    left = sum((record.jp for record in filling), _NONE)
    if left < TECHNICAL_JP and not rules.proportional:
        return None
    enough = min(left, Decimal(TECHNICAL_JP))
    for record in sorted(filling, key=lambda one: one.ends_on):
        left -= record.jp
        if left < enough:
            return record.ends_on + TECHNICAL_WINDOW
    return None
