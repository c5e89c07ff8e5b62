"""Rules of sessions and attendance: JP of a meeting, limits of absence. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: One JP is 45 minutes (Standar Biaya Masukan, docs/facts.md 3, C); programmes may say otherwise.
JP_MINUTES = 45
#: A single meeting is no longer than a day of training.
LONGEST = timedelta(hours=12)
#: Who may teach a programme may teach those below it (docs/facts.md 3, C1).
LADDER = ("pppk", "latsar", "pkp", "pka", "pkn")
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


def read_time(written: str) -> time:
    """Return the time written 08:00 or 08.00."""
    try:
        return time.fromisoformat(written.strip().replace(".", ":").zfill(5))
    except ValueError as fault:
        raise RuleBroken(
            _("%(time)s bukan jam. Tulis seperti 08.00.", time=written.strip())
        ) from fault


def read_spans(text: str) -> list[list[str]]:
    """Return the spans of a text like "08.00-09.30, 09.45-12.00" as [["08:00", "09:30"], …]."""
    found = []
    for part in text.replace("–", "-").replace("\n", ",").split(","):
        if not part.strip():
            continue
        first, dash, last = part.partition("-")
        if not dash:
            raise RuleBroken(_("Tulis jam mulai dan selesai, misalnya 08.00-09.30."))
        found.append([f"{read_time(first):%H:%M}", f"{read_time(last):%H:%M}"])
    check_spans(found)
    return found


def write_spans(spans: Iterable[Sequence[str]]) -> str:
    """Write spans as people type them: 08.00-09.30, 09.45-12.00."""
    return ", ".join(f"{one[0]}-{one[1]}".replace(":", ".") for one in spans)


def check_spans(spans: Sequence[Sequence[str]]) -> None:
    """Refuse spans of a day that end before they begin or overlap."""
    before = time()
    for first, last in spans:
        if not before <= read_time(first) < read_time(last):
            raise RuleBroken(
                _("%(first)s-%(last)s harus berurutan dan tidak tumpang tindih.",
                  first=first.replace(":", "."), last=last.replace(":", "."))
            )  # fmt: skip
        before = read_time(last)


def check_blocks(blocks: Sequence[Sequence[str]], jp_minutes: int) -> None:
    """Refuse blocks of a training day that do not hold whole JP."""
    if not blocks:
        raise RuleBroken(_("Isi paling sedikit satu blok jam, misalnya 08.00-09.30."))
    check_spans(blocks)
    for first, last in blocks:
        if (_minutes(last) - _minutes(first)) % jp_minutes:
            raise RuleBroken(
                _("%(first)s-%(last)s bukan kelipatan %(minutes)s menit (1 JP).",
                  first=first.replace(":", "."), last=last.replace(":", "."), minutes=jp_minutes)
            )  # fmt: skip


def _minutes(written: str) -> int:
    found = read_time(written)
    return 60 * found.hour + found.minute


def slots_of(blocks: Iterable[Sequence[str]], jp_minutes: int = JP_MINUTES) -> list[list[time]]:
    """Return the JP of a day as [start, end]; blocks follow each other with breaks between."""
    return [
        [_clock(minute), _clock(minute + jp_minutes)]
        for first, last in blocks
        for minute in range(_minutes(first), _minutes(last) - jp_minutes + 1, jp_minutes)
    ]


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@dataclass(frozen=True)
class Cut:
    """How days are cut, as `DayGrid` says it."""

    programme_id: int | None
    weekday: int | None
    from_on: date
    blocks: list[list[str]]


def cut_of(day: date, programme_id: int | None, cuts: Iterable[Cut]) -> list[list[str]]:
    """Return the blocks of a day: the programme's, the weekday's and the latest cut come first."""
    fitting = [
        cut
        for cut in cuts
        if cut.from_on <= day
        and cut.programme_id in (None, programme_id)
        and cut.weekday in (None, day.weekday())
    ]
    best = max(
        fitting,
        key=lambda cut: (cut.programme_id is not None, cut.weekday is not None, cut.from_on),
        default=None,
    )
    return best.blocks if best is not None else []


def rung_of(key: str, kind: str) -> str:
    """Return the rung of a programme: by its key (pkp), else by its kind, "" beside it."""
    first = key.partition("-")[0]
    return first if first in LADDER else kind if kind in LADDER else ""


def may_teach(
    level: str, rights: Mapping[int, Collection[str]], programme_id: int, rung: str, course: str
) -> bool:
    """Tell whether an instructor with a profile may teach a subject of a programme.

    Rights of the programme itself decide ("" is all of it); without any, the ladder of programmes
    does (`rung_of`). A session without a subject asks for the programme alone.
    """
    own = rights.get(programme_id)
    if own:
        return not course or "" in own or course in own
    if rung not in LADDER or level not in LADDER:
        return False
    return LADDER.index(rung) <= LADDER.index(level)


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
