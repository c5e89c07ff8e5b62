"""Rules of light events: what each kind is, when one may register, who gets a seat. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.hours.rules import Conversion, jp_of

#: One JP is 45 minutes (docs/facts.md 3, C).
JP_LENGTH = timedelta(minutes=45)
#: A series or an assignment lasts no longer (D).
LONGEST_PERIOD = timedelta(days=366)
#: The check-in window, in minutes before the start and after the end.
CHECKIN_BEFORE, CHECKIN_AFTER = 30, 15

PRESENCE, MEETINGS, EVIDENCE = "presence", "meetings", "evidence"


#: How much of (year, month, day) tells the period of a limit.
_PARTS = {"": 3, "day": 3, "month": 2, "year": 1}


@dataclass(frozen=True)
class Kind:
    """How taking part is proved, and which form of learning it is (lms/hours/rules.py)."""

    proof: str
    form: str


KINDS: dict[str, Kind] = {
    "webinar": Kind(PRESENCE, "webinar"),
    "seminar": Kind(PRESENCE, "seminar"),
    "workshop": Kind(PRESENCE, "workshop"),
    "community": Kind(PRESENCE, "komunitas_belajar"),
    "coaching": Kind(MEETINGS, "coaching"),
    "mentoring": Kind(MEETINGS, "mentoring"),
    "assignment": Kind(EVIDENCE, "penugasan_khusus"),
}


def jp_of_event(line: Conversion, length: timedelta, first: date, last: date) -> Decimal:
    """Return the JP of taking part: by its length where the form counts JP, else one unit."""
    units = Decimal(length // JP_LENGTH) if line.unit == "jp" else Decimal(1)
    return jp_of(line, units, first, last)


def jp_of_meetings(line: Conversion, days: Iterable[date]) -> Decimal:
    """Return the JP of confirmed meetings, those of each month (or year) within its limit."""
    together: dict[tuple[int, ...], list[date]] = defaultdict(list)
    for day in days:
        together[(day.year, day.month, day.day)[: _PARTS[line.cap_per]]].append(day)
    return sum(
        (jp_of(line, Decimal(len(some)), some[0], some[0]) for some in together.values()), Decimal()
    )


def check_times(kind: str, starts_at: datetime, ends_at: datetime, *, days: int) -> None:
    """Refuse times that do not fit the kind; `days` is how many calendar days they touch."""
    if ends_at <= starts_at:
        raise RuleBroken(_("Waktu selesai harus sesudah waktu mulai."))
    if KINDS[kind].proof != PRESENCE:
        if ends_at - starts_at > LONGEST_PERIOD:
            raise RuleBroken(_("Masa kegiatan paling lama satu tahun."))
        return
    if days > 1:
        raise RuleBroken(
            _("Satu kegiatan berlangsung dalam satu hari. Buat satu kegiatan untuk setiap hari.")
        )
    if ends_at - starts_at < JP_LENGTH:
        raise RuleBroken(_("Kegiatan paling singkat 45 menit, yaitu 1 JP."))


def check_registration_days(opens_on: date, closes_on: date, last: date) -> None:
    """Refuse a registration that closes before it opens, or goes on after the last day."""
    if closes_on < opens_on:
        raise RuleBroken(_("Pendaftaran ditutup sebelum dibuka. Periksa kedua tanggalnya."))
    if closes_on > last:
        raise RuleBroken(_("Pendaftaran harus ditutup paling lambat pada hari terakhir kegiatan."))


def check_registration(state: str, opens_on: date, closes_on: date, today: date) -> None:
    """Refuse a registration outside the time in which the event takes them."""
    if state == "cancelled":
        raise RuleBroken(_("Kegiatan ini dibatalkan."))
    if state != "open":
        raise RuleBroken(_("Kegiatan ini tidak menerima pendaftaran."))
    if today < opens_on:
        raise RuleBroken(_("Pendaftaran belum dibuka."))
    if today > closes_on:
        raise RuleBroken(_("Pendaftaran sudah ditutup."))


def seat_for(quota: int | None, taken: int) -> str:
    """Return the state of whoever registers now: with a seat, or in the waiting list."""
    return "registered" if quota is None or taken < quota else "waiting"


def free_seats(quota: int | None, taken: int, waiting: int) -> int:
    """Return how many of the waiting may move up."""
    return waiting if quota is None else max(0, min(waiting, quota - taken))
