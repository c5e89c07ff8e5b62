"""Tables that leave the house or come in (XLSX, CSV): no cell acts as a formula, no file a trap."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import xlsxwriter
from flask import Response
from python_calamine import CalamineError, CalamineWorkbook

from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: A text beginning so would be reckoned by a spreadsheet program.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer_table(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], kind: str = "xlsx"
) -> Response:
    """Answer with a table as a download; `kind` is "xlsx" or "csv"."""
    data = write_csv(header, rows) if kind == "csv" else write_xlsx(header, rows)
    response = Response(data, mimetype="text/csv; charset=utf-8" if kind == "csv" else _XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook of one sheet; texts stay texts, also NIPs and would-be formulas."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                 "strings_to_numbers": False}
    )  # fmt: skip
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    plain = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 1)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, max(10, min(40, len(title) + 4)))
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
                sheet.write_number(number, column, float(value))
            elif value is not None:
                sheet.write_string(number, column, _text(value), plain)
    book.close()
    return target.getvalue()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return UTF-8 CSV with a byte-order mark, as spreadsheet programs here expect."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([harmless(title) for title in header])
    for row in rows:
        writer.writerow([harmless(_text(value)) if value is not None else "" for value in row])
    return ("\ufeff" + target.getvalue()).encode()


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def harmless(text: str) -> str:
    """Return `text` so that no spreadsheet program takes it for a formula."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


@dataclass(frozen=True)
class Table:
    """A table as it came in: normalised names of columns, and (line number, cells) of the rows."""

    header: list[str]
    rows: list[tuple[int, list[object]]]

    def column(self, *names: str) -> int | None:
        """Return where the first column of one of these names stands, None when there is none."""
        return next((self.header.index(name) for name in names if name in self.header), None)


#: An XLSX may unpack to this many bytes and span this many cells; more is a mistake or a trap.
MOST_UNPACKED = 30_000_000
MOST_CELLS = 1_000_000
#: Sheets of a workbook whose words are read.
_MOST_SHEETS = 50


def read_table(
    data: bytes, kind: str, *, most_rows: int, most_unpacked: int = MOST_UNPACKED,
    most_cells: int = MOST_CELLS,
) -> Table:  # fmt: skip
    """Return the first sheet of an XLSX, or a CSV; empty lines are left out.

    Raises RuleBroken with a sentence when it is empty, unreadable, too long or a trap.
    """
    lines = _csv(data) if kind == "csv" else _xlsx(data, most_unpacked, most_cells)
    if not lines:
        raise RuleBroken(_("Berkas ini kosong. Isi baris pertama dengan nama kolomnya."))
    body = [(number, line) for number, line in enumerate(lines[1:], 2) if any(map(_filled, line))]
    if len(body) > most_rows:
        raise RuleBroken(_("Berkas ini memuat lebih dari %(most)s baris.", most=most_rows))
    return Table([column_name(cell) for cell in lines[0]], body)


def words_of(data: bytes) -> str:
    """Return the words in an XLSX, one line for each row of every sheet; numbers are left out.

    Raises RuleBroken with a sentence when it is unreadable or a trap.
    """
    book = _book(data, MOST_UNPACKED, MOST_CELLS)
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names[:_MOST_SHEETS])
    words = ([cell for cell in row if isinstance(cell, str) and cell.strip()]
             for sheet in sheets for row in sheet)  # fmt: skip
    return "\n".join("\t".join(row) for row in words if row)


def check_unpacked(data: IO[bytes], most_unpacked: int) -> None:
    """Refuse an XLSX that says it unpacks to more bytes; only its directory is read."""
    try:
        with ZipFile(data) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except BadZipFile:
        return  # no archive at all: whoever stores or reads it says so
    finally:
        data.seek(0)
    if size > most_unpacked:
        raise RuleBroken(_too_wide())


def _too_wide() -> str:
    return _("Lembar ini terlalu luas. Salin kolom yang perlu ke berkas baru.")


def column_name(cell: object) -> str:
    """Return the name of a column without what people write differently: case, signs, spaces."""
    return re.sub(r"[^a-z0-9]+", " ", str(cell).lower()).strip()


def cell_at(line: Sequence[object], column: int | None) -> object:
    """Return a cell of a line, "" where the line or the column ends before."""
    return line[column] if column is not None and column < len(line) else ""


def _filled(cell: object) -> bool:
    return str(cell).strip() != ""


def _csv(data: bytes) -> list[list[object]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RuleBroken(_("Simpan berkas CSV dengan pengodean UTF-8.")) from fault
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        return [
            list(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as fault:
        raise RuleBroken(
            _("Berkas CSV ini tidak dapat dibaca. Simpan ulang dari Excel.")
        ) from fault


def _xlsx(data: bytes, most_unpacked: int, most_cells: int) -> list[list[object]]:
    book = _book(data, most_unpacked, most_cells)
    try:
        return [list(line) for line in book.get_sheet_by_index(0).to_python()]
    except (CalamineError, IndexError) as fault:
        raise RuleBroken(_unreadable()) from fault


def _book(data: bytes, most_unpacked: int, most_cells: int) -> CalamineWorkbook:
    try:
        if _area(data, most_unpacked, most_cells) > most_cells:
            raise RuleBroken(_too_wide())
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, BadZipFile) as fault:
        raise RuleBroken(_unreadable()) from fault


def _unreadable() -> str:
    return _("Berkas XLSX ini tidak dapat dibaca. Simpan ulang dari Excel.")


def _area(data: bytes, most_unpacked: int, most_cells: int) -> int:
    """Return the area that the widest sheet spans: the reader would take memory for all of it.

    Every part is unpacked here first: one that is larger than it says is refused by its checksum.
    """
    widest = 0
    with ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > most_unpacked:
            return most_cells + 1
        for part in archive.infolist():
            rows = columns = 0
            for place in re.finditer(rb'<c [^>]*?r="([A-Z]+)([0-9]+)"', archive.read(part)):
                rows = max(rows, int(place[2]))
                columns = max(columns, _column_number(place[1]))
            widest = max(widest, rows * columns)
    return widest


@lru_cache(maxsize=1024)
def _column_number(letters: bytes) -> int:
    """Return 1 for A, 27 for AA: names of columns are numbers in base 26 without a zero."""
    return sum((letter - 64) * 26**at for at, letter in enumerate(reversed(letters)))
