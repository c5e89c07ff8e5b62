"""Reading a table of NIP and score (CSV or XLSX) into rows, each with what is wrong with it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from lms.core import tables
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people import rules as people

#: More rows than any batch has; a longer file is a mistake.
MOST_ROWS = 2000
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
    found = tables.read_table(data, kind, most_rows=MOST_ROWS)
    nip_at, points_at = found.column(*_NIP), found.column(*_POINTS)
    if nip_at is None or points_at is None:
        raise RuleBroken(_("Baris pertama harus memuat kolom bernama nip dan nilai."))
    return [
        _row(number, tables.cell_at(line, nip_at), tables.cell_at(line, points_at))
        for number, line in found.rows
    ]


def _row(line: int, nip: object, points: object) -> Row:
    try:
        digits = people.nip_in_cell(nip)
    except RuleBroken as refused:
        return Row(line, people.cell_text(nip), None, refused.sentence)
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
