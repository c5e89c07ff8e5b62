"""Reading the log of an online meeting: which program wrote it, who came and left when. Pure.

Columns are found by their names, so it does not matter which of a program's reports it is. Names
of columns as seen in published samples and readers of such files (C1, docs/facts.md 9).
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from lms.core.errors import RuleBroken
from lms.core.i18n import _

MOST_LINES = 5000
_NAME = ("name original name", "user name original name", "name", "full name", "first name",
         "display name", "nama")  # fmt: skip
_LAST_NAME = ("last name",)
_EMAIL = ("user email", "email", "email address", "participant id upn", "surel")
_JOINED = ("join time", "time joined", "first join", "first joined", "waktu bergabung")
_LEFT = ("leave time", "time exited", "last leave", "last left", "waktu keluar")
_DURATION = ("duration minutes", "duration", "in meeting duration", "time in session minutes",
             "total duration minutes", "durasi")  # fmt: skip
_ACTION, _MOMENT = ("user action",), ("timestamp",)
_DATES = ("%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y",
          "%d-%m-%Y", "")  # fmt: skip
_TIMES = ("%I:%M:%S %p", "%I:%M %p", "%H:%M:%S", "%H:%M")
_UNITS = ((r"(\d+)\s*(?:h|jam)", 60), (r"(\d+)\s*m", 1))


@dataclass(frozen=True)
class Visit:
    """Somebody in the meeting from a moment to another; `minutes` as the program added them up."""

    name: str
    email: str
    joined: datetime
    left: datetime
    minutes: int | None = None


@dataclass(frozen=True)
class Log:
    """What a file tells: "zoom", "meet", "teams" or "other", the visits, lines nobody can read."""

    platform: str
    visits: list[Visit]
    unreadable: int = 0


def read(data: bytes, day: date, zone: tzinfo) -> Log:
    """Return what a log tells; times without a zone are times of `zone`.

    Dates such as 03/04 are read in the order that puts most visits on `day`. Raises RuleBroken
    when it is no log of a meeting.
    """
    text = decode(data)
    for separator in "\t", ",", ";":
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        if len(lines) > MOST_LINES:
            raise RuleBroken(_("Berkas ini memuat lebih dari %(most)s baris.", most=MOST_LINES))
        at = _header(lines)
        if at is not None:
            return _read(lines, at, day, zone)
    raise RuleBroken(
        _("Berkas ini bukan catatan pertemuan daring. Ekspor daftar peserta dengan jam masuk dan "
          "keluar dari Zoom, Google Meet, atau Microsoft Teams.")
    )  # fmt: skip


def decode(data: bytes) -> str:
    """Return the text of a file as these programs write them: UTF-16 (Teams) or UTF-8."""
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RuleBroken(_("Simpan berkas CSV dengan pengodean UTF-8.")) from fault
    if "\0" in text:
        raise RuleBroken(_("Berkas CSV ini tidak dapat dibaca. Simpan ulang dari Excel."))
    return text


def _plain(cell: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", cell.lower()).strip()


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _header(lines: Sequence[Sequence[str]]) -> int | None:
    """Return the last line that names the columns of visits: Teams writes a summary before it."""
    found = None
    for number, line in enumerate(lines):
        header = [_plain(cell) for cell in line]
        times = (_JOINED, _LEFT) if _column(header, _JOINED) is not None else (_ACTION, _MOMENT)
        if all(_column(header, names) is not None for names in (_NAME, *times)):
            found = number
    return found


def _platform(header: Sequence[str]) -> str:
    if "time joined" in header or "time exited" in header:
        return "meet"
    if {"user action", "participant id upn", "first join", "role"} & set(header):
        return "teams"
    return "zoom" if any("original name" in name for name in header) else "other"


def _read(lines: Sequence[Sequence[str]], at: int, day: date, zone: tzinfo) -> Log:
    header = [_plain(cell) for cell in lines[at]]
    body = _body(lines[at + 1 :])
    moved = _column(header, _JOINED) is None
    columns = (_ACTION, _MOMENT) if moved else (_JOINED, _LEFT)
    first, second = (_column(header, names) or 0 for names in columns)
    texts = [line[column] for line in body for column in ((second,) if moved else (first, second))
             if column < len(line)]  # fmt: skip
    clock = _clock(texts, day, zone)
    found = _moves(header, body, clock) if moved else _spans(header, body, clock)
    visits = [visit for visit in found if visit is not None]
    return Log(_platform(header), visits, len(found) - len(visits))


def _body(lines: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return the lines up to the next section of the file, without empty ones."""
    body: list[Sequence[str]] = []
    for line in lines:
        filled = [cell for cell in line if cell.strip()]
        if len(filled) == 1 and re.match(r"\d+\.\s", filled[0]):
            break
        if filled:
            body.append(line)
    return body


_Clock = Callable[[str], datetime | None]


def _clock(texts: Sequence[str], day: date, zone: tzinfo) -> _Clock:
    """Return the reading of moments under which most of these texts are on the day."""
    readings = [
        _reading(f"{style} {hours}".strip(), day, zone) for style in _DATES for hours in _TIMES
    ]
    readings.append(lambda text: _iso(text, zone))

    def score(reading: _Clock) -> tuple[int, int]:
        moments = [moment for text in texts if (moment := reading(text)) is not None]
        return sum(moment.date() == day for moment in moments), len(moments)

    return max(readings, key=score)


def _reading(pattern: str, day: date, zone: tzinfo) -> _Clock:
    dated = "%d" in pattern

    def read_moment(text: str) -> datetime | None:
        clean = re.sub(r"[\s,\u202f\u00a0]+", " ", text).strip()
        try:
            moment = datetime.strptime(clean, pattern)  # noqa: DTZ007 (the zone follows)
        except ValueError:
            return None
        return (moment if dated else datetime.combine(day, moment.time())).replace(tzinfo=zone)

    return read_moment


def _iso(text: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _who(header: Sequence[str], line: Sequence[str]) -> tuple[str, str]:
    """Return name and e-mail of a line; what is no address stands for nobody."""

    def cell(names: Sequence[str]) -> str:
        column = _column(header, names)
        return line[column].strip() if column is not None and column < len(line) else ""

    name = f"{cell(_NAME)} {cell(_LAST_NAME)}".strip()
    email = cell(_EMAIL).lower()
    return name, email if "@" in email else ""


def _spans(
    header: Sequence[str], body: Sequence[Sequence[str]], clock: _Clock
) -> list[Visit | None]:
    joined, left = _column(header, _JOINED) or 0, _column(header, _LEFT) or 0
    duration = _column(header, _DURATION)

    def visit(line: Sequence[str]) -> Visit | None:
        if max(joined, left) >= len(line):
            return None
        begins, ends = clock(line[joined]), clock(line[left])
        if begins is None or ends is None or ends <= begins:
            return None
        known = duration is not None and duration < len(line)
        minutes = minutes_of(line[duration]) if known else None  # type: ignore[index]
        return Visit(*_who(header, line), begins, ends, minutes)

    return [visit(line) for line in body]


def _moves(
    header: Sequence[str], body: Sequence[Sequence[str]], clock: _Clock
) -> list[Visit | None]:
    """Pair lines that say who joined or left when; who never left stays to the last line."""
    action, moment = _column(header, _ACTION) or 0, _column(header, _MOMENT) or 0
    moves = []
    for line in body:
        at = clock(line[moment]) if moment < len(line) else None
        if at is not None:
            moves.append((at, _who(header, line), "left" in line[action].lower()))
    if not moves:
        return [None] * len(body)
    inside: dict[tuple[str, str], datetime] = {}
    found: list[Visit | None] = []
    for at, who, leaves in sorted(moves, key=lambda move: move[0]):
        if not leaves:
            inside.setdefault(who, at)
        elif (begins := inside.pop(who, None)) is not None and at > begins:
            found.append(Visit(*who, begins, at))
    last = max(at for at, _person, _leaves in moves)
    found += [Visit(*who, begins, last) for who, begins in inside.items() if last > begins]
    return found + [None] * (len(body) - len(moves))


def minutes_of(text: str) -> int | None:
    """Return the minutes of 75, 1 hr 15 min, 1h 15m 20s, or 1:15:20; None when it is none."""
    text = text.strip().lower()
    if text.isdigit():
        return int(text)
    if clock := re.fullmatch(r"(\d+):(\d\d):(\d\d)", text):
        return int(clock[1]) * 60 + int(clock[2])
    found = [int(match[1]) * factor for pattern, factor in _UNITS
             if (match := re.search(pattern, text))]  # fmt: skip
    return sum(found) if found else (0 if re.search(r"\d+\s*(s|d)", text) else None)


@dataclass(frozen=True)
class Presence:
    """Minutes of a meeting that somebody missed: before joining, after leaving, in between."""

    late: int
    early: int
    away: int

    @property
    def missed(self) -> int:
        """Return all minutes missed."""
        return self.late + self.early + self.away


def presence(visits: Sequence[Visit], starts: datetime, ends: datetime) -> Presence | None:
    """Return what somebody missed of a meeting, None for who was never there.

    Overlapping visits (a phone beside a laptop) are united; whole minutes, begun ones not counted.
    Where a program gives fewer minutes than lie between joining and leaving, the rest was spent
    outside.
    """
    inside = [visit for visit in visits if visit.joined < ends and visit.left > starts]
    if not inside:
        return None
    spans = united((max(visit.joined, starts), min(visit.left, ends)) for visit in inside)
    gaps = sum(
        (after[0] - before[1] for before, after in zip(spans, spans[1:], strict=False)),
        timedelta(),
    )
    outside = sum(_outside(visit) for visit in inside) if len(inside) == 1 else 0
    return Presence(
        _whole(spans[0][0] - starts), _whole(ends - spans[-1][1]), _whole(gaps) + outside
    )


def _outside(visit: Visit) -> int:
    """Return the minutes between joining and leaving that the program did not count."""
    if visit.minutes is None:
        return 0
    between = _whole(visit.left - visit.joined)
    return max(0, between - visit.minutes - 1)


def united(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return spans of time in their order, overlapping and touching ones made one."""
    found: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def _whole(span: timedelta) -> int:
    return max(0, int(span.total_seconds() // 60))
