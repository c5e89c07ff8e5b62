"""Marks for the tests of results: a programme whose parts all come from outside, and tables."""

import io
from decimal import Decimal
from typing import Any

import xlsxwriter

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.gradebook import actions
from lms.people.models import Person
from tests import cast

PARTS: list[dict[str, Any]] = [
    {"key": "attitude", "title": "Sikap perilaku", "weight": 40, "source": "attitude"},
    {"key": "mooc", "title": "MOOC", "weight": 30, "source": "mooc"},
    {"key": "pktbt", "title": "PKTBT", "weight": 30, "source": "outside"},
]


def enter(
    batch: Batch, seat: Enrolment, points: str, *, by: Person, parts: tuple[str, ...] = ()
) -> None:
    """Enter the same points for the named parts, or for all."""
    for key in parts or tuple(part["key"] for part in PARTS):
        actions.enter_score(
            batch, seat, key, Decimal(points), source="manual", reason="surat instansi", by=by
        )
    db.session.commit()


def seats(batch: Batch, count: int) -> list[Enrolment]:
    """Seat this many new trainees."""
    return [
        cast.an_enrolment(cast.a_person(f"Peserta {number:03d}"), batch) for number in range(count)
    ]


def workbook(*rows: tuple[Any, ...]) -> bytes:
    """Return an XLSX of these rows; numbers stay numbers, texts stay texts."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.close()
    return target.getvalue()
