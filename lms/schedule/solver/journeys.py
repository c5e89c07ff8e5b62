"""Ways between buildings as costs of a CP-SAT model: more buildings in a day, too little time.

Who is on the way are instructors and groups of trainees.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lms.schedule.solver.hardrules import Choice, HardRules

#: A moment of a day in a building.
Corner = tuple[str, int]


@dataclass
class _Day:
    """The day of somebody: literals of being in a building, of coming and of leaving."""

    sits: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    comes: dict[Corner, list[Any]] = field(default_factory=lambda: defaultdict(list))
    leaves: dict[Corner, list[Any]] = field(default_factory=lambda: defaultdict(list))
    #: The same of meetings that stay where they are.
    known: set[str] = field(default_factory=set)
    came: set[Corner] = field(default_factory=set)
    left: set[Corner] = field(default_factory=set)


class Journeys:
    """Prices the ways of everybody whose meetings are set free."""

    def __init__(self, hard: HardRules, add: Callable[[Any, int], None]) -> None:
        self.hard, self.add = hard, add
        self.days: dict[tuple[str, int, date], _Day] = defaultdict(_Day)

    def price(self) -> None:
        """Add what the ways of each day cost."""
        weights = self.hard.instance.weights
        if not weights.building and not weights.hurry:
            return
        self._free()
        self._those_who_stay()
        for (kind, _one, _date), day in self.days.items():
            if kind == "staff" and weights.building:
                self._further_buildings(day)
            if weights.hurry and self.hard.instance.travel:
                self._too_little_time(day)

    def _free(self) -> None:
        for meeting in self.hard.meetings.values():
            for choice in self.hard.choices[meeting.id]:
                rooms = _by_building(self.hard, choice)
                for kind, one, present in self._who(meeting.groups, choice):
                    day = self.days[kind, one, choice.option.day]
                    for building, sits in rooms.items():
                        there = self._both(choice.at, present, sits)
                        day.sits[building].append(there)
                        day.comes[building, choice.option.start].append(there)
                        day.leaves[building, choice.option.end].append(there)

    def _who(self, groups: tuple[int, ...], choice: Choice) -> Iterator[tuple[str, int, Any]]:
        for one, literal in choice.staff.items():
            yield "staff", one, literal
        if self.hard.instance.weights.hurry and self.hard.instance.travel:
            for one in groups:
                yield "group", one, choice.at

    def _both(self, at: Any, present: Any, sits: list[Any]) -> Any:
        """Return what is true when somebody teaches or learns then, and does so in these rooms."""
        if present is at:
            return sum(sits)
        if sits[0] is at:  # the only room
            return present
        both = self.hard.model.new_bool_var("")
        self.hard.model.add(both >= present + sum(sits) - 1)
        return both

    def _those_who_stay(self) -> None:
        for place in self.hard.layout.places.values():
            if place.room is None:
                continue
            building = self.hard.instance.room[place.room].building
            who = [("staff", one) for one in place.staff]
            who += [("group", one) for one in self.hard.instance.meeting[place.meeting].groups]
            for kind, one in who:
                if (kind, one, place.day) in self.days:
                    day = self.days[kind, one, place.day]
                    day.known.add(building)
                    day.came.add((building, place.start))
                    day.left.add((building, place.end))

    def _further_buildings(self, day: _Day) -> None:
        """Price each building of a day after the first."""
        fresh = [one for one in day.sits if one not in day.known]
        if len(day.known) + len(fresh) < 2:
            return
        used = [self._any(day.sits[building]) for building in fresh]
        further = self.hard.model.new_int_var(0, len(fresh), "")
        self.hard.model.add(further >= sum(used) - (0 if day.known else 1))
        self.add(further, self.hard.instance.weights.building)

    def _any(self, literals: list[Any]) -> Any:
        """Return a literal that is true as soon as one of these is."""
        found = self.hard.model.new_bool_var("")
        for one in literals:
            self.hard.model.add(found >= one)
        return found

    def _too_little_time(self, day: _Day) -> None:
        """Price each leaving of a building with less time to the next coming than the way takes."""
        leaving = {corner: self._any(found) for corner, found in day.leaves.items()}
        coming = {corner: self._any(found) for corner, found in day.comes.items()}
        for here in {*leaving, *day.left}:
            for there in {*coming, *day.came}:
                if not self._is_hurry(here, there) or (here in day.left and there in day.came):
                    continue
                hurry = self.hard.model.new_bool_var("")
                goes = 1 if here in day.left else leaving[here]
                arrives = 1 if there in day.came else coming[there]
                self.hard.model.add(hurry >= goes + arrives - 1)
                self.add(hurry, self.hard.instance.weights.hurry)

    def _is_hurry(self, here: Corner, there: Corner) -> bool:
        need = self.hard.instance.minutes_between(here[0], there[0])
        return 0 <= there[1] - here[1] < need


def _by_building(hard: HardRules, choice: Choice) -> dict[str, list[Any]]:
    literals: dict[str, list[Any]] = defaultdict(list)
    for room, literal in choice.rooms.items():
        literals[hard.instance.room[room].building].append(literal)
    return literals
