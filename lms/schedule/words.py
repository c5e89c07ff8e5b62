"""What modes, statuses and spans of time are called on pages and in documents."""

from typing import Any

from lms.core.formats import hari, jam
from lms.core.i18n import _l
from lms.schedule.models import Session

MODES = {
    "classical": _l("Tatap muka"),
    "virtual": _l("Virtual"),
    "asynchronous": _l("Mandiri"),
}
STATUSES = {
    "present": _l("Hadir"),
    "permit": _l("Izin"),
    "sick": _l("Sakit"),
    "absent": _l("Alpa"),
}
#: The one letter that is tapped and printed for each status.
LETTERS = {"present": _l("H"), "permit": _l("I"), "sick": _l("S"), "absent": _l("A")}
TONES = {"present": "ok", "permit": "info", "sick": "warn", "absent": "bad"}
ICONS = {
    "present": "circle-check",
    "permit": "mail",
    "sick": "info-circle",
    "absent": "circle-x",
}
ABSENCE_TONES = {"ok": "ok", "near": "warn", "exceeded": "bad"}
ABSENCE_WORDS = {
    "ok": _l("Di bawah batas"),
    "near": _l("Mendekati batas"),
    "exceeded": _l("Melewati batas"),
}


def clock_span(session: Session, zone: str | None = None) -> str:
    """Write 13.00–15.15 WIB, on the clock of the session's batch unless told otherwise."""
    zone = zone or session.batch.zone
    return f"{jam(session.starts_at, zone, bare=True)}–{jam(session.ends_at, zone)}"


def when(session: Session, zone: str | None = None) -> str:
    """Write Selasa, 1 Desember 2026, 13.00–15.15 WIB."""
    zone = zone or session.batch.zone
    return f"{hari(session.starts_at, zone)}, {clock_span(session, zone)}"


def place(session: Session) -> str:
    """Write where the session is: room and building, or how it is held."""
    if session.room is not None:
        building = f", {session.room.building}" if session.room.building else ""
        return f"{session.room.name}{building}"
    return str(MODES[session.mode])


def teachers(session: Session) -> str:
    """Write who teaches, names separated by commas; the teaching must have been loaded."""
    return ", ".join(teaching.person.name for teaching in session.teaching)


def details(session: Session) -> str:
    """Write place, teachers and JP of a session on one line."""
    parts: list[Any] = [place(session), teachers(session), f"{session.jp} JP"]
    return " · ".join(part for part in parts if part)
