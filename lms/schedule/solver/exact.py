"""CP-SAT on a part of a plan: the meetings set free move at once, the others stay.

Time-indexed: one boolean for each meeting and moment, one for each of its instructors and rooms
then; of whatever wants a resource at a moment at most one is true.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lms.core import solver
from lms.schedule.solver.layout import Layout, Option, mask_of, periods
from lms.schedule.solver.model import Meeting, Place


@dataclass(frozen=True)
class Aim:
    """What the search is to do: find anything (`cheap` False) or the cheapest.

    `loose` only counts rooms and instructors at each moment instead of choosing them: where this
    has no plan there is none, and what it costs no plan can beat.

    `moments` False leaves every meeting when it is: rooms and instructors alone change. `days` are
    those meetings may move to. `width` keeps so many rooms and instructors of each meeting to
    choose among (None: all). `change` prices, by meeting, another moment, another room and another
    instructor than `former`.
    """

    cheap: bool = True
    loose: bool = False
    moments: bool = True
    width: int | None = None
    days: frozenset[date] | None = None
    former: dict[int, Place] = field(default_factory=dict)
    change: dict[int, tuple[int, int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What came out: the new places, or None, the solver's state, cost and bound of this part."""

    state: str
    places: tuple[Place, ...] | None
    objective: float = 0.0
    bound: float = 0.0


@dataclass
class _Choice:
    """A moment of a meeting with its literals."""

    option: Option
    at: Any
    staff: dict[int, Any]
    rooms: dict[int, Any]


def solve(
    layout: Layout, free: Collection[int], aim: Aim, *,
    seconds: float, effort: float | None = None, seed: int = 1,
    progress: Callable[[float, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Found:  # fmt: skip
    """Move the meetings `free` of a layout, which itself is left as it is."""
    places = [layout.take(one) for one in sorted(free) if one in layout.places]
    try:
        build = _Build(layout, sorted(free), {one.meeting: one for one in places}, aim)
        if build.impossible:
            return Found("infeasible", None)
        answer = solver.solve(
            build.model, seconds=seconds, effort=effort, seed=seed,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip
        if not answer.is_usable:
            return Found(answer.state, None, 0.0, answer.bound)
        return Found(answer.state, build.read(answer.value), answer.objective, answer.bound)
    finally:
        for place in places:
            layout.put(place)


class _Build:
    """The model of a part, built rule by rule."""

    def __init__(
        self, layout: Layout, free: Sequence[int], present: dict[int, Place], aim: Aim
    ) -> None:
        self.layout, self.tables, self.instance = layout, layout.tables, layout.tables.instance
        self.aim, self.present = aim, present
        self.model = solver.new_model()
        self.meetings = {one: self.instance.meeting[one] for one in free}
        self.choices: dict[int, list[_Choice]] = {}
        self.cost: list[tuple[Any, int]] = []
        self.constant = 0
        self.impossible = False
        self._busy: dict[tuple[str, int, date], list[tuple[int, int, int, Any]]] = defaultdict(list)
        for meeting in self.meetings.values():
            self._choose(meeting)
            self.impossible = self.impossible or not self.choices[meeting.id]
        if not self.impossible:
            self._once()
            if aim.loose:
                self._count()
            self._order()
            self._ceilings()
            if aim.cheap:
                self._price()
            for one, factor in self.aim.change.items():
                self._price_change(one, factor)
            self.model.minimize(solver.total(self.cost) + self.constant)

    # -- hard rules

    def _choose(self, meeting: Meeting) -> None:
        """Give a meeting its possible moments, with who and where then."""
        present = self.present.get(meeting.id)
        earliest, latest = self.layout.bounds(meeting)
        rooms, staff = self._candidates(meeting, present)
        found = self.choices[meeting.id] = []
        for option in self.tables.options(meeting):
            if self.aim.days is not None and option.day not in self.aim.days:
                continue
            if not self.aim.moments and present and option.begins != (present.day, present.start):
                continue
            if (earliest and option.begins < earliest) or (latest and option.ends > latest):
                continue
            if self.layout.group_busy(meeting, option.day) & option.mask:
                continue
            who = [one for one in self.layout.staff_at(meeting, option) if one in staff]
            where = [
                one for one in rooms if not self.layout.room_busy(one, option.day) & option.mask
            ]
            if len(who) >= meeting.staff and (where or not meeting.in_room):
                if self.aim.loose:
                    who, where = who if len(who) == meeting.staff else [], []
                found.append(self._choice(meeting, option, who, where, present))
        if found:
            self.model.add_exactly_one([one.at for one in found])

    def _candidates(
        self, meeting: Meeting, present: Place | None
    ) -> tuple[tuple[int, ...], frozenset[int]]:
        """Return rooms and instructors to choose among; those of now always among them."""
        rooms = self.tables.rooms(meeting) if meeting.in_room else ()
        staff = meeting.may_teach
        width = self.aim.width
        if width is not None:
            own = {
                place.room
                for group in meeting.groups[:1]
                for other in self.tables.of_group[group]
                if (place := self.present.get(other) or self.layout.places.get(other)) is not None
            }
            first = [one for one in rooms if one in own or (present and one == present.room)]
            rooms = tuple(dict.fromkeys([*first, *rooms]))[: max(width, len(first))]
            ranked = sorted(staff, key=lambda one: (
                not (present and one in present.staff), self.layout.load[one], one
            ))  # fmt: skip
            staff = tuple(ranked[: max(width, meeting.staff)])
        return rooms, frozenset(staff)

    def _choice(
        self, meeting: Meeting, option: Option, who: Sequence[int], where: Sequence[int],
        present: Place | None,
    ) -> _Choice:  # fmt: skip
        model = self.model
        at = model.new_bool_var("")
        here = present is not None and (present.day, present.start) == option.begins
        model.add_hint(at, here)
        hint = present.staff if here and present else ()
        staff = self._some(at, who, meeting.staff, hint) if who else {}
        rooms = (
            self._some(at, where, 1, (present.room,) if here and present else ()) if where else {}
        )
        span = option.start, option.end, meeting.id
        for group in meeting.groups:
            self._busy["group", group, option.day].append((*span, at))
        for kind, literals in (("staff", staff), ("room", rooms)):
            for resource, literal in literals.items():
                self._busy[kind, resource, option.day].append((*span, literal))
        return _Choice(option, at, staff, rooms)

    def _some(
        self, at: Any, among: Sequence[int], count: int, hint: Iterable[int | None]
    ) -> dict[int, Any]:
        """Choose `count` of `among` exactly when `at`; no variables where there is no choice."""
        if len(among) == count:
            return dict.fromkeys(among, at)
        literals = {one: self.model.new_bool_var("") for one in among}
        self.model.add(sum(literals.values()) == count * at)
        for one, literal in literals.items():
            self.model.add_hint(literal, one in tuple(hint))
        return literals

    def _once(self) -> None:
        """Let nobody and nothing be in two meetings at a moment."""
        for wanted in self._busy.values():
            seen: set[frozenset[int]] = set()
            for moment in sorted({start for start, _end, _meeting, _literal in wanted}):
                over = [at for at, one in enumerate(wanted) if one[0] <= moment < one[1]]
                key = frozenset(over)
                if len({wanted[at][2] for at in over}) > 1 and key not in seen:
                    seen.add(key)
                    self.model.add_at_most_one([wanted[at][3] for at in over])

    def _count(self) -> None:
        """Let no more meetings want a set of rooms or instructors at a moment than it has free."""
        sets: dict[tuple[str, frozenset[int]], list[tuple[Meeting, int]]] = defaultdict(list)
        for meeting in self.meetings.values():
            if meeting.in_room:
                sets["room", frozenset(self.tables.rooms(meeting))].append((meeting, 1))
            if meeting.staff:
                sets["staff", frozenset(meeting.may_teach)].append((meeting, meeting.staff))
        for kind, among in list(sets):
            wanted: dict[date, list[tuple[int, int, Any, int]]] = defaultdict(list)
            for (other, fewer), meetings in sets.items():
                if other == kind and fewer <= among:
                    for meeting, count in meetings:
                        for one in self.choices[meeting.id]:
                            option = one.option
                            wanted[option.day].append((option.start, option.end, one.at, count))
            for day, spans in wanted.items():
                self._count_day(kind, among, day, spans)

    def _count_day(
        self, kind: str, among: frozenset[int], day: date, spans: list[tuple[int, int, Any, int]]
    ) -> None:
        busy = self.layout.room_busy if kind == "room" else self.layout.staff_busy
        for moment in sorted({span[0] for span in spans}):
            bit = mask_of(moment, moment + 1)
            free = sum(not busy(one, day) & bit for one in among)
            terms = [(at, count) for start, end, at, count in spans if start <= moment < end]
            if sum(count for _at, count in terms) > free:
                self.model.add(solver.total(terms) <= free)

    def _order(self) -> None:
        """Let a meeting begin once those before it are over."""
        for meeting in self.meetings.values():
            for former in meeting.after:
                if former in self.meetings:
                    self._before(self.choices[former], self.choices[meeting.id])

    def _before(self, former: list[_Choice], later: list[_Choice]) -> None:
        """For each moment: not both the former ends after it and the later begins before it."""
        for begin in sorted({one.option.begins for one in later}):
            late = [one.at for one in former if one.option.ends > begin]
            early = [one.at for one in later if one.option.begins <= begin]
            if late and early:
                self.model.add_at_most_one([*late, *early])

    def _ceilings(self) -> None:
        """Keep everybody's JP of a day, week and month under their ceilings."""
        taught: dict[tuple[int, str, object], list[tuple[Any, int]]] = defaultdict(list)
        for meeting, choice, one, literal in self._teaching():
            person = self.instance.instructor[one]
            for unit, period in periods(choice.option.day):
                if getattr(person, unit) is not None:
                    taught[one, unit, period].append((literal, meeting.jp))
        for (one, unit, period), terms in taught.items():
            left = getattr(self.instance.instructor[one], unit) - self.layout.jp(one, unit, period)
            if sum(jp for _literal, jp in terms) > left:
                self.model.add(solver.total(terms) <= left)

    def _teaching(self) -> Iterable[tuple[Meeting, _Choice, int, Any]]:
        for meeting in self.meetings.values():
            for choice in self.choices[meeting.id]:
                for one, literal in choice.staff.items():
                    yield meeting, choice, one, literal

    # -- soft costs: the same as the judge's, but for hurry

    def _price(self) -> None:
        weights = self.instance.weights
        for meeting in self.meetings.values():
            liked = self.instance.batch[meeting.batch].liked_rooms
            for choice in self.choices[meeting.id]:
                self._add(choice.at, weights.pause * choice.option.pauses)
                for room, literal in choice.rooms.items():
                    short = max(0, meeting.seats - self.instance.room[room].seats)
                    self._add(literal, weights.unliked_room * (bool(liked) and room not in liked))
                    self._add(literal, (weights.seat or 0) * short)
        if weights.gap or weights.isolated:
            self._price_days()
        self._price_rooms()
        if weights.load:
            self._price_load()
        if weights.spread:
            self._price_spread()
        if weights.building and len({room.building for room in self.instance.rooms}) > 1:
            self._price_buildings()

    def _add(self, literal: Any, cost: int) -> None:
        if cost:
            self.cost.append((literal, cost))

    def _price_days(self) -> None:
        """Price idle JP and lonely meetings of each group on each day that can change."""
        for (kind, group, day), wanted in self._busy.items():
            if kind != "group":
                continue
            slots = self.instance.batch[self.instance.group[group].batch].grid.slots(day)
            fixed = self.layout.taken("group", group, day)
            taken: list[Any] = []
            for start, end in slots:
                if fixed & mask_of(start, end):
                    taken.append(1)
                else:
                    over = [one[3] for one in wanted if one[0] < end and start < one[1]]
                    taken.append(sum(over) if over else 0)
            if self.instance.weights.gap:
                self._price_gaps(taken)
            if self.instance.weights.isolated:
                self._price_isolated(taken)

    def _price_gaps(self, taken: list[Any]) -> None:
        model, count = self.model, len(taken)
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
            self._add(idle, self.instance.weights.gap)

    def _price_isolated(self, taken: list[Any]) -> None:
        around = [0, *taken, 0]
        for at in range(1, len(around) - 1):
            if isinstance(around[at], int) and not around[at]:
                continue
            lonely = self.model.new_bool_var("")
            self.model.add(lonely >= around[at] - around[at - 1] - around[at + 1])
            self._add(lonely, self.instance.weights.isolated)

    def _price_rooms(self) -> None:
        """Price each further room of a group and of a series."""
        weights = self.instance.weights
        users: dict[tuple[str, object], list[int]] = defaultdict(list)
        for meeting in self.meetings.values():
            if weights.group_room and len(meeting.groups) == 1:
                users["group", meeting.groups[0]].append(meeting.id)
            if weights.series_room and meeting.series:
                users["series", meeting.series].append(meeting.id)
        for (kind, key), meetings in users.items():
            settled = self._rooms_of(kind, key)
            literals: dict[int, list[list[Any]]] = defaultdict(list)
            for one in meetings:
                by_room: dict[int, list[Any]] = defaultdict(list)
                for choice in self.choices[one]:
                    for room, literal in choice.rooms.items():
                        by_room[room].append(literal)
                for room, found in by_room.items():
                    literals[room].append(found)
            price = weights.group_room if kind == "group" else weights.series_room
            used = []
            for room, groups in literals.items():
                if room in settled:
                    continue
                is_used = self.model.new_bool_var("")
                used.append(is_used)
                for found in groups:
                    self.model.add(sum(found) <= is_used)
                self._add(is_used, price)
            self.constant += price * (len(settled) - 1)
            if not settled and used:
                self.model.add_bool_or(used)

    def _rooms_of(self, kind: str, key: Any) -> set[int]:
        """Return the rooms in which the meetings that stay sit already."""
        found = set()
        for place in self.layout.places.values():
            meeting = self.instance.meeting[place.meeting]
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
        for meeting, _choice, one, literal in self._teaching():
            taught[one].append((literal, meeting.jp))
        for one, terms in taught.items():
            left = self.instance.fair_load - self.layout.load[one]
            most = sum(self.meetings[m].jp for m in self.meetings
                       if one in self.meetings[m].may_teach)  # fmt: skip
            if most > left:
                above = self.model.new_int_var(0, most + max(0, -left), "")
                self.model.add(above >= solver.total(terms) - left)
                self._add(above, self.instance.weights.load)

    def _price_spread(self) -> None:
        """Price the days a series lacks."""
        series: dict[str, dict[date, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for meeting in self.meetings.values():
            if meeting.series in self.instance.min_days:
                for choice in self.choices[meeting.id]:
                    series[meeting.series][choice.option.day].append(choice.at)
        for name, days in series.items():
            settled = {
                place.day for place in self.layout.places.values()
                if self.instance.meeting[place.meeting].series == name
            }  # fmt: skip
            least = self.instance.min_days[name] - len(settled)
            if least <= 0:
                continue
            used = []
            for day, literals in days.items():
                if day not in settled:
                    meets = self.model.new_bool_var("")
                    self.model.add(sum(literals) >= meets)
                    used.append(meets)
            short = self.model.new_int_var(0, least, "")
            self.model.add(short >= least - sum(used))
            self._add(short, self.instance.weights.spread)

    def _price_buildings(self) -> None:
        """Price each further building of an instructor on a day."""
        visits: dict[tuple[int, date], dict[str, list[tuple[Any, Any]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for _meeting, choice, one, literal in self._teaching():
            for building, sits in self._by_building(choice).items():
                visits[one, choice.option.day][building].append((literal, sits))
        settled = self._buildings_of_those_who_stay()
        for key, buildings in visits.items():
            known = settled.get(key, set())
            fresh = [one for one in buildings if one not in known]
            if len(known) + len(fresh) < 2:
                continue
            used = []
            for building in fresh:
                visited = self.model.new_bool_var("")
                used.append(visited)
                for teaches, sits in buildings[building]:
                    self.model.add(visited >= teaches + sits - 1)
            further = self.model.new_int_var(0, len(fresh), "")
            self.model.add(further >= sum(used) - (0 if known else 1))
            self._add(further, self.instance.weights.building)

    def _by_building(self, choice: _Choice) -> dict[str, Any]:
        literals: dict[str, list[Any]] = defaultdict(list)
        for room, literal in choice.rooms.items():
            literals[self.instance.room[room].building].append(literal)
        return {building: sum(found) for building, found in literals.items()}

    def _buildings_of_those_who_stay(self) -> dict[tuple[int, date], set[str]]:
        found: dict[tuple[int, date], set[str]] = defaultdict(set)
        for place in self.layout.places.values():
            if place.room is not None:
                for one in place.staff:
                    found[one, place.day].add(self.instance.room[place.room].building)
        return found

    def _price_change(self, one: int, prices: tuple[int, int, int]) -> None:
        """Price another moment, room or instructor than before."""
        former = self.aim.former[one]
        moment, elsewhere, other = prices
        for choice in self.choices[one]:
            if choice.option.begins != (former.day, former.start):
                self._add(choice.at, moment)
            for room, literal in choice.rooms.items():
                self._add(literal, elsewhere * (room != former.room))
            for person, literal in choice.staff.items():
                self._add(literal, other * (person not in former.staff))

    def read(self, value: Callable[[Any], int]) -> tuple[Place, ...]:
        """Return the places of a solution."""
        places = []
        for one in self.meetings:
            choice = next(found for found in self.choices[one] if value(found.at))
            staff = tuple(sorted(who for who, literal in choice.staff.items() if value(literal)))
            room = next((at for at, literal in choice.rooms.items() if value(literal)), None)
            option = choice.option
            places.append(Place(one, option.day, option.start, option.end, room, staff))
        return tuple(places)
