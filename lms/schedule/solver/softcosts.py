"""What makes a plan dear, as costs of a CP-SAT model: the same as the judge's."""

from collections import defaultdict
from datetime import date
from typing import Any

from lms.core import solver
from lms.schedule.solver.hardrules import HardRules
from lms.schedule.solver.journeys import Journeys
from lms.schedule.solver.layout import mask_of


class SoftCosts:
    """The costs of a model: (literal, cost) pairs and what is spent anyway."""

    def __init__(self, hard: HardRules) -> None:
        self.hard = hard
        self.cost: list[tuple[Any, int]] = []
        self.constant = 0
        if hard.aim.cheap:
            self._price()
        for one, prices in hard.aim.change.items():
            self._price_change(one, prices)

    def total(self) -> Any:
        """Return the expression to make small."""
        return solver.total(self.cost) + self.constant

    def _price(self) -> None:
        weights = self.hard.instance.weights
        for meeting in self.hard.meetings.values():
            liked = self.hard.instance.batch[meeting.batch].liked_rooms
            for choice in self.hard.choices[meeting.id]:
                self._add(choice.at, weights.pause * choice.option.pauses)
                for room, literal in choice.rooms.items():
                    short = max(0, meeting.seats - self.hard.instance.room[room].seats)
                    self._add(literal, weights.unliked_room * (bool(liked) and room not in liked))
                    self._add(literal, (weights.seat or 0) * short)
        if weights.gap or weights.isolated:
            self._price_days()
        if weights.spread:
            self._price_spread()
        if self.hard.aim.loose:  # rooms and loads are reckoned apart (`bounds.py`)
            return
        self._price_rooms()
        if weights.load:
            self._price_load()
        if len({room.building for room in self.hard.instance.rooms}) > 1:
            Journeys(self.hard, self._add).price()

    def _add(self, literal: Any, cost: int) -> None:
        if cost:
            self.cost.append((literal, cost))

    def _price_days(self) -> None:
        """Price idle JP and lonely meetings of each group on each day that can change."""
        for (kind, group, day), wanted in self.hard.busy.items():
            if kind != "group":
                continue
            slots = self.hard.instance.batch[self.hard.instance.group[group].batch].grid.slots(day)
            fixed = self.hard.layout.taken("group", group, day)
            taken: list[Any] = []
            for start, end in slots:
                if fixed & mask_of(start, end):
                    taken.append(1)
                else:
                    over = [one[3] for one in wanted if one[0] < end and start < one[1]]
                    taken.append(sum(over) if over else 0)
            if self.hard.instance.weights.gap:
                self._price_gaps(taken)
            if self.hard.instance.weights.isolated:
                self._price_isolated(taken)

    def _price_gaps(self, taken: list[Any]) -> None:
        model, count = self.hard.model, len(taken)
        before = [model.new_bool_var("") for _ in range(count)]
        after = [model.new_bool_var("") for _ in range(count)]
        for at in range(count):
            model.add(before[at] >= taken[at])
            model.add(after[at] >= taken[at])
            if at:
                model.add_implication(before[at - 1], before[at])
                model.add_implication(after[at], after[at - 1])
        for at in range(1, count - 1):
            idle = model.new_bool_var("")
            model.add(idle >= before[at] + after[at] - 1 - taken[at])
            self._add(idle, self.hard.instance.weights.gap)

    def _price_isolated(self, taken: list[Any]) -> None:
        around = [0, *taken, 0]
        for at in range(1, len(around) - 1):
            if isinstance(around[at], int) and not around[at]:
                continue
            lonely = self.hard.model.new_bool_var("")
            self.hard.model.add(lonely >= around[at] - around[at - 1] - around[at + 1])
            self._add(lonely, self.hard.instance.weights.isolated)

    def _price_rooms(self) -> None:
        """Price each further room of a group and of a series."""
        weights = self.hard.instance.weights
        users: dict[tuple[str, object], list[int]] = defaultdict(list)
        for meeting in self.hard.meetings.values():
            if weights.group_room and len(meeting.groups) == 1:
                users["group", meeting.groups[0]].append(meeting.id)
            if weights.series_room and meeting.series:
                users["series", meeting.series].append(meeting.id)
        for (kind, key), meetings in users.items():
            settled = self._rooms_of(kind, key)
            literals: dict[int, list[list[Any]]] = defaultdict(list)
            for one in meetings:
                by_room: dict[int, list[Any]] = defaultdict(list)
                for choice in self.hard.choices[one]:
                    for room, literal in choice.rooms.items():
                        by_room[room].append(literal)
                for room, found in by_room.items():
                    literals[room].append(found)
            price = weights.group_room if kind == "group" else weights.series_room
            used = []
            for room, groups in literals.items():
                if room in settled:
                    continue
                is_used = self.hard.model.new_bool_var("")
                used.append(is_used)
                for found in groups:
                    self.hard.model.add(sum(found) <= is_used)
                self._add(is_used, price)
            self.constant += price * (len(settled) - 1)
            if not settled and used:
                self.hard.model.add_bool_or(used)

    def _rooms_of(self, kind: str, key: Any) -> set[int]:
        """Return the rooms in which the meetings that stay sit already."""
        found = set()
        for place in self.hard.layout.places.values():
            meeting = self.hard.instance.meeting[place.meeting]
            if place.room is None:
                continue
            if kind == "series":
                mine = meeting.series == key
            else:
                mine = meeting.groups == (key,) and meeting.fixed is None
            if mine:
                found.add(place.room)
        return found

    def _price_load(self) -> None:
        """Price JP above the fair share, of those who could come above it."""
        taught: dict[int, list[tuple[Any, int]]] = defaultdict(list)
        for meeting, _choice, one, literal in self.hard.teaching():
            taught[one].append((literal, meeting.jp))
        for one, terms in taught.items():
            left = self.hard.instance.fair_load - self.hard.layout.load[one]
            most = sum(self.hard.meetings[m].jp for m in self.hard.meetings
                       if one in self.hard.meetings[m].may_teach)  # fmt: skip
            if most > left:
                above = self.hard.model.new_int_var(0, most + max(0, -left), "")
                self.hard.model.add(above >= solver.total(terms) - left)
                self._add(above, self.hard.instance.weights.load)

    def _price_spread(self) -> None:
        """Price the days a series lacks."""
        series: dict[str, dict[date, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for meeting in self.hard.meetings.values():
            if meeting.series in self.hard.instance.min_days:
                for choice in self.hard.choices[meeting.id]:
                    series[meeting.series][choice.option.day].append(choice.at)
        for name, days in series.items():
            settled = {
                place.day for place in self.hard.layout.places.values()
                if self.hard.instance.meeting[place.meeting].series == name
            }  # fmt: skip
            least = self.hard.instance.min_days[name] - len(settled)
            if least <= 0:
                continue
            used = []
            for day, literals in days.items():
                if day not in settled:
                    meets = self.hard.model.new_bool_var("")
                    self.hard.model.add(sum(literals) >= meets)
                    used.append(meets)
            short = self.hard.model.new_int_var(0, least, "")
            self.hard.model.add(short >= least - sum(used))
            self._add(short, self.hard.instance.weights.spread)

    def _price_change(self, one: int, prices: tuple[int, int, int]) -> None:
        """Price another moment, room or instructor than before."""
        former = self.hard.aim.former[one]
        moment, elsewhere, other = prices
        for choice in self.hard.choices[one]:
            if choice.option.moment != former.moment:
                self._add(choice.at, moment)
            for room, literal in choice.rooms.items():
                self._add(literal, elsewhere * (room != former.room))
            for person, literal in choice.staff.items():
                self._add(literal, other * (person not in former.staff))
