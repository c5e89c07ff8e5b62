"""What the solver is to place, with what it may place it: the house's plan as a task, and back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.core.clock import AGENCY_ZONE, ZONES, now
from lms.core.db import rows
from lms.schedule.checks import Away
from lms.schedule.models import Session, Teaching
from lms.schedule.queries.board import BoardPlan, board_plan
from lms.schedule.queries.board import Placed as OnBoard
from lms.schedule.queries.lines import Need, needs_of, phases_of
from lms.schedule.queries.resources import instructors
from lms.schedule.queries.sessions import groups_of
from lms.schedule.rules import cut_of, may_teach, rung_of, slots_of
from lms.schedule.solver.model import (
    DAY,
    Grid,
    Group,
    Instance,
    Instructor,
    Meeting,
    Place,
    Plan,
    Room,
    Span,
)  # fmt: skip
from lms.schedule.solver.model import (
    Batch as Run,
)

#: What physical rooms and webinar accounts are "equipped" with: neither serves for the other.
HALL, ONLINE = "ruang tatap muka", "akun webinar"
#: Working days by which a batch could be made longer when it does not fit.
SPARE = 8


@dataclass(frozen=True)
class Task:
    """A task for the solver, and what its meetings are in the house.

    Sessions keep their ids; what is not planned yet has negative ids and stands in `needs`.
    Webinar accounts are rooms with negative ids.
    """

    instance: Instance
    before: Plan
    needs: Mapping[int, tuple[Batch, Need]]
    sessions: Mapping[int, OnBoard]
    batches: Mapping[int, Batch]


def planning_task(
    batches: Sequence[Batch], *, mend: bool = False, liked: frozenset[int] = frozenset()
) -> Task:
    """Return the task of planning batches: what waits and their drafts, or to mend, all to come.

    `liked` are the rooms to prefer; webinar accounts are as good as those. Everything else of those
    days stays where it is.
    """
    first = min(batch.starts_on for batch in batches)
    last = max(batch.ends_on for batch in batches) + timedelta(days=2 * SPARE)
    plan = board_plan(first, last)
    maker = _Maker(batches, plan, mend, liked)
    return maker.task()


class _Maker:
    """Puts a task together, part by part."""

    def __init__(
        self, batches: Sequence[Batch], plan: BoardPlan, mend: bool, liked: frozenset[int]
    ) -> None:
        self.batches = {batch.id: batch for batch in batches}
        self.plan, self.world, self.mend = plan, plan.world, mend
        accounts = {-one for one in plan.world.accounts}
        self.liked = liked | accounts if liked else liked
        self.people = {person.id: person.name for person in instructors()}
        for meeting in plan.meetings:
            self.people.update(meeting.people)
        self.shift = {batch.id: _shift(batch) for batch in batches}
        self.needs: dict[int, tuple[Batch, Need]] = {}
        self.groups: dict[int, dict[str, Group]] = {}
        self.meetings: list[Meeting] = []
        self.before: dict[int, Place] = {}

    def task(self) -> Task:
        waiting = {
            batch.id: [] if self.mend else needs_ahead(batch) for batch in self.batches.values()
        }
        for batch in self.batches.values():
            self._group(batch, waiting[batch.id])
        sessions = {one.session_id: one for one in self.plan.meetings}
        for one in self.plan.meetings:
            self.meetings.append(self._session(one))
        for batch in self.batches.values():
            self._waiting(batch, waiting[batch.id])
        instance = Instance(
            tuple(self._run(batch) for batch in self.batches.values()),
            tuple(group for found in self.groups.values() for group in found.values()),
            tuple(self.meetings), tuple(self._rooms()), tuple(self._instructors()),
            travel=self._travel(),
        )  # fmt: skip
        return Task(instance, Plan(self.before), self.needs, sessions, self.batches)

    # -- batches, groups, days

    def _group(self, batch: Batch, waiting: Iterable[Need]) -> None:
        """Give a batch its groups; one that meets only as a whole is one group."""
        known = {group.name: group.id for group in groups_of(batch)}
        names = list(dict.fromkeys([*known, *(need.group for need in waiting if need.group)]))
        whole = not names
        self.groups[batch.id] = {
            name: Group(known.get(name, -1000 * batch.id - number), name or batch.name, batch.id)
            for number, name in enumerate([""] if whole else names)
        }

    def _run(self, batch: Batch) -> Run:
        days = [
            day for day in _days(batch.starts_on, batch.ends_on) if self._meets(batch, day)
        ]  # fmt: skip
        after = _days(batch.ends_on + timedelta(days=1), batch.ends_on + timedelta(days=2 * SPARE))
        spare = [day for day in after if self._meets(batch, day)][:SPARE]
        grid = Grid(tuple(
            self._slots(batch, _weekday_in(batch.starts_on, number)) for number in range(7)
        ))  # fmt: skip
        return Run(batch.id, batch.name, tuple(days), grid, self.liked, tuple(spare))

    def _meets(self, batch: Batch, day: date) -> bool:
        begun = day > now().astimezone(ZONES[batch.zone]).date()
        working = day.weekday() < 5 and day not in self.world.holidays
        return begun and working and bool(self._slots(batch, day))

    def _slots(self, batch: Batch, day: date) -> tuple[tuple[int, int], ...]:
        cut = cut_of(day, batch.programme_id, self.world.cuts)
        shift = self.shift[batch.id]
        return tuple(
            (_minute(first) + shift, _minute(last) + shift)
            for first, last in slots_of(cut, batch.version.jp_minutes)
        )

    # -- meetings

    def _session(self, one: OnBoard) -> Meeting:
        """Return a session: to be moved when it may be, else as it stands."""
        batch = self.batches.get(one.batch_id)
        place = self._place(one)
        groups = self._groups_of(one.batch_id, one.group) if batch else ()
        meeting = Meeting(
            one.session_id, one.batch_id, _title(one.title, one.group), one.jp, groups,
            seats=one.most, staff=len(one.people), may_teach=tuple(sorted(one.people)),
            fixed=place,
        )  # fmt: skip
        movable = (self.mend or one.is_draft) and not one.is_locked and one.starts_at > now()
        if batch is None or not movable:
            return meeting
        self.before[one.session_id] = place
        able = self._able(batch, one.course_key)
        return replace(
            meeting, fixed=None, also=((place.day, place.start, place.end),),
            may_teach=tuple(sorted({*able, *one.people})) if one.people else (),
            equipment=frozenset({HALL if one.mode == "classical" else ONLINE}),
            in_room=one.mode == "classical" or one.account_id is not None,
        )  # fmt: skip

    def _place(self, one: OnBoard) -> Place:
        zone = ZONES[AGENCY_ZONE]
        starts, ends = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
        start = 60 * starts.hour + starts.minute
        room = one.room_id if one.mode == "classical" else -(one.account_id or 0)
        length = int((ends - starts) / timedelta(minutes=1))
        known = room if room in self.world.rooms or -(room or 0) in self.world.accounts else None
        return Place(one.session_id, starts.date(), start, start + length, known or None,
                     tuple(sorted(one.people)))  # fmt: skip

    def _waiting(self, batch: Batch, waiting: Sequence[Need]) -> None:
        """Add what is not planned yet; what the timetable puts on an earlier day comes before."""
        last: dict[int, tuple[int, list[int]]] = {}
        former: dict[int, list[int]] = {}
        spans = self._phases(batch)
        size = {one.group: one.size for one in self.plan.meetings if one.batch_id == batch.id}
        for need in waiting:
            number = -1 - len(self.needs)
            self.needs[number] = batch, need
            groups = self._groups_of(batch.id, need.group)
            after: list[int] = []
            for group in groups:
                day, own = last.get(group, (0, []))
                if day != need.line.day:
                    former[group], own = own, []
                last[group] = need.line.day, [*own, number]
                after += former.get(group, [])
            able = self._able(batch, need.line.course)
            classical = need.line.mode == "classical"
            share = -(-batch.quota // max(1, len(self.groups[batch.id])))
            self.meetings.append(Meeting(
                number, batch.id, _title(need.line.title, need.group), need.line.jp, groups,
                seats=size.get(need.group) or (share if need.group else batch.quota),
                staff=1 if able else 0, may_teach=able,
                equipment=frozenset({HALL if classical else ONLINE}),
                in_room=classical or bool(self.world.accounts),
                after=tuple(dict.fromkeys(after)), days=spans(need.line.day),
            ))  # fmt: skip

    def _phases(self, batch: Batch) -> Callable[[int], frozenset[date] | None]:
        """Return what tells the days of the phase of a training day."""
        phases = phases_of(batch)

        def days(number: int) -> frozenset[date] | None:
            passed = 0
            for count, first, last in phases:
                passed += count
                if number <= passed:
                    found = (day for day in _days(first, last) if self._meets(batch, day))
                    return frozenset(found) or None
            return None

        return days

    def _groups_of(self, batch_id: int, name: str) -> tuple[int, ...]:
        found = self.groups[batch_id]
        return (found[name].id,) if name in found else tuple(one.id for one in found.values())

    def _able(self, batch: Batch, course: str) -> tuple[int, ...]:
        """Return who may teach a subject; who has no profile may teach everything."""
        programme = batch.version.programme
        rung = rung_of(programme.key, programme.kind)
        return tuple(
            one for one in sorted(self.people)
            if (terms := self.world.terms.get(one)) is None
            or may_teach(terms.level, terms.rights, batch.programme_id, rung, course)
        )  # fmt: skip

    # -- rooms and instructors

    def _rooms(self) -> Iterable[Room]:
        for room in self.world.rooms.values():
            yield Room(room.id, room.name, room.capacity, room.building, frozenset({HALL}),
                       spans(self.world.aways, "room", room.id))  # fmt: skip
        for account in self.world.accounts.values():
            yield Room(-account.id, account.name, account.capacity, "", frozenset({ONLINE}),
                       spans(self.world.aways, "account", account.id))  # fmt: skip

    def _instructors(self) -> Iterable[Instructor]:
        first = min(batch.starts_on for batch in self.batches.values())
        last = max(batch.ends_on for batch in self.batches.values()) + timedelta(days=2 * SPARE)
        known = {meeting.session_id for meeting in self.plan.meetings}
        for one, name in sorted(self.people.items()):
            away = spans(self.world.aways, "person", one)
            terms = self.world.terms.get(one)
            if terms is None:
                yield Instructor(one, name, away)
                continue
            hours = tuple(_closed_hours(terms.hours, first, last)) if terms.hours else ()
            elsewhere = tuple((load.day, load.jp) for load in self.world.loads.get(one, ())
                              if load.by not in known)  # fmt: skip
            yield Instructor(one, name, (*away, *hours), terms.per_day, terms.per_week,
                             terms.per_month, elsewhere)  # fmt: skip

    def _travel(self) -> dict[tuple[str, str], int]:
        names = {room.building_id: room.building for room in self.world.rooms.values()}
        return {
            (names[one], names[other]): minutes
            for (one, other), minutes in self.world.travel.items()
            if one in names and other in names and names[one] < names[other]
        }


def needs_ahead(batch: Batch) -> list[Need]:
    """Return what of the timetable is not planned yet and belongs to a phase that is not over."""
    passed, over = 0, 0
    for count, _first, last in phases_of(batch):
        passed += count
        over = passed if last <= now().astimezone(ZONES[batch.zone]).date() else over
    return [need for need in needs_of(batch) if need.line.day > over]


def spans(aways: Iterable[Away], kind: str, resource_id: int) -> tuple[Span, ...]:
    """Return the closures or leave of a thing as days with hours, on the agency's clock."""
    zone, found = ZONES[AGENCY_ZONE], []
    for away in aways:
        if (away.kind, away.resource_id) != (kind, resource_id):
            continue
        starts, ends = away.starts_at.astimezone(zone), away.ends_at.astimezone(zone)
        found += _days_and_hours(starts, ends, away.reason)
    return tuple(found)


def _days_and_hours(starts: datetime, ends: datetime, why: str) -> list[Span]:
    """Cut an interval into its first day, the days between, and its last day."""
    first, last = starts.date(), ends.date()
    begin, end = 60 * starts.hour + starts.minute, 60 * ends.hour + ends.minute
    if not end:  # up to midnight
        last, end = last - timedelta(days=1), DAY
    if first == last:
        return [Span(first, last, begin, end, why)]
    if not begin and end == DAY:
        return [Span(first, last, why=why)]
    found = [Span(first, first, begin, DAY, why), Span(last, last, 0, end, why)]
    if last - first > timedelta(days=1):
        found.insert(1, Span(first + timedelta(days=1), last - timedelta(days=1), why=why))
    return found


def _closed_hours(hours: Mapping[str, Any], first: date, last: date) -> Iterable[Span]:
    """Give the hours of each day at which somebody with weekly hours cannot be had."""
    for day in _days(first, last):
        before = 0
        for starts, ends in sorted(hours.get(str(day.weekday()), ())):
            start, end = (60 * int(one[:2]) + int(one[3:5]) for one in (starts, ends))
            if before < start:
                yield Span(day, day, before, start)
            before = end
        if before < DAY:
            yield Span(day, day, before, DAY)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _weekday_in(first: date, number: int) -> date:
    """Return the first day of a weekday from a day on."""
    return first + timedelta(days=(number - first.weekday()) % 7)


def _minute(clock: Any) -> int:
    return int(60 * clock.hour + clock.minute)


def _shift(batch: Batch) -> int:
    """Return the minutes from the batch's clock to the agency's on its first day."""
    noon = datetime(batch.starts_on.year, batch.starts_on.month, batch.starts_on.day, 12)  # noqa: DTZ001
    there = noon.replace(tzinfo=ZONES[batch.zone]).astimezone(ZONES[AGENCY_ZONE])
    return 60 * (there.hour - 12) + there.minute


def _title(title: str, group: str) -> str:
    return f"{title}, {group}" if group else title


def sessions_hit(
    kind: str, resource_id: int, starts_at: datetime, ends_at: datetime
) -> list[Session]:
    """Return the meetings to come that need a room or an instructor in an interval."""
    own = Session.room_id == resource_id
    if kind == "person":
        own = Session.id.in_(select(Teaching.session_id).where(Teaching.person_id == resource_id))
    return rows(
        select(Session)
        .where(
            own, Session.starts_at < ends_at, Session.ends_at > starts_at,
            Session.starts_at > now(), Session.cancelled_at.is_(None),
            Session.mode != "asynchronous",
        )
        .order_by(Session.starts_at)
    )  # fmt: skip


def away_of(
    kind: str, resource_id: int, starts_at: datetime, ends_at: datetime, reason: str
) -> Away:
    """Return an absence that is not noted yet, as rules reckon with it."""
    return Away(kind, resource_id, starts_at, ends_at, reason)
