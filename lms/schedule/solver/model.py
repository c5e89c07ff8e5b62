"""The language of the solver: what must be placed, with what, when, and what a plan says.

Minutes count from midnight on one clock for all; ids are whole numbers of the caller.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

#: Minutes of a day.
DAY = 24 * 60
#: A pause of so many minutes (ishoma, Friday prayer) is never crossed by a meeting.
LONG_PAUSE = 45


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, on each the minutes from `start` up to `end`, and why."""

    first: date
    last: date
    start: int = 0
    end: int = DAY
    why: str = ""

    def touches(self, day: date, start: int, end: int) -> bool:
        """Tell whether minutes of a day lie in the span."""
        return self.first <= day <= self.last and start < self.end and self.start < end


@dataclass(frozen=True)
class Room:
    """A place with seats; in each closed span nobody can sit there."""

    id: int
    name: str
    seats: int
    building: str = ""
    equipment: frozenset[str] = frozenset()
    closed: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Instructor:
    """Somebody who teaches: when not, and how many JP at most in a day, an ISO week, a month.

    `elsewhere` are the JP of days taught outside the task: they count against the ceilings.
    """

    id: int
    name: str
    away: tuple[Span, ...] = ()
    day_jp: int | None = None
    week_jp: int | None = None
    month_jp: int | None = None
    elsewhere: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True)
class Grid:
    """The JP slots of each weekday (Monday first) as (start, end)."""

    days: tuple[tuple[tuple[int, int], ...], ...]

    def slots(self, day: date) -> tuple[tuple[int, int], ...]:
        """Return the slots of a date."""
        return self.days[day.weekday()]

    def starts(self, day: date, jp: int) -> list[tuple[int, int, int]]:
        """Return (start, end, short pauses crossed) wherever `jp` slots follow each other."""
        key = day.weekday(), jp
        if key not in self._starts:
            self._starts[key] = self._find_starts(day, jp)
        return self._starts[key]

    @cached_property
    def _starts(self) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
        return {}

    def _find_starts(self, day: date, jp: int) -> list[tuple[int, int, int]]:
        slots = self.slots(day)
        found = []
        for at in range(len(slots) - jp + 1):
            pauses = [slots[k + 1][0] - slots[k][1] for k in range(at, at + jp - 1)]
            if all(pause < LONG_PAUSE for pause in pauses):
                crossed = sum(pause > 0 for pause in pauses)
                found.append((slots[at][0], slots[at + jp - 1][1], crossed))
        return found


@dataclass(frozen=True)
class Batch:
    """A batch: the days on which it may meet, its grid, and the rooms it likes best.

    `spare_days` are days by which it could be made longer if need be.
    """

    id: int
    name: str
    days: tuple[date, ...]
    grid: Grid
    liked_rooms: frozenset[int] = frozenset()
    spare_days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Group:
    """People who cannot be in two meetings at once."""

    id: int
    name: str
    batch: int


@dataclass(frozen=True)
class Place:
    """Where, when and with whom a meeting takes place."""

    meeting: int
    day: date
    start: int
    end: int
    room: int | None = None
    staff: tuple[int, ...] = ()

    @property
    def moment(self) -> tuple[date, int, int]:
        """Return when it is, from and to."""
        return self.day, self.start, self.end


@dataclass(frozen=True)
class Meeting:
    """One session to place: so many JP for these groups, after the meetings it follows.

    It meets on `days` (None: all of its batch) by the grid, or at one of the moments `also`.
    `staff` of `may_teach` teach it together. `fixed` is a place that stays; it need not lie on the
    grid. `series` names meetings that belong together (rooms kept, days spread).
    """

    id: int
    batch: int
    title: str
    jp: int
    groups: tuple[int, ...]
    seats: int = 0
    staff: int = 1
    may_teach: tuple[int, ...] = ()
    equipment: frozenset[str] = frozenset()
    in_room: bool = True
    after: tuple[int, ...] = ()
    not_at: frozenset[tuple[date, int]] = frozenset()
    days: frozenset[date] | None = None
    also: tuple[tuple[date, int, int], ...] = ()
    series: str = ""
    fixed: Place | None = None


@dataclass(frozen=True)
class Weights:
    """What each departure from a good plan costs; 0 leaves it out.

    `seat` None makes room for everybody a hard rule, else each missing seat costs so much.
    """

    #: An idle JP between two meetings of a group on a day.
    gap: int = 2
    #: A meeting with no neighbour of its group just before or after it.
    isolated: int = 0
    #: Each further room of a group.
    group_room: int = 3
    #: Each further room of a series.
    series_room: int = 0
    #: A short pause taught through.
    pause: int = 1
    #: A meeting outside the rooms its batch likes.
    unliked_room: int = 1
    #: Each JP of an instructor above the fair share.
    load: int = 1
    #: Each further building of an instructor on one day.
    building: int = 2
    #: Less time between two buildings than the way takes, of an instructor or a group.
    hurry: int = 20
    #: Each day by which a series is spread over too few days.
    spread: int = 0
    seat: int | None = None


@dataclass(frozen=True)
class Instance:
    """A whole task: everything to place and everything to place it with."""

    batches: tuple[Batch, ...]
    groups: tuple[Group, ...]
    meetings: tuple[Meeting, ...]
    rooms: tuple[Room, ...]
    instructors: tuple[Instructor, ...]
    weights: Weights = Weights()
    #: Minutes of the way between two buildings, in alphabetical order of their names.
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    #: On how many days a series must meet.
    min_days: Mapping[str, int] = field(default_factory=dict)
    #: JP above which an instructor's load costs; None: an even share of all.
    fair: int | None = None

    @cached_property
    def batch(self) -> dict[int, Batch]:
        """The batches by id."""
        return {one.id: one for one in self.batches}

    @cached_property
    def group(self) -> dict[int, Group]:
        """The groups by id."""
        return {one.id: one for one in self.groups}

    @cached_property
    def meeting(self) -> dict[int, Meeting]:
        """The meetings by id."""
        return {one.id: one for one in self.meetings}

    @cached_property
    def room(self) -> dict[int, Room]:
        """The rooms by id."""
        return {one.id: one for one in self.rooms}

    @cached_property
    def instructor(self) -> dict[int, Instructor]:
        """The instructors by id."""
        return {one.id: one for one in self.instructors}

    @cached_property
    def fair_load(self) -> int:
        """The JP each would teach if all who may teach here shared them evenly, rounded up."""
        if self.fair is not None:
            return self.fair
        able = {one for meeting in self.meetings for one in meeting.may_teach}
        taught = sum(meeting.jp * meeting.staff for meeting in self.meetings)
        return -(-taught // max(1, len(able)))

    def minutes_between(self, one: str, other: str) -> int:
        """Return how long the way between two buildings takes."""
        return self.travel.get((min(one, other), max(one, other)), 0)

    def only(self, batch: int) -> "Instance":
        """Return the instance of one batch alone; what is a fair load stays."""
        meetings = tuple(one for one in self.meetings if one.batch == batch)
        return replace(
            self, batches=(self.batch[batch],), meetings=meetings, fair=self.fair_load,
            groups=tuple(one for one in self.groups if one.batch == batch),
        )  # fmt: skip

    def with_meetings(self, meetings: Mapping[int, Meeting]) -> "Instance":
        """Return the instance with these meetings in the place of their namesakes."""
        kept = tuple(meetings.get(one.id, one) for one in self.meetings)
        return replace(self, meetings=kept)


@dataclass(frozen=True)
class Plan:
    """The places found, by meeting; a meeting without one is unplaced."""

    places: Mapping[int, Place]
