"""Tables that leave the house as XLSX or CSV: no cell may act as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from flask import Response

from lms.core.clock import local

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
