"""What modes, statuses and spans of time are called on pages and in documents."""

from datetime import date, timedelta
from typing import Any

from lms.core.formats import hari, jam, tanggal, tanggal_pendek
from lms.core.i18n import _, _l
from lms.schedule.models import Session
from lms.schedule.sheets import write_hours

MODES = {
    "classical": _l("Tatap muka"),
    "virtual": _l("Virtual"),
    "asynchronous": _l("Mandiri"),
}
#: The ladder of programmes (`rules.LADDER`).
LEVELS = {
    "pppk": _l("Orientasi PPPK"),
    "latsar": _l("Latsar CPNS"),
    "pkp": _l("PKP"),
    "pka": _l("PKA"),
    "pkn": _l("PKN"),
}
#: Kinds of resources as counted in a year.
RESOURCES = {
    "room": _l("Ruang"),
    "account": _l("Akun webinar"),
    "person": _l("Pengajar"),
}
HOLIDAY_KINDS = {
    "national": _l("Libur nasional"),
    "joint": _l("Cuti bersama"),
    "local": _l("Libur lembaga"),
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


#: How a mark came about, in the history of a cell.
VIAS = {
    "roll": _l("Presensi pengajar"),
    "offline": _l("Presensi pengajar, dikirim dari ponsel"),
    "qr": _l("Pindai QR sendiri"),
    "code": _l("Kode diketik sendiri"),
    "leave": _l("Izin yang disetujui"),
    "log": _l("Catatan pertemuan daring"),
    "settled": _l("Dipilih dari dua tanda"),
    "correction": _l("Perbaikan"),
}
#: Programs whose logs of meetings are read.
PLATFORMS = {
    "zoom": "Zoom",
    "meet": "Google Meet",
    "teams": "Microsoft Teams",
    "other": _l("Aplikasi lain"),
}
#: By what a trainee was recognised in such a log.
HOWS = {
    "email": _l("surel"),
    "nip": "NIP",
    "name": _l("nama"),
    "part": _l("nama, dengan tambahan"),
    "chosen": _l("dipilih"),
}
#: Rates of teaching.
RATES = {
    "speaker": _l("Penceramah"),
    "outside": _l("Pengajar luar"),
    "inside": _l("Pengajar dalam"),
    "minimum": _l("Beban minimum pengajar dalam"),
}
CONFIDENCE = {
    "C": _l("terbaca di beberapa sumber"),
    "C1": _l("terbaca di satu sumber, perlu dicocokkan"),
    "D": _l("disimpulkan dari aturan lain"),
    "M": _l("belum terkonfirmasi"),
}
LEAVE_STATES = {
    "asked": _l("Menunggu keputusan"),
    "approved": _l("Disetujui"),
    "declined": _l("Ditolak"),
    "withdrawn": _l("Ditarik"),
}
LEAVE_TONES = {"asked": "warn", "approved": "ok", "declined": "bad", "withdrawn": ""}


def partial(mark: Any) -> str:
    """Write how long a present trainee was away: terlambat 9 menit, pulang 20 menit lebih awal."""
    parts = []
    if mark.minutes_late:
        parts.append(_("terlambat %(minutes)s menit", minutes=mark.minutes_late))
    if mark.minutes_early:
        parts.append(_("pulang %(minutes)s menit lebih awal", minutes=mark.minutes_early))
    if mark.minutes_away:
        parts.append(_("keluar %(minutes)s menit di tengah", minutes=mark.minutes_away))
    return ", ".join(parts)


def days(leave: Any) -> str:
    """Write the session or the days that a request for leave is about."""
    if leave.session is not None:
        return f"{leave.session.title}, {when(leave.session)}"
    if leave.first_on == leave.last_on:
        return hari(leave.first_on)
    return f"{tanggal(leave.first_on)} – {tanggal(leave.last_on)}"


def weekdays() -> list[str]:
    """Return the names of the days of a week, Monday first."""
    monday = date(2026, 1, 5)
    return [hari(monday + timedelta(days=number)).split(",")[0] for number in range(7)]


def short_day(day: date) -> str:
    """Write Sen 30 Nov."""
    return f"{hari(day)[:3]} {tanggal_pendek(day)}"


def weekly(hours: dict[str, list[list[str]]]) -> str:
    """Write weekly hours as they are typed: Sen 08.00-16.00; Kam 08.00-12.00."""
    return write_hours(hours)


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
