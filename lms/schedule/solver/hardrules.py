"""What every plan must keep, as a CP-SAT model of the meetings set free.

Time-indexed: one boolean for each meeting and moment, one for each of its instructors and rooms
then; of whatever wants a resource at a moment at most one is true.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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


@dataclass
class Choice:
    """A moment of a meeting with its literals."""

    option: Option
    at: Any
    staff: dict[int, Any]
    rooms: dict[int, Any]


class HardRules:
    """The model of a part, built rule by rule; `is_impossible` when a meeting has no moment."""

    def __init__(
        self, layout: Layout, free: Sequence[int], present: dict[int, Place], aim: Aim
    ) -> None:
        self.layout, self.tables, self.instance = layout, layout.tables, layout.tables.instance
        self.aim, self.present = aim, present
        self.model = solver.new_model()
        self.meetings = {one: self.instance.meeting[one] for one in free}
        self.choices: dict[int, list[Choice]] = {}
        #: Who wants a group, room or instructor on a day: (start, end, meeting, literal).
        self.busy: dict[tuple[str, int, date], list[tuple[int, int, int, Any]]] = defaultdict(list)
        for meeting in self.meetings.values():
            self._choose(meeting)
        self.is_impossible = not all(self.choices.values())
        if not self.is_impossible:
            self._once()
            if aim.loose:
                self._count()
            self._order()
            self._ceilings()

    def _choose(self, meeting: Meeting) -> None:
        """Give a meeting its possible moments, with who and where then."""
        present = self.present.get(meeting.id)
        earliest, latest = self.layout.bounds(meeting)
        rooms, staff = self._candidates(meeting, present)
        found = self.choices[meeting.id] = []
        for option in self.tables.options(meeting):
            if self.aim.days is not None and option.day not in self.aim.days:
                continue
            if not self.aim.moments and present and option.moment != present.moment:
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
    ) -> Choice:  # fmt: skip
        model = self.model
        at = model.new_bool_var("")
        here = present is not None and present.moment == option.moment
        model.add_hint(at, here)
        hint = present.staff if here and present else ()
        staff = self._some(at, who, meeting.staff, hint) if who else {}
        rooms = (
            self._some(at, where, 1, (present.room,) if here and present else ()) if where else {}
        )
        span = option.start, option.end, meeting.id
        for group in meeting.groups:
            self.busy["group", group, option.day].append((*span, at))
        for kind, literals in (("staff", staff), ("room", rooms)):
            for resource, literal in literals.items():
                self.busy[kind, resource, option.day].append((*span, literal))
        return Choice(option, at, staff, rooms)

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
        for wanted in self.busy.values():
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

    def _before(self, former: list[Choice], later: list[Choice]) -> None:
        """For each moment: not both the former ends after it and the later begins before it."""
        for begin in sorted({one.option.begins for one in later}):
            late = [one.at for one in former if one.option.ends > begin]
            early = [one.at for one in later if one.option.begins <= begin]
            if late and early:
                self.model.add_at_most_one([*late, *early])

    def _ceilings(self) -> None:
        """Keep everybody's JP of a day, week and month under their ceilings."""
        taught: dict[tuple[int, str, object], list[tuple[Any, int]]] = defaultdict(list)
        for meeting, choice, one, literal in self.teaching():
            person = self.instance.instructor[one]
            for unit, period in periods(choice.option.day):
                if getattr(person, unit) is not None:
                    taught[one, unit, period].append((literal, meeting.jp))
        for (one, unit, period), terms in taught.items():
            left = getattr(self.instance.instructor[one], unit) - self.layout.jp(one, unit, period)
            if sum(jp for _literal, jp in terms) > left:
                self.model.add(solver.total(terms) <= left)

    def teaching(self) -> Iterable[tuple[Meeting, Choice, int, Any]]:
        for meeting in self.meetings.values():
            for choice in self.choices[meeting.id]:
                for one, literal in choice.staff.items():
                    yield meeting, choice, one, literal
