"""Rules of light events: what each kind counts, when one may register, who gets a seat. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: One JP is 45 minutes (docs/facts.md 3, C).
JP_LENGTH = timedelta(minutes=45)
#: Coaching and mentoring: so many meetings of a person count in a month (docs/facts.md 8, C).
MONTHLY_MEETINGS = 2
#: A series or an assignment lasts no longer (D).
LONGEST_PERIOD = timedelta(days=366)
#: The check-in window, in minutes before the start and after the end.
CHECKIN_BEFORE, CHECKIN_AFTER = 30, 15

PRESENCE, MEETINGS, EVIDENCE = "presence", "meetings", "evidence"


@dataclass(frozen=True)
class Kind:
    """How taking part is proved, and what it counts: JP per day, per meeting or per assignment."""

    proof: str
    jp: int
    #: The actual length counts, `jp` at most.
    by_length: bool = False


#: Conversion of forms (docs/facts.md 8); a special assignment counts as secondment (D).
KINDS: dict[str, Kind] = {
    "webinar": Kind(PRESENCE, 4),
    "seminar": Kind(PRESENCE, 4),
    "workshop": Kind(PRESENCE, 5),
    "community": Kind(PRESENCE, 2, by_length=True),
    "coaching": Kind(MEETINGS, 2),
    "mentoring": Kind(MEETINGS, 2),
    "assignment": Kind(EVIDENCE, 20),
}


def jp_of_event(kind: str, starts_at: datetime, ends_at: datetime) -> Decimal | None:
    """Return the JP of taking part; None where meetings are counted (see `jp_of_meetings`)."""
    found = KINDS[kind]
    if found.proof == MEETINGS:
        return None
    if found.by_length:
        return Decimal(min(found.jp, (ends_at - starts_at) // JP_LENGTH))
    return Decimal(found.jp)


def jp_of_meetings(kind: str, days: Iterable[date]) -> Decimal:
    """Return the JP of confirmed meetings; of each month only the first ones count."""
    months = Counter((day.year, day.month) for day in days)
    counted = sum(min(count, MONTHLY_MEETINGS) for count in months.values())
    return Decimal(counted * KINDS[kind].jp)


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
