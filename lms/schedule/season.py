"""How many batches a year can hold, and which resource is short first. Pure.

Supply is JP in a year: of a room its JP on every working day; of an instructor no more than the
ceilings agreed. What a batch takes follows from the lines of its programme's timetable; work
outside meetings (aktualisasi, self study) takes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.schedule.lines import Line

ROOM, ACCOUNT, PERSON = "room", "account", "person"
_WEEKS, _MONTHS = 52, 12


@dataclass(frozen=True)
class Supply:
    """One resource of a year: JP it can give, and JP already planned."""

    kind: str
    id: int
    name: str
    jp: int
    used: int
    #: Seats of a room or an account; 0 for people.
    seats: int = 0

    @property
    def percent(self) -> int:
        """Return how much of it is planned already."""
        return round(100 * self.used / self.jp) if self.jp else 0

    @property
    def free(self) -> int:
        """Return the JP that are left."""
        return max(0, self.jp - self.used)


@dataclass(frozen=True)
class Demand:
    """What one batch of a programme takes: JP by kind of resource."""

    programme_id: int
    title: str
    size: int
    jp: Mapping[str, int]


@dataclass(frozen=True)
class Fit:
    """How many more batches of a programme fit, by kind of resource, and what is short first."""

    demand: Demand
    by_kind: Mapping[str, int]

    @property
    def most(self) -> int:
        """Return how many more batches fit."""
        return min(self.by_kind.values(), default=0)

    @property
    def bottleneck(self) -> str:
        """Return the kind of resource that is short first, "" when none is asked for."""
        return min(self.by_kind, key=lambda kind: self.by_kind[kind], default="")


def demand_of(programme_id: int, title: str, size: int, lines: Iterable[Line]) -> Demand:
    """Return what a batch takes; groups side by side take a room and an instructor each."""
    jp = {ROOM: 0, ACCOUNT: 0, PERSON: 0}
    for line in lines:
        times = line.jp * max(1, line.groups)
        jp[ROOM if line.mode == "classical" else ACCOUNT] += times
        jp[PERSON] += times
    return Demand(programme_id, title, size, {kind: need for kind, need in jp.items() if need})


def year_days(year: int, holidays: Mapping[date, str]) -> list[date]:
    """Return the working days of a year."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range(366))
    return [day for day in days if day.year == year and day.weekday() < 5 and day not in holidays]


def jp_of_person(
    day_jp: Sequence[int], per_day: int | None, per_week: int | None, per_month: int | None
) -> int:
    """Return the JP an instructor can teach in a year whose working days have `day_jp`."""
    most = sum(min(jp, per_day) if per_day is not None else jp for jp in day_jp)
    if per_week is not None:
        most = min(most, per_week * _WEEKS)
    if per_month is not None:
        most = min(most, per_month * _MONTHS)
    return most


def fits(demand: Demand, supplies: Iterable[Supply]) -> Fit:
    """Return how many more batches of a programme the free JP allow, by kind of resource.

    A batch is not split: of each room or account only whole batches count, and only where the
    seats suffice. Instructors share a batch, so their JP add up.
    """
    found = {}
    own = list(supplies)
    for kind, need in demand.jp.items():
        usable = [one for one in own if one.kind == kind]
        if kind == PERSON:
            found[kind] = sum(one.free for one in usable) // need
        else:
            found[kind] = sum(one.free // need for one in usable if one.seats >= demand.size)
    return Fit(demand, found)
