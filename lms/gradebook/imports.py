"""Reading a table of NIP and score (CSV or XLSX) into rows, each with what is wrong with it."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from zipfile import BadZipFile, ZipFile

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from python_calamine import CalamineError, CalamineWorkbook

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: More rows than any batch has; a longer file is a mistake.
MOST_ROWS = 2000
#: An XLSX may unpack to this many bytes and span this many cells; more is a mistake or a trap.
_MOST_UNPACKED = 30_000_000
_MOST_CELLS = 1_000_000
#: Seconds within which a preview may be applied.
PREVIEW_LASTS = 3600
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
    try:
        return [
            list(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as fault:
        raise RuleBroken(
            _("Berkas CSV ini tidak dapat dibaca. Simpan ulang dari Excel.")
        ) from fault


def _xlsx(data: bytes) -> list[list[object]]:
    unreadable = _("Berkas XLSX ini tidak dapat dibaca. Simpan ulang dari Excel.")
    try:
        if _cells(data) > _MOST_CELLS:
            raise RuleBroken(_("Lembar ini terlalu luas. Salin dua kolomnya ke berkas baru."))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [list(line) for line in book.get_sheet_by_index(0).to_python()]
    except (CalamineError, IndexError, BadZipFile) as fault:
        raise RuleBroken(unreadable) from fault


def _cells(data: bytes) -> int:
    """Return the area that the widest sheet spans: the reader would take memory for all of it."""
    widest = 0
    with ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
            return _MOST_CELLS + 1
        for part in archive.infolist():
            places = re.findall(rb'<c [^>]*?r="([A-Z]+)([0-9]+)"', archive.read(part))
            rows = max((int(row) for _column, row in places), default=0)
            columns = max((26 ** len(column) for column, _row in places), default=0)
            widest = max(widest, rows * columns)
    return widest


def _row(line: int, nip: object, points: object) -> Row:
    rounded = _("NIP tersimpan sebagai angka, tiga digit terakhirnya hilang. "
                "Ubah kolom NIP menjadi teks lalu ketik ulang.")  # fmt: skip
    if isinstance(nip, float | int):
        # A spreadsheet keeps 15 digits of a number: the last three of the NIP are already wrong.
        return Row(line, f"{nip:.0f}", None, rounded)
    digits = str(nip).replace(" ", "").strip("'")
    if re.fullmatch(r"\d[.,]\d+E\+?17", digits, re.IGNORECASE):
        return Row(line, digits, None, rounded)
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
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP) if value.is_finite() else None


def seal(batch_id: int, component: str, file: str, scores: dict[str, Decimal]) -> str:
    """Return a preview as a text that a page can carry and nobody can alter."""
    rows = {nip: str(points) for nip, points in scores.items()}
    text: str = _sealer().dumps([batch_id, component, file, rows])
    return text


def unseal(text: str, batch_id: int) -> tuple[str, str, dict[str, Decimal]]:
    """Return (component, file, scores) of a preview; RuleBroken when it was altered or too old."""
    try:
        batch, component, file, rows = _sealer().loads(text, max_age=PREVIEW_LASTS)
    except BadSignature as fault:
        raise RuleBroken(
            _("Pratinjau ini rusak atau terlalu lama. Unggah berkasnya lagi.")
        ) from fault
    if batch != batch_id:
        raise RuleBroken(_("Pratinjau ini milik angkatan lain. Unggah berkasnya lagi."))
    return component, file, {nip: Decimal(points) for nip, points in rows.items()}


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="gradebook.import")
