"""Settling: one meeting after the other goes to the place that is then cheapest for the plan.

Quick where exact neighbourhoods are slow: a half-year is gone through in seconds, and needs no
OR-Tools. Of places that cost the same one is drawn, so that the next pass finds others.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import log
from random import Random

from lms.schedule import hard
from lms.schedule.solver.layout import Layout, Option, mask_of
from lms.schedule.solver.model import Meeting, Place

#: How many times the warmth above the best a place may cost to be looked at.
RARE = 3.0
#: What a place costs, how little its room is used by the group so far, and a draw.
Rank = tuple[float, int, float]


@dataclass(frozen=True)
class Stay:
    """Somebody sitting in a building from minute to minute of a day."""

    start: int
    end: int
    building: str


class Settling:
    """A layout whose meetings are settled, with what their costs are reckoned from."""

    def __init__(self, layout: Layout, rng: Random) -> None:
        self.layout, self.rng, self.warmth = layout, rng, 0.0
        #: What the best place for the meeting in hand found so far is counted as.
        self.most = 0.0
        self.instance, self.weights = layout.tables.instance, layout.tables.instance.weights
        self._rooms: dict[tuple[str, object], Counter[int]] = defaultdict(Counter)
        self._days: dict[str, Counter[date]] = defaultdict(Counter)
        self._stays: dict[tuple[str, int, date], dict[int, Stay]] = defaultdict(dict)
        self._weak: dict[tuple[int, int, int], int] = {}
        self._pauses = {
            (batch.id, day, jp): {
                start: pauses for start, _end, pauses in batch.grid.starts(day, jp)
            }
            for batch in self.instance.batches
            for day in batch.days
            for jp in {one.jp for one in self.instance.meetings if one.batch == batch.id}
        }
        for place in layout.places.values():
            self._note(place, 1)

    def go_through(self, stop: Callable[[], bool], warmth: float = 0.0) -> int:
        """Settle every meeting once, in an order drawn; return by how much that is cheaper.

        When it is warm a dearer place is drawn now and then, by Boltzmann's weights.
        """
        self.warmth = warmth
        movable = [one for one in self.instance.meetings
                   if one.fixed is None and one.id in self.layout.places]  # fmt: skip
        self.rng.shuffle(movable)
        saved = 0
        for meeting in movable:
            if stop():
                break
            saved += self._settle(meeting)
        return saved

    def _settle(self, meeting: Meeting) -> int:
        former = self.layout.take(meeting.id)
        self._note(former, -1)
        now = self._cost_of(meeting, former)
        cost, place = now, former
        best = self._rank(now, meeting, former.room)
        self.most = best[0]
        for other, price in self._places(meeting):
            rank = self._rank(price, meeting, other.room)
            if rank < best:
                best, cost, place = rank, price, other
                self.most = best[0]
        self.layout.put(place)
        self._note(place, 1)
        return now - cost

    def _rank(self, cost: int, meeting: Meeting, room: int | None) -> Rank:
        """Return by what a place is compared: the least of these is drawn by Boltzmann's weights.

        (Gumbel's noise does that.) What costs the same goes to the rooms the group uses most.
        """
        noise = self.warmth * log(-log(1.0 - self.rng.random())) if self.warmth else 0.0
        return cost + noise, self._seldom(meeting, room), self.rng.random()

    def _note(self, place: Place, sign: int) -> None:
        meeting = self.instance.meeting[place.meeting]
        if meeting.series:
            self._days[meeting.series][place.day] += sign
        if place.room is None:
            return
        for key in self._keys(meeting):
            self._rooms[key][place.room] += sign
        stay = Stay(place.start, place.end, self.instance.room[place.room].building)
        for who in _who(meeting, place.staff):
            stays = self._stays[(*who, place.day)]
            if sign > 0:
                stays[meeting.id] = stay
            else:
                del stays[meeting.id]

    def _keys(self, meeting: Meeting) -> Iterator[tuple[str, object]]:
        """Give whose rooms a meeting counts among: its only group's, its series'."""
        if meeting.fixed is None and len(meeting.groups) == 1:
            yield "group", meeting.groups[0]
        if meeting.series:
            yield "series", meeting.series

    # -- where a meeting could be, and what it costs there

    def _places(self, meeting: Meeting) -> Iterator[tuple[Place, int]]:
        """Give the cheapest place of each moment and building unless it is clearly too dear.

        What is `RARE` warmer than the best is not looked at: hardly anything that dear is drawn.
        """
        earliest, latest = self.layout.bounds(meeting)
        for option in self.layout.tables.options(meeting):
            if (earliest and option.begins < earliest) or (latest and option.ends > latest):
                continue
            if self.layout.group_busy(meeting, option.day) & option.mask:
                continue
            moment = self._moment(meeting, option, option.pauses)
            if moment - RARE * self.warmth > self.most:
                continue
            able = self.layout.staff_at(meeting, option)
            if len(able) < meeting.staff:
                continue
            for building, room, seated in self._best_rooms(meeting, option):
                stay = Stay(option.start, option.end, building)
                groups = sum(self._way("group", one, option.day, stay, room)
                             for one in meeting.groups)  # fmt: skip
                prices = sorted(
                    (self._teaching(one, meeting, option.day, stay, room), self.rng.random(), one)
                    for one in able
                )[: meeting.staff]
                cost = moment + seated + groups + sum(price for price, _draw, _one in prices)
                staff = tuple(sorted(one for _price, _draw, one in prices))
                place = Place(meeting.id, option.day, option.start, option.end, room, staff)
                yield place, cost

    def _best_rooms(
        self, meeting: Meeting, option: Option
    ) -> Iterable[tuple[str, int | None, int]]:
        """Give the cheapest free room of each building."""
        if not meeting.in_room:
            return [("", None, 0)]
        best: dict[str, tuple[tuple[int, int], int]] = {}
        for room in self.layout.rooms_at(meeting, option):
            building = self.instance.room[room].building
            rank = self._room(meeting, room), self._seldom(meeting, room)
            if building not in best or rank < best[building][0]:
                best[building] = rank, room
        return [(building, room, rank[0]) for building, (rank, room) in best.items()]

    def _cost_of(self, meeting: Meeting, place: Place) -> int:
        """Return what a place costs, like those of `_places`."""
        pauses = self._pauses.get((meeting.batch, place.day, meeting.jp), {}).get(place.start, 0)
        option = Option(
            place.day, place.start, place.end, mask_of(place.start, place.end), pauses
        )  # fmt: skip
        cost = self._moment(meeting, option, pauses)
        building = ""
        if place.room is not None:
            building = self.instance.room[place.room].building
            cost += self._room(meeting, place.room)
        stay = Stay(place.start, place.end, building)
        cost += sum(self._way("group", one, place.day, stay, place.room) for one in meeting.groups)
        cost += sum(
            self._teaching(one, meeting, place.day, stay, place.room) for one in place.staff
        )
        return cost

    def _moment(self, meeting: Meeting, option: Option, pauses: int) -> int:
        """Return what a moment costs the days of the groups, the pauses and the series' days."""
        cost = self.weights.pause * pauses
        for group in meeting.groups:
            busy = self.layout.taken("group", group, option.day)
            batch = self.instance.group[group].batch
            cost += self._weakness(batch, option.day, busy | option.mask)
            cost -= self._weakness(batch, option.day, busy)
        if self.weights.spread and meeting.series in self.instance.min_days:
            days = self._days[meeting.series]
            if not days[option.day] and sum(
                count > 0 for count in days.values()
            ) < self.instance.min_days[meeting.series]:  # fmt: skip
                cost -= self.weights.spread
        return cost

    def _weakness(self, batch: int, day: date, busy: int) -> int:
        """Return what idle JP and lonely meetings of a day cost."""
        key = batch, day.weekday(), busy
        if key not in self._weak:
            slots = self.instance.batch[batch].grid.slots(day)
            taken = [bool(busy & mask_of(start, end)) for start, end in slots]
            cost = 0
            if any(taken):
                first, last = taken.index(True), len(taken) - taken[::-1].index(True)
                cost += self.weights.gap * taken[first:last].count(False)
            around = [False, *taken, False]
            cost += self.weights.isolated * sum(
                around[at] and not around[at - 1] and not around[at + 1]
                for at in range(1, len(around) - 1)
            )
            self._weak[key] = cost
        return self._weak[key]

    def _room(self, meeting: Meeting, room: int) -> int:
        liked = self.instance.batch[meeting.batch].liked_rooms
        cost = self.weights.unliked_room * (bool(liked) and room not in liked)
        cost += (self.weights.seat or 0) * max(0, meeting.seats - self.instance.room[room].seats)
        for kind, key in self._keys(meeting):
            used = self._rooms[kind, key]
            if used.total() and not used[room]:
                cost += self.weights.group_room if kind == "group" else self.weights.series_room
        return cost

    def _seldom(self, meeting: Meeting, room: int | None) -> int:
        return 0 if room is None else -sum(self._rooms[key][room] for key in self._keys(meeting))

    def _teaching(
        self, one: int, meeting: Meeting, day: date, stay: Stay, room: int | None
    ) -> int:  # fmt: skip
        """Return what it costs that somebody teaches: the load, further buildings, the ways."""
        above = self.layout.load[one] - self.instance.fair_load
        cost = self.weights.load * (max(0, above + meeting.jp) - max(0, above))
        if room is not None:
            buildings = {other.building for other in self._stays["staff", one, day].values()}
            cost += self.weights.building * bool(buildings and stay.building not in buildings)
        return cost + self._way("staff", one, day, stay, room)

    def _way(self, kind: str, one: int, day: date, stay: Stay, room: int | None) -> int:
        """Return what ways with too little time cost more."""
        if room is None or not self.weights.hurry or not self.instance.travel:
            return 0
        others = list(self._stays[kind, one, day].values())
        if all(other.building == stay.building for other in others):
            return 0
        more = self._hurries([*others, stay], day) - self._hurries(others, day)
        return self.weights.hurry * more

    def _hurries(self, stays: Iterable[Stay], day: date) -> int:
        ways = [hard.Stay(0, day, one.start, one.end, one.building, 0) for one in stays]
        return sum(1 for _way in hard.hurries(ways, self.instance.minutes_between))


def _who(meeting: Meeting, staff: Iterable[int]) -> Iterator[tuple[str, int]]:
    yield from (("staff", one) for one in staff)
    yield from (("group", one) for one in meeting.groups)
