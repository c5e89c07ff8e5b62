"""What kinds, states and times of events are called on pages and in lists."""

from datetime import date

from lms.core.formats import hari, jam, tanggal
from lms.core.i18n import _, _l
from lms.events import rules
from lms.events.models import Event

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


def jp(event: Event) -> str:
    """Write the JP of taking part."""
    if event.jp is None:
        return _("%(jp)s JP per pertemuan", jp=rules.KINDS[event.kind].jp)
    return f"{event.jp:f} JP"


def meeting_rule(event: Event) -> str:
    """Say what meetings of a coaching or mentoring count."""
    return _(
        "Setiap pertemuan yang dikonfirmasi bernilai %(jp)s JP, paling banyak %(most)s "
        "pertemuan sebulan.", jp=rules.KINDS[event.kind].jp, most=rules.MONTHLY_MEETINGS,
    )  # fmt: skip


def leaders(event: Event) -> str:
    """Write who leads the event, names separated by commas; the speakers must be loaded."""
    names = [speaker.person.full_name for speaker in event.speakers]
    return ", ".join([*names, event.guests] if event.guests else names)


def promoted(count: int) -> str:
    """Say that the waiting list moved."""
    return _("%(count)s orang dari daftar tunggu mendapat tempat.", count=count)
