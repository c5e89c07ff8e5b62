"""Rules of sessions and attendance: JP of a meeting, limits of absence. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: One JP is 45 minutes (Standar Biaya Masukan, docs/facts.md 3, C); programmes may say otherwise.
JP_MINUTES = 45
#: A single meeting is no longer than a day of training.
LONGEST = timedelta(hours=12)
PRESENT, PERMIT, SICK, ABSENT = "present", "permit", "sick", "absent"


def jp_of(starts_at: datetime, ends_at: datetime, jp_minutes: int = JP_MINUTES) -> int:
    """Return the whole JP of a meeting; breaks shorter than one JP inside it do not add any."""
    return int((ends_at - starts_at) / timedelta(minutes=jp_minutes))


def jp_counted(jp: int, missed: int, jp_minutes: int = JP_MINUTES) -> int:
    """Return the JP that count for somebody who was there but missed some minutes.

    Each full JP of minutes missed takes one JP, and a rest of more than half of one takes another;
    no official text says how late is too late (D, docs/decisions/0100).
    """
    full, rest = divmod(missed, jp_minutes)
    return max(0, jp - full - (2 * rest > jp_minutes))


def check_session_times(
    starts_at: datetime, ends_at: datetime, first: date, last: date, day: date
) -> None:
    """Refuse times that end before they begin, last too long, or lie outside the batch.

    `day` is the local date of the start; `first` and `last` are the batch's days.
    """
    if ends_at <= starts_at:
        raise RuleBroken(_("Jam selesai harus sesudah jam mulai."))
    if ends_at - starts_at > LONGEST:
        raise RuleBroken(_("Satu sesi paling lama 12 jam. Bagi menjadi beberapa sesi."))
    if not first <= day <= last:
        raise RuleBroken(_("Tanggal sesi di luar masa angkatan. Periksa tanggalnya."))


@dataclass(frozen=True)
class Mark:
    """One session of one trainee: its status (None while nobody said), JP and local day.

    `lost` are the JP that a present trainee missed by coming late or leaving early.
    """

    status: str | None
    jp: int
    day: date
    lost: int = 0


@dataclass(frozen=True)
class Recap:
    """What a trainee's attendance adds up to.

    Only `absent` counts against the limits: whether permit, sick leave and hours missed by being
    late do is not said in what was read of the rule (docs/facts.md 1), so nobody is failed for
    them (D).
    """

    present_jp: int = 0
    permit_jp: int = 0
    sick_jp: int = 0
    absent_jp: int = 0
    sessions: int = 0
    present_sessions: int = 0
    absent_sessions: int = 0
    absent_days: int = 0
    #: Missed at meetings at which the trainee was present.
    missed_jp: int = 0

    @property
    def percent(self) -> int | None:
        """Return the share of marked JP at which the trainee was present, None without any."""
        total = sum((self.present_jp, self.missed_jp, self.permit_jp, self.sick_jp, self.absent_jp))
        return round(100 * self.present_jp / total) if total else None


def recap(marks: Iterable[Mark]) -> Recap:
    """Add up a trainee's marks; a day counts as absent when all its marks say so (D)."""
    jp = {PRESENT: 0, PERMIT: 0, SICK: 0, ABSENT: 0}
    count = {PRESENT: 0, PERMIT: 0, SICK: 0, ABSENT: 0}
    days: dict[date, set[str]] = {}
    sessions = missed = 0
    for mark in marks:
        sessions += 1
        if mark.status is None:
            continue
        jp[mark.status] += mark.jp - mark.lost
        missed += mark.lost
        count[mark.status] += 1
        days.setdefault(mark.day, set()).add(mark.status)
    return Recap(
        present_jp=jp[PRESENT], permit_jp=jp[PERMIT], sick_jp=jp[SICK], absent_jp=jp[ABSENT],
        sessions=sessions, present_sessions=count[PRESENT], absent_sessions=count[ABSENT],
        absent_days=sum(statuses == {ABSENT} for statuses in days.values()), missed_jp=missed,
    )  # fmt: skip


def absence_state(found: Recap, limit: Mapping[str, Any]) -> tuple[str, str]:
    """Return ("ok" | "near" | "exceeded", sentence) against the limits of a programme version.

    Latsar: more than 6 sessions, 18 JP or 2 days of absence may mean not passed (LAN briefing
    2021, docs/facts.md 1, C). "near" is the limit itself or one step before it; the limits are keys
    "sessions", "jp" and "days", each of them optional.
    """
    counts = (
        ("sessions", found.absent_sessions, _("sesi")),
        ("jp", found.absent_jp, _("JP")),
        ("days", found.absent_days, _("hari")),
    )
    state, sentence = "ok", ""
    for key, count, unit in counts:
        most = limit.get(key)
        if most is None or not count:
            continue
        words = _("Tidak hadir %(count)s %(unit)s, batasnya %(most)s.",
                  count=count, unit=unit, most=most)  # fmt: skip
        if count > most:
            return "exceeded", words
        if state == "ok" and count >= most - 1:
            state, sentence = "near", words
    return state, sentence
