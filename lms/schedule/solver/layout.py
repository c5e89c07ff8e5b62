"""A plan in the making: who and what is taken when, as bits of the day, and what is still free.

A bit is five minutes; a meeting's hours are a mask, and a resource's day the union of its masks.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lms.schedule.solver.model import Batch, Instance, Meeting, Place, Plan, Span

#: Minutes of a bit.
TICK = 5


def mask_of(start: int, end: int) -> int:
    """Return the bits of the minutes from `start` up to `end`."""
    first, last = start // TICK, -(-end // TICK)
    return (1 << last) - (1 << first)


@dataclass(frozen=True, slots=True)
class Option:
    """When a meeting could be: a day, its minutes and their bits, short pauses crossed."""

    day: date
    start: int
    end: int
    mask: int
    pauses: int

    @property
    def moment(self) -> tuple[date, int, int]:
        """Return when it is, from and to."""
        return self.day, self.start, self.end

    @property
    def begins(self) -> tuple[date, int]:
        """Return the moment it begins."""
        return self.day, self.start

    @property
    def ends(self) -> tuple[date, int]:
        """Return the moment it ends."""
        return self.day, self.end


class Tables:
    """What an instance says, looked up quickly: options, rooms that fit, hours that are closed."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._options: dict[tuple[int, int], tuple[Option, ...]] = {}
        self._rooms: dict[tuple[int, int, frozenset[str]], tuple[int, ...]] = {}
        self.room_closed = {room.id: _Closed(room.closed) for room in instance.rooms}
        self.staff_away = {one.id: _Closed(one.away) for one in instance.instructors}
        self.followers: dict[int, list[int]] = defaultdict(list)
        self.of_group: dict[int, list[int]] = defaultdict(list)
        self.of_batch: dict[int, list[int]] = defaultdict(list)
        for meeting in instance.meetings:
            self.of_batch[meeting.batch].append(meeting.id)
            for group in meeting.groups:
                self.of_group[group].append(meeting.id)
            for former in meeting.after:
                self.followers[former].append(meeting.id)

    def options(self, meeting: Meeting) -> Sequence[Option]:
        """Return when a meeting could be by its batch's days and grid, in order of time."""
        key = meeting.batch, meeting.jp
        if key not in self._options:
            self._options[key] = tuple(_options(self.instance.batch[meeting.batch], meeting.jp))
        found = self._options[key]
        if meeting.days is not None:
            found = tuple(one for one in found if one.day in meeting.days)
        if meeting.not_at:
            found = tuple(one for one in found if one.begins not in meeting.not_at)
        known = {(one.day, one.start, one.end) for one in found} if meeting.also else set()
        extra = [moment for moment in meeting.also if moment not in known]
        if extra:
            more = (Option(*moment, mask_of(*moment[1:]), 0) for moment in extra)
            found = tuple(sorted((*found, *more), key=lambda one: one.begins))
        return found

    def rooms(self, meeting: Meeting) -> tuple[int, ...]:
        """Return the rooms that fit a meeting, liked ones first, then the smallest."""
        hard = self.instance.weights.seat is None
        liked = self.instance.batch[meeting.batch].liked_rooms
        key = meeting.batch, meeting.seats, meeting.equipment
        if key not in self._rooms:
            fit = [
                room for room in self.instance.rooms
                if meeting.equipment <= room.equipment
                and (not hard or room.seats >= meeting.seats)
            ]  # fmt: skip
            fit.sort(key=lambda room: (
                room.id not in liked, max(0, meeting.seats - room.seats), room.seats, room.id
            ))  # fmt: skip
            self._rooms[key] = tuple(room.id for room in fit)
        return self._rooms[key]


class _Closed:
    """The bits of each day on which something is not to be had."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = [(one.first, one.last, mask_of(one.start, one.end)) for one in spans]
        self._days: dict[date, int] = {}

    def on(self, day: date) -> int:
        if not self._spans:
            return 0
        if day not in self._days:
            mask = 0
            for first, last, bits in self._spans:
                if first <= day <= last:
                    mask |= bits
            self._days[day] = mask
        return self._days[day]


def _options(batch: Batch, jp: int) -> Iterable[Option]:
    for day in sorted(batch.days):
        for start, end, pauses in batch.grid.starts(day, jp):
            yield Option(day, start, end, mask_of(start, end), pauses)


class Layout:
    """The places given so far; knows what else is possible."""

    def __init__(self, tables: Tables, places: Iterable[Place] = ()) -> None:
        self.tables = tables
        self.places: dict[int, Place] = {}
        self._taken: dict[tuple[str, int, date], int] = defaultdict(int)
        self._jp: dict[tuple[int, str, object], int] = defaultdict(int)
        self.load: dict[int, int] = defaultdict(int)
        self._visits: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
        for person in tables.instance.instructors:
            for day, jp in person.elsewhere:
                for unit, period in periods(day):
                    self._jp[person.id, unit, period] += jp
        for meeting in tables.instance.meetings:
            if meeting.fixed is not None:
                self.put(meeting.fixed)
        for place in places:
            if place.meeting not in self.places:
                self.put(place)

    @property
    def plan(self) -> Plan:
        """Return the places as a plan."""
        return Plan(dict(self.places))

    def put(self, place: Place) -> None:
        """Give a meeting its place."""
        self.places[place.meeting] = place
        self._book(place, 1)

    def take(self, meeting: int) -> Place:
        """Take a meeting's place away again and return it."""
        place = self.places.pop(meeting)
        self._book(place, -1)
        return place

    def _book(self, place: Place, sign: int) -> None:
        meeting = self.tables.instance.meeting[place.meeting]
        mask = mask_of(place.start, place.end)
        keys = [("group", one, place.day) for one in meeting.groups]
        keys += [("staff", one, place.day) for one in place.staff]
        if place.room is not None:
            keys.append(("room", place.room, place.day))
        for key in keys:
            self._taken[key] = self._taken[key] | mask if sign > 0 else self._taken[key] & ~mask
        for one in place.staff:
            self.load[one] += sign * meeting.jp
            if place.room is not None:
                building = self.tables.instance.room[place.room].building
                visits = self._visits[one, place.day]
                visits[building] = visits.get(building, 0) + sign
            for unit, period in periods(place.day):
                self._jp[one, unit, period] += sign * meeting.jp

    def taken(self, kind: str, resource: int, day: date) -> int:
        """Return the bits of a day at which meetings take a "group", "room" or "staff"."""
        return self._taken.get((kind, resource, day), 0)

    def group_busy(self, meeting: Meeting, day: date) -> int:
        """Return the bits of a day at which a group of the meeting sits elsewhere."""
        mask = 0
        for group in meeting.groups:
            mask |= self._taken.get(("group", group, day), 0)
        return mask

    def room_busy(self, room: int, day: date) -> int:
        """Return the bits of a day at which a room is taken or closed."""
        return self._taken.get(("room", room, day), 0) | self.tables.room_closed[room].on(day)

    def staff_busy(self, one: int, day: date) -> int:
        """Return the bits of a day at which an instructor teaches or is away."""
        return self._taken.get(("staff", one, day), 0) | self.tables.staff_away[one].on(day)

    def would_move(self, one: int, day: date, room: int | None) -> bool:
        """Tell whether teaching in a room would take an instructor to another building that day."""
        visits = self._visits.get((one, day))
        if room is None or not visits:
            return False
        here = self.tables.instance.room[room].building
        return any(count and building != here for building, count in visits.items())

    def jp(self, one: int, unit: str, period: object) -> int:
        """Return the JP an instructor teaches in a day, week or month so far."""
        return self._jp.get((one, unit, period), 0)

    def room_left(self, one: int, meeting: Meeting, day: date) -> bool:
        """Tell whether an instructor's ceilings leave room for a meeting on a day."""
        person = self.tables.instance.instructor[one]
        for unit, period in periods(day):
            most = getattr(person, unit)
            if most is not None and self.jp(one, unit, period) + meeting.jp > most:
                return False
        return True

    def rooms_at(self, meeting: Meeting, option: Option) -> list[int]:
        """Return the rooms that fit and are free then, best first."""
        return [
            room for room in self.tables.rooms(meeting)
            if not self.room_busy(room, option.day) & option.mask
        ]  # fmt: skip

    def staff_at(self, meeting: Meeting, option: Option) -> list[int]:
        """Return who may teach a meeting and is free then."""
        return [
            one for one in meeting.may_teach
            if not self.staff_busy(one, option.day) & option.mask
            and self.room_left(one, meeting, option.day)
        ]  # fmt: skip

    def bounds(self, meeting: Meeting) -> tuple[tuple[date, int] | None, tuple[date, int] | None]:
        """Return when a meeting may begin at the earliest and end at the latest by the order."""
        before = [self.places[one] for one in meeting.after if one in self.places]
        after = [
            self.places[one] for one in self.tables.followers[meeting.id] if one in self.places
        ]
        return (
            max(((one.day, one.end) for one in before), default=None),
            min(((one.day, one.start) for one in after), default=None),
        )


def periods(day: date) -> tuple[tuple[str, object], ...]:
    """Return the periods over which ceilings count."""
    week = day.isocalendar()
    return (
        ("day_jp", day),
        ("week_jp", (week.year, week.week)),
        ("month_jp", (day.year, day.month)),
    )
