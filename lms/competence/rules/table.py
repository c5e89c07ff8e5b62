"""The dated rule sets of the competence dimension, as data: cells, windows, clauses. Pure.

A new rule set is a new entry in RULE_SETS; nothing else in the house names a figure of it. Each
figure carries how sure it is (docs/facts.md 5): C read, C1 read once, D derived, M from memory.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from lms.hours.rules import CELLS

PERBKN_8_2019 = "perbkn-8-2019"
PROPORTIONAL = "perbkn-8-2019-bagian"
LETTER_2024 = "bkn-2024"
HIGHEST = Decimal(40)

#: The cells a record can fill, in the order of the table; the position is the cell's bit.
CELL_KEYS = CELLS


def bit_of(key: str) -> int:
    """Return the bit that stands for a cell in a mask of filled cells."""
    return 1 << CELL_KEYS.index(key)


def keys_of(mask: int) -> tuple[str, ...]:
    """Return the cells whose bits are in a mask, in the order of the table."""
    return tuple(key for key in CELL_KEYS if mask & bit_of(key))


@dataclass(frozen=True)
class Cell:
    """A column of the index table for one kind of position.

    `needed` counts records, or JP where `in_jp`; `days` is the window that ends on the day asked
    about (None: a record never lapses); `proportional` gives part of the points for part of the JP.
    """

    key: str
    points: Decimal
    clause: str
    confidence: str
    window_confidence: str
    days: int | None = None
    needed: int = 1
    in_jp: bool = False
    proportional: bool = False


@dataclass(frozen=True)
class RuleSet:
    """One dated way to reckon the dimension."""

    key: str
    title: str
    valid_from: date
    #: Last day of validity; None while no later rule has replaced it.
    valid_until: date | None
    #: Kind of position -> its cells.
    table: dict[str, tuple[Cell, ...]]
    #: Whose scores make up the index.
    counted: tuple[str, ...]
    #: Points the performance rating gives inside this dimension, by rating; empty: none.
    performance: dict[str, Decimal]
    #: What is not sure about the whole, for the reader.
    note: str = ""

    @property
    def windows(self) -> tuple[tuple[str, int | None, int, bool], ...]:
        """Return what decides whether a cell is filled: rule sets may differ in points alone."""
        cells = {cell.key: cell for row in self.table.values() for cell in row}
        return tuple(
            (key, cells[key].days, cells[key].needed, cells[key].in_jp)
            for key in CELL_KEYS
            if key in cells
        )


_ART_8 = "PerBKN 8/2019 ps. 8"
_LEADERS = ("jpt", "administrator", "pengawas")
_YEAR, _TWO_YEARS = 365, 730


def _leadership(key: str) -> Cell:
    return Cell(key, Decimal(15), _ART_8, "C", "C1")


def _technical(points: str) -> Cell:
    return Cell(
        "teknis", Decimal(points), _ART_8, "C", "C1", days=_YEAR, needed=20, in_jp=True
    )  # fmt: skip


def _seminar(points: str, confidence: str) -> Cell:
    return Cell("seminar", Decimal(points), _ART_8, confidence, "C1", days=_TWO_YEARS)


_TABLE_2019: dict[str, tuple[Cell, ...]] = {
    **{
        kind: (_leadership("struktural"), _technical("15"), _seminar("10", "C1"))
        for kind in _LEADERS
    },
    "fungsional": (_leadership("fungsional"), _technical("15"), _seminar("10", "C1")),
    "pelaksana": (_technical("22.5"), _seminar("17.5", "C")),
}


def _in_proportion(table: dict[str, tuple[Cell, ...]]) -> dict[str, tuple[Cell, ...]]:
    """Give part of the technical points for part of the hours, as one public calculator does."""
    return {
        kind: tuple(
            replace(cell, proportional=True, confidence="C1") if cell.in_jp else cell
            for cell in row
        )
        for kind, row in table.items()
    }


def _shrunk(table: dict[str, tuple[Cell, ...]], share: Decimal, clause: str) -> dict[
    str, tuple[Cell, ...]
]:  # fmt: skip
    """Shrink every cell evenly; that learning's part is spread so is our reading (M)."""
    return {
        kind: tuple(
            replace(cell, points=cell.points * share, clause=clause, confidence="M") for cell in row
        )
        for kind, row in table.items()
    }


_LETTER = "Surat BKN 4190/2024"

RULE_SETS = {
    one.key: one
    for one in (
        RuleSet(
            PERBKN_8_2019, "PerBKN 8/2019", date(2019, 5, 10), None, _TABLE_2019, ("pns",), {}
        ),
        RuleSet(
            PROPORTIONAL, "PerBKN 8/2019, teknis sebanding JP", date(2019, 5, 10), None,
            _in_proportion(_TABLE_2019), ("pns",), {},
            note="satu kalkulator publik menghitung sel teknis sebanding JP; dasarnya tidak jelas",
        ),
        RuleSet(
            LETTER_2024, _LETTER, date(2024, 1, 1), None,
            # 40 - 25 = 15 points are left for learning (D)
            _shrunk(_TABLE_2019, Decimal(15) / HIGHEST, _LETTER), ("pns", "pppk"),
            # Sangat Baik = 25 is C1; the lower keep the ratio of the performance dimension (M)
            {"Sangat Baik": Decimal(25), "Baik": Decimal("20.83"), "Cukup": Decimal("12.50"),
             "Kurang": Decimal("4.17"), "Sangat Kurang": Decimal("0.83"), "Buruk": Decimal("0.83")},
            note="sebagian aturan ini belum terkonfirmasi",
        ),
    )
}  # fmt: skip

#: What pages show unless the reader chooses otherwise: the only rule set known in full.
DEFAULT = RULE_SETS[PERBKN_8_2019]


def same_windows(rules: RuleSet) -> str:
    """Return the key of the first rule set that fills cells exactly as this one does."""
    return next(one.key for one in RULE_SETS.values() if one.windows == rules.windows)


def readings() -> list[RuleSet]:
    """Return one rule set for each different way of filling cells."""
    return [one for one in RULE_SETS.values() if same_windows(one) == one.key]
