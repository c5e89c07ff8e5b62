"""The board: meetings in columns of rooms, instructors, batches or days, over the JP of each day.

Pure: what may go where, and how the table is laid out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from lms.core.clock import from_local
from lms.core.i18n import _
from lms.schedule.checks import Away, Meeting, World
from lms.schedule.rules import cut_of, slots_of

M = TypeVar("M", bound=Meeting)
#: A time of the day as two clock times.
Span = tuple[time, time]
#: Column of what has no room, no instructor.
NONE = 0


@dataclass(frozen=True)
class Column:
    """A column of the board: a room, an account, a person, a batch or a day."""

    kind: str
    id: int
    label: str
    sub: str = ""

    @property
    def key(self) -> str:
        """Return the column as forms and addresses write it: room-3."""
        return f"{self.kind}-{self.id}"

    @property
    def iso(self) -> str:
        """Return the day of a column of days."""
        return date.fromordinal(self.id).isoformat()


@dataclass
class BoardCell:
    """A cell: its meetings, or why nothing can stand there; `span` rows high."""

    column: Column
    starts: time
    span: int = 1
    meetings: list[Meeting] = field(default_factory=list)
    closed: str = ""


@dataclass
class BoardRow:
    """A stretch of a day; a cell covered from above is left out (None)."""

    starts: time
    ends: time
    #: Number of the JP in the day, 0 outside the pattern.
    jp: int
    cells: list[BoardCell | None]


def columns_of(by: str, meetings: Sequence[Meeting], world: World) -> list[Column]:
    """Return the columns of a board by "ruang", "pengajar" or "angkatan"."""
    if by == "pengajar":
        people = {one: name for meeting in meetings for one, name in meeting.people.items()}
        jp = {one: sum(m.jp for m in meetings if one in m.people) for one in people}
        found = [
            Column("person", one, name, _("%(jp)s JP", jp=jp[one]))
            for one, name in sorted(people.items(), key=lambda pair: pair[1])
        ]
        return [*found, Column("person", NONE, _("Tanpa pengajar"))]
    if by == "angkatan":
        batches = {meeting.batch_id: meeting.batch for meeting in meetings}
        return [
            Column("batch", one, name)
            for one, name in sorted(batches.items(), key=lambda pair: pair[1])
        ]
    rooms = [
        Column("room", room.id, room.name, _("%(seats)s kursi", seats=room.capacity))
        for room in world.rooms.values()
    ]
    accounts = [
        Column("account", one.id, one.name, _("%(seats)s orang", seats=one.capacity))
        for one in world.accounts.values()
    ]
    return [*rooms, *accounts, Column("account", NONE, _("Virtual"), _("tanpa akun"))]


def columns_in(meeting: Meeting, by: str) -> list[tuple[str, int]]:
    """Return the (kind, id) of the columns in which a meeting stands."""
    if by == "pengajar":
        return [("person", one) for one in meeting.people] or [("person", NONE)]
    if by == "angkatan":
        return [("batch", meeting.batch_id)]
    if by == "hari":
        return [("day", meeting.day.toordinal())]
    if meeting.mode == "virtual":
        return [("account", meeting.account_id or NONE)]
    return [("room", meeting.room_id or NONE)]


def slots(day: date, programme_id: int | None, world: World, jp_minutes: int) -> list[Span]:
    """Return the JP of a day by its pattern."""
    blocks = cut_of(day, programme_id, world.cuts)
    return [(first, last) for first, last in slots_of(blocks, jp_minutes)]


def lay_out(
    columns: Sequence[Column], meetings: Iterable[M], by: str, day: date, pattern: Sequence[Span],
    aways: Iterable[Away] = (), zone: str = "WIB",
) -> list[BoardRow]:  # fmt: skip
    """Return the rows of a day: its JP, and what lies outside the pattern.

    Meetings of a column that overlap share a cell.
    """
    own: dict[tuple[str, int], list[M]] = defaultdict(list)
    for meeting in meetings:
        for key in columns_in(meeting, by):
            own[key].append(meeting)
    edges = {edge for span in pattern for edge in span}
    edges |= {edge for found in own.values() for one in found for edge in (one.starts, one.ends)}
    spans = _spans(sorted(edges), pattern, own)
    rows = [BoardRow(*span, _number(span, pattern), [None] * len(columns)) for span in spans]
    for place, column in enumerate(columns):
        _fill(rows, place, column, own.get((column.kind, column.id), []))
    for away in aways:
        _close(rows, columns, away, day, zone)
    return rows


def _spans(
    edges: Sequence[time], pattern: Sequence[Span], own: Mapping[tuple[str, int], Sequence[Meeting]]
) -> list[Span]:
    """Return the stretches between edges in which a JP or a meeting lies."""
    busy = [*pattern, *((one.starts, one.ends) for found in own.values() for one in found)]
    return [
        (first, last)
        for first, last in zip(edges, edges[1:], strict=False)
        if any(one[0] < last and first < one[1] for one in busy)
    ]


def _number(span: Span, pattern: Sequence[Span]) -> int:
    return next((number for number, one in enumerate(pattern, 1) if one[0] <= span[0] < one[1]), 0)


def _fill(rows: list[BoardRow], place: int, column: Column, own: Sequence[Meeting]) -> None:
    number = 0
    while number < len(rows):
        row = rows[number]
        cell = BoardCell(column, row.starts)
        end = row.ends
        for meeting in own:  # in the order of their starts
            if meeting.starts < end and row.starts < meeting.ends:
                cell.meetings.append(meeting)
                end = max(end, meeting.ends)
        cell.span = max(1, sum(row.starts <= one.starts < end for one in rows))
        row.cells[place] = cell
        number += cell.span


def _close(
    rows: list[BoardRow], columns: Sequence[Column], away: Away, day: date, zone: str
) -> None:
    """Write into the free cells of a closed room, account or person why nothing can stand there."""
    for row in rows:
        begins = from_local(datetime.combine(day, row.starts), zone)
        if not away.starts_at <= begins < away.ends_at:
            continue
        for column, cell in zip(columns, row.cells, strict=True):
            same = (column.kind, column.id) == (away.kind, away.resource_id)
            if same and cell is not None and not cell.meetings:
                cell.closed = away.reason


def moved(meeting: M, day: date, starts: time, world: World, zone: str) -> M:
    """Return the meeting at another time with as many JP; it follows the pattern over breaks."""
    begins = datetime.combine(day, starts)
    ends = begins + (meeting.ends_at - meeting.starts_at)
    pattern = slots(day, meeting.programme_id, world, meeting.jp_minutes)
    first = next((place for place, one in enumerate(pattern) if one[0] == starts), None)
    if first is not None and first + meeting.jp <= len(pattern):
        last = datetime.combine(day, pattern[first + meeting.jp - 1][1])
        if (last - begins) // timedelta(minutes=meeting.jp_minutes) == meeting.jp:
            ends = last
    return until(replace(meeting, day=day, starts=starts), begins, ends, zone)


def until(meeting: M, begins: datetime, ends: datetime, zone: str) -> M:
    """Return the meeting between two times on the clock of `zone`."""
    starts_at, ends_at = from_local(begins, zone), from_local(ends, zone)
    jp = int((ends_at - starts_at) / timedelta(minutes=meeting.jp_minutes))
    return replace(
        meeting, day=begins.date(), starts=begins.time(), ends=ends.time(),
        starts_at=starts_at, ends_at=ends_at, jp=jp,
    )  # fmt: skip


def with_column(meeting: M, column: str, world: World, names: Mapping[int, str]) -> M:
    """Return the meeting in another column of the board; others than its own batch stay as it is.

    A room makes it classical, an account virtual; a person takes the place of the first one.
    """
    kind, _dash, written = column.partition("-")
    number = int(written)
    if kind == "room":
        return replace(meeting, mode="classical", room_id=number or None, account_id=None)
    if kind == "account":
        return replace(meeting, mode="virtual", account_id=number or None, room_id=None)
    if kind == "person" and number not in meeting.people:
        rest = dict(list(meeting.people.items())[1:])
        new = {number: names[number]} if number in names else {}
        return replace(meeting, people=new | rest)
    return meeting


def outside(meeting: Meeting, first: date, last: date) -> str:
    """Return why a meeting cannot stand on its day, "" when its batch runs then."""
    return "" if first <= meeting.day <= last else _("Di luar masa angkatan.")


def wrong_column(mode: str, kind: str, number: int | None) -> str:
    """Return why a line of the tray cannot be put into a column, "" when it can."""
    if mode == "classical" and not (kind == "room" and number):
        return _("Sesi tatap muka diletakkan pada sebuah ruang.")
    if mode == "virtual" and kind == "room":
        return _("Sesi virtual diletakkan pada akun webinar.")
    return ""


def without_address(meeting: Meeting, column: Column) -> str:
    """Return why a meeting that has no address yet cannot meet online without an account."""
    has_one = meeting.session_id and meeting.mode == "virtual" and meeting.account_id is None
    if (column.kind, column.id) == ("account", NONE) and not has_one:
        return _("Isi tautan pertemuan untuk sesi virtual.")
    return ""
