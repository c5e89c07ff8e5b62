"""Reading a table of NIP and score (CSV or XLSX) into rows, each with what is wrong with it."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from python_calamine import CalamineError, CalamineWorkbook

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: More rows than any batch has; a longer file is a mistake.
MOST_ROWS = 2000
_NIP = ("nip",)
_POINTS = ("nilai", "skor", "score", "points")


@dataclass(frozen=True)
class Row:
    """One line of the file: where it stood, what it says, and the sentence if it is wrong."""

    line: int
    nip: str
    points: Decimal | None
    problem: str


def read_table(data: bytes, kind: str) -> list[Row]:
    """Return the rows of a CSV or XLSX file.

    Raises RuleBroken when the file has no columns "nip" and "nilai", or is too long. Faults of
    single rows are said in the rows, so that all are seen at once.
    """
    lines = _csv(data) if kind == "csv" else _xlsx(data)
    if not lines:
        raise RuleBroken(_("Berkas ini kosong. Isi baris pertama dengan nip dan nilai."))
    header = [str(cell).strip().lower() for cell in lines[0]]
    nip_at, points_at = _column(header, _NIP), _column(header, _POINTS)
    if nip_at is None or points_at is None:
        raise RuleBroken(_("Baris pertama harus memuat kolom bernama nip dan nilai."))
    body = [(number, line) for number, line in enumerate(lines[1:], 2) if any(map(_filled, line))]
    if len(body) > MOST_ROWS:
        raise RuleBroken(_("Berkas ini memuat lebih dari %(most)s baris.", most=MOST_ROWS))
    return [_row(number, _at(line, nip_at), _at(line, points_at)) for number, line in body]


def _filled(cell: object) -> bool:
    return str(cell).strip() != ""


def _at(line: list[object], column: int) -> object:
    return line[column] if column < len(line) else ""


def _column(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _csv(data: bytes) -> list[list[object]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RuleBroken(_("Simpan berkas CSV dengan pengodean UTF-8.")) from fault
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    return [list(line) for line in csv.reader(io.StringIO(text), delimiter=separator)]


def _xlsx(data: bytes) -> list[list[object]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [list(line) for line in book.get_sheet_by_index(0).to_python()]
    except (CalamineError, IndexError) as fault:
        raise RuleBroken(
            _("Berkas XLSX ini tidak dapat dibaca. Simpan ulang dari Excel.")
        ) from fault


def _row(line: int, nip: object, points: object) -> Row:
    if isinstance(nip, float | int):
        # A spreadsheet keeps 15 digits of a number: the last three of the NIP are already wrong.
        problem = _("NIP tersimpan sebagai angka, tiga digit terakhirnya hilang. "
                    "Ubah kolom NIP menjadi teks lalu ketik ulang.")  # fmt: skip
        return Row(line, f"{nip:.0f}", None, problem)
    digits = str(nip).replace(" ", "").strip("'")
    if not (digits.isdigit() and len(digits) == 18):
        return Row(line, digits, None, _("NIP harus 18 angka."))
    value = _decimal(points)
    if value is None or not 0 <= value <= 100:
        return Row(line, digits, None, _("Nilai harus angka 0 sampai 100, misalnya 84,50."))
    return Row(line, digits, value, "")


def _decimal(cell: object) -> Decimal | None:
    try:
        value = Decimal(str(cell).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.01")) if value.is_finite() else None


def parse_rows(text: str) -> dict[str, Decimal]:
    """Read "NIP points" lines that a preview page sent back; RuleBroken when they were altered."""
    found = {}
    for line in text.splitlines():
        try:
            nip, points = line.split()
            found[nip] = Decimal(points)
        except (ValueError, ArithmeticError) as fault:
            raise RuleBroken(_("Pratinjau ini rusak. Unggah berkasnya lagi.")) from fault
        if not 0 <= found[nip] <= 100:
            raise RuleBroken(_("Pratinjau ini rusak. Unggah berkasnya lagi."))
    return found
