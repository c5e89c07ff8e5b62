"""What kinds, states and times of events are called on pages and in lists."""

from collections.abc import Iterable
from datetime import date

from lms.core.formats import hari, jam, ringkas, tanggal
from lms.core.i18n import _, _l
from lms.events import rules
from lms.events.models import Event
from lms.hours.rules import Conversion, line_for

KINDS = {
    "webinar": _l("Webinar"),
    "seminar": _l("Seminar"),
    "workshop": _l("Lokakarya"),
    "community": _l("Komunitas belajar"),
    "coaching": _l("Coaching"),
    "mentoring": _l("Mentoring"),
    "assignment": _l("Penugasan khusus"),
}
KIND_ICONS = {
    "webinar": "video",
    "seminar": "presentation",
    "workshop": "chalkboard",
    "community": "users",
    "coaching": "message-circle",
    "mentoring": "user-check",
    "assignment": "briefcase",
}
#: What each kind is for, where an organiser chooses one.
KIND_HINTS = {
    "webinar": _l("Ceramah daring, kehadiran dengan kode."),
    "seminar": _l("Seminar, konferensi, atau sosialisasi di tempat."),
    "workshop": _l("Berlatih bersama selama satu hari."),
    "community": _l("Satu pertemuan komunitas belajar, dihitung menurut lamanya."),
    "coaching": _l("Rangkaian pertemuan dicatat coach dan dikonfirmasi coachee."),
    "mentoring": _l("Rangkaian pertemuan dicatat mentor dan dikonfirmasi mentee."),
    "assignment": _l("Tugas dengan surat tugas, dibuktikan dengan laporan."),
}
#: What whoever leads it is called.
LEADERS = {
    "webinar": _l("Narasumber"),
    "seminar": _l("Narasumber"),
    "workshop": _l("Fasilitator"),
    "community": _l("Fasilitator"),
    "coaching": _l("Coach"),
    "mentoring": _l("Mentor"),
    "assignment": _l("Pemberi tugas"),
}
STATES = {
    "draft": _l("Rancangan"),
    "open": _l("Diumumkan"),
    "closed": _l("Disahkan"),
    "cancelled": _l("Dibatalkan"),
}
STATE_TONES = {"draft": "", "open": "info", "closed": "ok", "cancelled": "bad"}
AUDIENCES = {
    "all": _l("Semua ASN"),
    "offices": _l("ASN dari perangkat daerah tertentu"),
    "invited": _l("Hanya yang diundang"),
}
TIMES = {
    "upcoming": _l("Akan datang"),
    "past": _l("Sudah lewat"),
    "draft": _l("Rancangan"),
}
PLACE_STATES = {
    "invited": _l("Diundang"),
    "registered": _l("Terdaftar"),
    "waiting": _l("Daftar tunggu"),
    "cancelled": _l("Batal"),
}
PLACE_TONES = {"invited": "emas", "registered": "ok", "waiting": "warn", "cancelled": ""}
MEANS = {
    "code": _l("kode"),
    "qr": _l("pindai QR"),
    "roll": _l("daftar hadir"),
}


def when(event: Event) -> str:
    """Write Selasa, 1 Desember 2026, 13.00–15.15 WIB, or first and last day of a longer one."""
    if event.proof != rules.PRESENCE:
        return days(event.first_day, event.last_day)
    span = f"{jam(event.starts_at, event.zone, bare=True)}–{jam(event.ends_at, event.zone)}"
    return f"{hari(event.starts_at, event.zone)}, {span}"


def days(first: date, last: date) -> str:
    """Write 1 Desember 2026 – 31 Januari 2027."""
    return tanggal(first) if first == last else f"{tanggal(first)} – {tanggal(last)}"


def where(event: Event) -> str:
    """Write where the event is, or that it is held online."""
    return event.place or (_("Daring") if event.link else "")


#: Period of a limit -> how it is said.
PERIODS = {"day": _l("sehari"), "month": _l("sebulan"), "year": _l("setahun")}


def jp(event: Event, lines: Iterable[Conversion]) -> str:
    """Write the JP of taking part, by the conversion line in force on the last day."""
    line = line_for(lines, event.form, event.last_day)
    if event.proof == rules.MEETINGS:
        return _("%(jp)s JP per pertemuan", jp=ringkas(line.jp))
    length = event.ends_at - event.starts_at
    return f"{ringkas(rules.jp_of_event(line, length, event.first_day, event.last_day))} JP"


def jp_of_kind(kind: str, lines: Iterable[Conversion], day: date) -> str:
    """Write what a kind of event counts on a day, before there is one."""
    line = line_for(lines, rules.KINDS[kind].form, day)
    if rules.KINDS[kind].proof == rules.MEETINGS:
        return _("%(jp)s JP per pertemuan", jp=ringkas(line.jp))
    if line.unit == "jp" and line.cap is not None:
        return _("paling banyak %(jp)s JP", jp=ringkas(line.cap))
    return f"{ringkas(line.jp)} JP"


def meeting_rule(event: Event, lines: Iterable[Conversion]) -> str:
    """Say what meetings of a coaching or mentoring count."""
    line = line_for(lines, event.form, event.last_day)
    said = _("Setiap pertemuan yang dikonfirmasi bernilai %(jp)s JP.", jp=ringkas(line.jp))
    if line.cap is None:
        return said
    most = _("Paling banyak %(cap)s JP %(period)s yang dihitung.", cap=ringkas(line.cap),
             period=PERIODS[line.cap_per])  # fmt: skip
    return f"{said} {most}"


def leaders(event: Event) -> str:
    """Write who leads the event, names separated by commas; the speakers must be loaded."""
    names = [speaker.person.full_name for speaker in event.speakers]
    return ", ".join([*names, event.guests] if event.guests else names)


def promoted(count: int) -> str:
    """Say that the waiting list moved."""
    return _("%(count)s orang dari daftar tunggu mendapat tempat.", count=count)
