"""What no plan can cost less than, reckoned without making one.

Costs of different kinds add up, so what each kind must cost may be reckoned by itself: rooms and
loads here, by counting; hours (gaps, lonely meetings, pauses) of each group in its order
(`packing.py`), or of each batch (spread days too) by a model of it as if it had everything for
itself: the higher of the two counts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from math import ceil
from typing import Any

from lms.core import solver
from lms.schedule.solver import exact, packing
from lms.schedule.solver.hardrules import Aim
from lms.schedule.solver.layout import Layout, Tables, mask_of
from lms.schedule.solver.model import Instance, Meeting

#: Seconds for sharing out the loads.
SECONDS = 2.0
#: Reckoned seconds for the model of a batch at first, and from which on it has had enough.
EFFORT, MOST_EFFORT = 0.6, 5.0


class Bound:
    """What no plan can beat, as far as it is known; it only rises."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self.instance, self.seed = instance, seed
        self._of_things, self._hours = 0, dict[int, int]()
        #: Batches whose bound may still rise, and with what effort to look next.
        self.unproven = [(one.id, EFFORT) for one in instance.batches]

    @property
    def value(self) -> int:
        """Return the bound: of rooms and loads, and of hours batch by batch."""
        return self._of_things + sum(self._hours.values())

    def count(self, stop: Callable[[], bool]) -> None:
        """Reckon what takes no time: rooms and loads, and each group's hours by themselves."""
        self._of_things = of_things(self.instance)
        for batch in self.instance.batches:
            if stop():
                break
            self._hours[batch.id] = packing.of_batch(self.instance, batch.id)

    def look(self, seconds: float, cancelled: Callable[[], bool]) -> None:
        """Look closer at what one batch must cost: at each for a moment, then at each longer."""
        batch, effort = self.unproven.pop(0)
        alone = Layout(Tables(self.instance.only(batch)))
        free = [one for one in alone.tables.of_batch[batch]
                if self.instance.meeting[one].fixed is None]  # fmt: skip
        if not free:
            return
        found = exact.solve(alone, free, Aim(loose=True), seconds=max(0.1, seconds), effort=effort,
                            seed=self.seed, cancelled=cancelled)  # fmt: skip
        if found.state != "infeasible":
            bound = max(0, ceil(found.bound - 1e-6))
            self._hours[batch] = max(bound, self._hours.get(batch, 0))
        if found.state not in ("infeasible", "optimal") and effort < MOST_EFFORT:
            self.unproven.append((batch, 2 * effort))


def of_things(instance: Instance) -> int:
    """Return what rooms and loads must cost together."""
    tables = Tables(instance)
    return sum((
        instance.weights.group_room * _further_rooms(tables, _groups(instance)),
        instance.weights.series_room * _further_rooms(tables, _series(instance)),
        instance.weights.unliked_room * _unliked(tables),
        (instance.weights.seat or 0) * _seats_short(instance),
        instance.weights.load * _overload(instance),
    ))  # fmt: skip


def _movable(instance: Instance) -> Iterable[Meeting]:
    return (one for one in instance.meetings if one.fixed is None)


def _groups(instance: Instance) -> Iterable[list[Meeting]]:
    found: dict[int, list[Meeting]] = defaultdict(list)
    for one in _movable(instance):
        if len(one.groups) == 1 and one.in_room:
            found[one.groups[0]].append(one)
    return found.values()


def _series(instance: Instance) -> Iterable[list[Meeting]]:
    found: dict[str, list[Meeting]] = defaultdict(list)
    for one in _movable(instance):
        if one.series and one.in_room:
            found[one.series].append(one)
    return found.values()


def _further_rooms(tables: Tables, sets: Iterable[list[Meeting]]) -> int:
    """Return the rooms after the first that sets of meetings need: no room fits two of these."""
    further = 0
    for meetings in sets:
        apart: list[set[int]] = []
        for rooms in sorted((set(tables.rooms(one)) for one in meetings), key=len):
            if rooms and all(rooms.isdisjoint(other) for other in apart):
                apart.append(rooms)
        further += max(0, len(apart) - 1)
    return further


def _unliked(tables: Tables) -> int:
    """Return the meetings that must be held elsewhere than in rooms their batch likes.

    Those that no liked room can hold, or as many as the hours of the liked rooms are short.
    """
    found = 0
    layout = Layout(tables)
    for batch in tables.instance.batches:
        own = [one for one in _movable(tables.instance) if one.batch == batch.id and one.in_room]
        if not batch.liked_rooms or any(one.also for one in own):
            continue
        barred = sum(batch.liked_rooms.isdisjoint(tables.rooms(one)) for one in own)
        slots = sum(
            not layout.room_busy(room, day) & mask_of(start, end)
            for room in batch.liked_rooms & tables.instance.room.keys()
            for day in batch.days
            for start, end in batch.grid.slots(day)
        )
        longest = sorted((one.jp for one in own), reverse=True)
        outside = 0
        while sum(longest[outside:]) > slots:
            outside += 1
        found += max(barred, outside)
    return found


def _seats_short(instance: Instance) -> int:
    """Return the seats that are short when each meeting sits in the largest room there is."""
    largest = max((room.seats for room in instance.rooms), default=0)
    return sum(max(0, one.seats - largest) for one in _movable(instance) if one.in_room)


def _overload(instance: Instance) -> int:
    """Return the JP that must be taught above the fair load, however they are shared out.

    JP of a subject may be split here among all who may teach it, so the truth is no less.
    """
    taught: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    fixed: dict[int, int] = defaultdict(int)
    wanted: dict[tuple[int, ...], int] = defaultdict(int)
    for meeting in instance.meetings:
        if meeting.fixed is not None:
            for one in meeting.fixed.staff:
                fixed[one] += meeting.jp
        elif meeting.staff and meeting.may_teach:
            wanted[tuple(sorted(meeting.may_teach))] += meeting.jp * meeting.staff
    model = solver.new_model()
    for able, jp in wanted.items():
        shares = [model.new_int_var(0, jp, "") for _ in able]
        model.add(sum(shares) == jp)
        for one, share in zip(able, shares, strict=True):
            taught[one].append((share, 1))
    everything = sum(wanted.values())
    above = []
    for one, terms in taught.items():
        more = model.new_int_var(0, everything + fixed[one], "")
        model.add(more >= solver.total(terms) + fixed[one] - instance.fair_load)
        above.append(more)
    idle = sum(max(0, jp - instance.fair_load) for one, jp in fixed.items() if one not in taught)
    if not above:
        return idle
    model.minimize(sum(above))
    return idle + max(0, ceil(solver.solve(model, seconds=SECONDS, effort=SECONDS).bound - 1e-6))
