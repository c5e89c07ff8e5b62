"""Reading a table of NIP and score (CSV or XLSX) into rows, each with what is wrong with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Protocol

from lms.catalogue.queries import Seat
from lms.core import previews, tables
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people import rules as people

#: More rows than any batch has; a longer file is a mistake.
MOST_ROWS = 2000
#: Cells of one pasted block.
MOST_CELLS = 20_000
_IMPORT, _BLOCK = "gradebook.import", "gradebook.block"
_NIP = ("nip",)
_POINTS = ("nilai", "skor", "score", "points")


@dataclass(frozen=True)
class Row:
    """One line of the file: where it stood, what it says, and the sentence if it is wrong."""

    line: int
    nip: str
    points: Decimal | None
    problem: str
    #: What the file calls the person, "" when it names nobody.
    name: str = ""


@dataclass(frozen=True)
class Accepted:
    """A row that was previewed and may be entered."""

    line: int
    nip: str
    points: Decimal


def read_table(data: bytes, kind: str) -> list[Row]:
    """Return the rows of a CSV or XLSX file.

    Raises RuleBroken when the file has no columns "nip" and "nilai", or is too long. Faults of
    single rows are said in the rows, so that all are seen at once.
    """
    found = tables.read_table(data, kind, most_rows=MOST_ROWS)
    nip_at, points_at = found.column(*_NIP), found.column(*_POINTS)
    if nip_at is None or points_at is None:
        raise RuleBroken(_("Baris pertama harus memuat kolom bernama nip dan nilai."))
    name_at = found.column("nama", "name")
    return [
        _row(number, tables.cell_at(line, nip_at), tables.cell_at(line, points_at),
             "" if name_at is None else people.cell_text(tables.cell_at(line, name_at)))
        for number, line in found.rows
    ]  # fmt: skip


def _row(line: int, nip: object, points: object, name: str) -> Row:
    try:
        digits = people.nip_in_cell(nip)
    except RuleBroken as refused:
        return Row(line, people.cell_text(nip), None, refused.sentence, name)
    value = _decimal(points)
    if value is None or not 0 <= value <= 100:
        fault = _("Nilai harus angka 0 sampai 100, misalnya 84,50.")
        return Row(line, digits, None, fault, name)
    return Row(line, digits, value, "", name)


def is_other_name(written: str, registered: str) -> bool:
    """Tell whether a file names somebody else than the house does; titles make no difference."""
    found = {word.strip(".,").casefold() for word in written.split()}
    return bool(found) and not {word.casefold() for word in registered.split()} <= found


class Line(Protocol):
    """A row of the gradebook, as reading a block needs it."""

    @property
    def seat(self) -> Seat:
        """Return whose row it is."""
        ...

    @property
    def points(self) -> Mapping[str, Decimal | None]:
        """Return the points by part."""
        ...


@dataclass(frozen=True)
class Cell:
    """One pasted cell: whose, of which part, and the sentence if it is wrong."""

    line: int
    enrolment_id: int
    name: str
    component: str
    former: Decimal | None
    points: Decimal | None
    problem: str = ""


@dataclass(frozen=True)
class BlockPreview:
    """A pasted block before it is entered."""

    cells: list[Cell]

    @property
    def problems(self) -> int:
        """Return how many cells cannot be entered."""
        return sum(bool(cell.problem) for cell in self.cells)

    @property
    def ready(self) -> list[Cell]:
        """Return the cells that would change something."""
        return [one for one in self.cells if not one.problem and one.points != one.former]


def read_block(
    text: str, rows: Sequence[Line], keys: Sequence[str], open_keys: Collection[str],
    seat_id: int, part_key: str,
) -> BlockPreview:  # fmt: skip
    """Return the cells of a block copied out of a spreadsheet, in its own order.

    Lines go down the rows of the gradebook from the chosen one; where a line begins with a NIP,
    all must, and it says whose line it is. Columns go right from the chosen part; empty cells are
    left out.
    """
    lines = [line.split("\t") for line in text.rstrip().splitlines()]
    if len(lines) > MOST_ROWS or sum(len(line) for line in lines) > MOST_CELLS:
        raise RuleBroken(_("Isinya terlalu panjang. Tempel bagian demi bagian."))
    by_nip = {row.seat.nip: row for row in rows if row.seat.nip}
    named = any(is_nip(line[0]) for line in lines)
    first = next((at for at, row in enumerate(rows) if row.seat.id == seat_id), 0)
    wanted = list(keys)[list(keys).index(part_key) :]
    found: list[Cell] = []
    seen: set[int] = set()
    for number, line in enumerate(lines, 1):
        at = first + number - 1
        row = by_nip.get(_digits(line[0])) if named else rows[at] if at < len(rows) else None
        cells = line[1:] if named else line
        if row is None or row.seat.id in seen:
            sentence = (
                _("NIP ini muncul dua kali.") if row is not None
                else _("Baris ini tidak dimulai dengan NIP.") if named and not is_nip(line[0])
                else _("NIP ini bukan peserta angkatan ini.") if named
                else _("Baris ini melewati peserta terakhir.")
            )  # fmt: skip
            found.append(Cell(number, 0, line[0][:40], "", None, None, sentence))
            continue
        seen.add(row.seat.id)
        found += [
            _block_cell(number, row, wanted[place] if place < len(wanted) else "", cell, open_keys)
            for place, cell in enumerate(cells) if cell.strip()
        ]  # fmt: skip
    return BlockPreview(found)


def names_people(text: str) -> bool:
    """Tell whether every line of a block begins with a NIP."""
    lines = [line.split("\t") for line in text.rstrip().splitlines()]
    return bool(lines) and all(is_nip(line[0]) for line in lines)


def is_nip(cell: str) -> bool:
    """Tell whether a cell is a NIP, however a spreadsheet writes it."""
    return _digits(cell).isdigit() and len(_digits(cell)) == 18


def _digits(cell: str) -> str:
    return cell.strip().strip("'").replace(" ", "")


def _block_cell(number: int, row: Line, key: str, cell: str, open_keys: Collection[str]) -> Cell:
    seat, value = row.seat, _decimal(cell)
    former = row.points.get(key)
    problem = ""
    if not key:
        problem = _("Kolom ini melewati komponen terakhir.")
    elif key not in open_keys:
        problem = _("Komponen ini dihitung dari pekerjaan peserta dan tidak diketik.")
    elif value is None or not 0 <= value <= 100:
        value, problem = None, _("Nilai harus angka 0 sampai 100, misalnya 84,50.")
    return Cell(number, seat.id, seat.name, key, former, value, problem)


def seal_block(batch_id: int, reason: str, cells: Sequence[Cell]) -> str:
    """Return a pasted block as a text that a page can carry and nobody can alter."""
    lines = [
        [one.enrolment_id, one.component, str(one.points), str(one.former or "")] for one in cells
    ]
    return previews.seal(_BLOCK, [batch_id, reason, lines])


def unseal_block(text: str, batch_id: int) -> tuple[str, list[tuple[int, str, Decimal, str]]]:
    """Return (reason, cells) of a block; RuleBroken when it was altered or is too old."""
    refusal = _("Pratinjau ini rusak atau terlalu lama. Tempel lagi.")
    batch, reason, lines = previews.unseal(_BLOCK, text, refusal)
    if batch != batch_id:
        raise RuleBroken(_("Pratinjau ini milik angkatan lain. Tempel lagi."))
    return reason, [(seat, key, Decimal(points), seen) for seat, key, points, seen in lines]


def _decimal(cell: object) -> Decimal | None:
    try:
        value = Decimal(str(cell).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP) if value.is_finite() else None


def seal(batch_id: int, import_id: int, rows: Sequence[Accepted]) -> str:
    """Return a preview as a text that a page can carry and nobody can alter."""
    lines = [[one.line, one.nip, str(one.points)] for one in rows]
    return previews.seal(_IMPORT, [batch_id, import_id, lines])


def unseal(text: str, batch_id: int) -> tuple[int, list[Accepted]]:
    """Return (id of the import, rows) of a preview; RuleBroken when it was altered or too old."""
    refusal = _("Pratinjau ini rusak atau terlalu lama. Unggah berkasnya lagi.")
    batch, import_id, lines = previews.unseal(_IMPORT, text, refusal)
    if batch != batch_id:
        raise RuleBroken(_("Pratinjau ini milik angkatan lain. Unggah berkasnya lagi."))
    return import_id, [Accepted(line, nip, Decimal(points)) for line, nip, points in lines]
