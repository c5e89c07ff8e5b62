"""The one checker that judges every plan: it shares no code with those who make plans.

It works on dates and minutes alone, slowly and plainly, so that it can be read and believed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lms.core.i18n import _
from lms.schedule.solver.model import Instance, Meeting, Place, Plan
from lms.schedule.solver.words import on_day

#: What each cost is called.
COSTS = (
    "gap", "isolated", "group_room", "series_room", "pause", "unliked_room", "load", "building",
    "hurry", "spread", "seat",
)  # fmt: skip


@dataclass(frozen=True)
class Violation:
    """A broken hard rule: its kind, the meetings in it, and the sentence about it."""

    kind: str
    meetings: tuple[int, ...]
    sentence: str


@dataclass(frozen=True)
class Judgement:
    """What a plan is worth: the hard rules it breaks and what its weaknesses cost by kind."""

    violations: tuple[Violation, ...]
    costs: dict[str, int]
    #: How often each weakness stands in the plan, before weighing.
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def cost(self) -> int:
        """Return all soft costs together."""
        return sum(self.costs.values())

    @property
    def unplaced(self) -> int:
        """Return how many meetings have no place."""
        return sum(one.kind == "unplaced" for one in self.violations)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Order plans: fewer unplaced, then fewer broken rules, then cheaper."""
        return self.unplaced, len(self.violations), self.cost


def judge(instance: Instance, plan: Plan) -> Judgement:
    """Judge a plan by every hard rule and every soft cost."""
    counts = _counts(instance, plan)
    weights = instance.weights
    costs = {name: (getattr(weights, name) or 0) * counts[name] for name in COSTS}
    return Judgement(tuple(violations(instance, plan)), costs, counts)


def violations(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Give every broken hard rule."""
    for meeting in instance.meetings:
        place = plan.places.get(meeting.id)
        if place is None:
            yield Violation(
                "unplaced", (meeting.id,), _("%(what)s belum mendapat tempat.", what=meeting.title)
            )
        else:
            yield from _alone(instance, meeting, place)
    yield from _order(instance, plan)
    yield from _twice(instance, plan, "group", lambda one: instance.meeting[one.meeting].groups,
                      lambda found: instance.group[found].name)  # fmt: skip
    yield from _twice(instance, plan, "room", lambda one: () if one.room is None else (one.room,),
                      lambda found: instance.room[found].name)  # fmt: skip
    yield from _twice(instance, plan, "instructor", lambda one: one.staff,
                      lambda found: instance.instructor[found].name)  # fmt: skip
    yield from _ceilings(instance, plan)


def _alone(instance: Instance, meeting: Meeting, place: Place) -> Iterator[Violation]:
    """Judge what one place says by itself."""

    def broken(kind: str, sentence: str) -> Violation:
        return Violation(kind, (meeting.id,), sentence)

    if meeting.fixed is not None:
        if place != meeting.fixed:
            yield broken("fixed", _("%(what)s terkunci dan tidak boleh berpindah.",
                                    what=meeting.title))  # fmt: skip
        return
    batch = instance.batch[meeting.batch]
    when = {"what": meeting.title, "when": on_day(place.day, place.start, place.end)}
    moment = place.day, place.start, place.end
    if moment not in meeting.also and place.day not in (meeting.days or batch.days):
        yield broken("day", _("%(what)s, %(when)s, di luar hari belajar angkatan.", **when))
    elif moment not in meeting.also and (place.start, place.end) not in {
        (start, end) for start, end, _pauses in batch.grid.starts(place.day, meeting.jp)
    }:
        yield broken("grid", _("%(what)s, %(when)s, tidak mengikuti jam JP.", **when))
    if (place.day, place.start) in meeting.not_at:
        yield broken("time", _("%(what)s tidak boleh dimulai %(when)s.", **when))
    staff = set(place.staff)
    if len(staff) != meeting.staff or len(place.staff) != meeting.staff:
        yield broken("staff", _("%(what)s memerlukan %(count)s pengajar.",
                                what=meeting.title, count=meeting.staff))  # fmt: skip
    for one in sorted(staff - set(meeting.may_teach)):
        yield broken("teach", _("%(who)s tidak mengampu %(what)s.", what=meeting.title,
                                who=instance.instructor[one].name))  # fmt: skip
    for one in sorted(staff):
        for span in instance.instructor[one].away:
            if span.touches(place.day, place.start, place.end):
                yield broken("away", _("%(who)s tidak tersedia untuk %(what)s, %(when)s.",
                                       who=instance.instructor[one].name, **when))  # fmt: skip
    yield from _room(instance, meeting, place)


def _room(instance: Instance, meeting: Meeting, place: Place) -> Iterator[Violation]:
    def broken(kind: str, sentence: str) -> Violation:
        return Violation(kind, (meeting.id,), sentence)

    if place.room is None:
        if meeting.in_room:
            yield broken("room", _("%(what)s belum mendapat ruang.", what=meeting.title))
        return
    room = instance.room[place.room]
    names = {"room": room.name, "what": meeting.title}
    if instance.weights.seat is None and room.seats < meeting.seats:
        yield broken("seats", _("%(room)s berisi %(seats)s kursi, %(what)s memerlukan %(need)s.",
                                seats=room.seats, need=meeting.seats, **names))  # fmt: skip
    if missing := meeting.equipment - room.equipment:
        yield broken("equipment", _("%(room)s tidak punya %(things)s untuk %(what)s.",
                                    things=", ".join(sorted(missing)), **names))  # fmt: skip
    for span in room.closed:
        if span.touches(place.day, place.start, place.end):
            when = on_day(place.day, place.start, place.end)
            yield broken("closed", _("%(room)s ditutup pada waktu %(what)s, %(when)s.",
                                     when=when, **names))  # fmt: skip


def _order(instance: Instance, plan: Plan) -> Iterator[Violation]:
    for meeting in instance.meetings:
        place = plan.places.get(meeting.id)
        for former in meeting.after:
            before = plan.places.get(former)
            if place is None or before is None:
                continue
            if meeting.fixed is not None and instance.meeting[former].fixed is not None:
                continue
            if (place.day, place.start) < (before.day, before.end):
                yield Violation(
                    "order", (former, meeting.id),
                    _("%(what)s harus sesudah %(former)s.", what=meeting.title,
                      former=instance.meeting[former].title),
                )  # fmt: skip


def _twice(
    instance: Instance, plan: Plan, kind: str,
    resources: Callable[[Place], Iterable[int]], name: Callable[[int], str],
) -> Iterator[Violation]:  # fmt: skip
    """Give each pair that wants the same thing at once; two fixed ones are not the plan's doing."""
    by_day: dict[tuple[int, object], list[Place]] = defaultdict(list)
    for place in plan.places.values():
        for resource in resources(place):
            by_day[resource, place.day].append(place)
    for (resource, _day), places in by_day.items():
        places.sort(key=lambda one: (one.start, one.end, one.meeting))
        for at, one in enumerate(places):
            for other in places[at + 1 :]:
                if other.start >= one.end:
                    break
                pair = instance.meeting[one.meeting], instance.meeting[other.meeting]
                if pair[0].fixed is not None and pair[1].fixed is not None:
                    continue
                yield Violation(
                    kind, (one.meeting, other.meeting),
                    _("%(name)s dipakai %(one)s dan %(other)s pada waktu yang sama, %(when)s.",
                      name=name(resource), one=pair[0].title, other=pair[1].title,
                      when=on_day(other.day, other.start, min(one.end, other.end))),
                )  # fmt: skip


def _ceilings(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Give each day, week or month in which an instructor teaches more than allowed.

    What fixed meetings alone exceed is not the plan's doing.
    """
    taught: dict[tuple[int, str, object], list[Place]] = defaultdict(list)
    for place in plan.places.values():
        week = place.day.isocalendar()
        for one in place.staff:
            taught[one, "day_jp", place.day].append(place)
            taught[one, "week_jp", (week.year, week.week)].append(place)
            taught[one, "month_jp", (place.day.year, place.day.month)].append(place)
    units = {"day_jp": _("sehari"), "week_jp": _("seminggu"), "month_jp": _("sebulan")}
    for (one, unit, _period), places in taught.items():
        most = getattr(instance.instructor[one], unit)
        meetings = [instance.meeting[place.meeting] for place in places]
        jp = sum(meeting.jp for meeting in meetings)
        movable = [meeting for meeting in meetings if meeting.fixed is None]
        if most is not None and jp > most and movable:
            yield Violation(
                "ceiling", tuple(meeting.id for meeting in meetings),
                _("%(who)s mengajar %(jp)s JP %(unit)s (%(when)s), paling banyak %(most)s.",
                  who=instance.instructor[one].name, jp=jp, unit=units[unit], most=most,
                  when=on_day(places[0].day)),
            )  # fmt: skip


def _counts(instance: Instance, plan: Plan) -> dict[str, int]:
    counts = dict.fromkeys(COSTS, 0)
    _count_days(instance, plan, counts)
    _count_rooms(instance, plan, counts)
    _count_staff(instance, plan, counts)
    series: dict[str, set[object]] = defaultdict(set)
    for meeting in instance.meetings:
        if meeting.series in instance.min_days and meeting.id in plan.places:
            series[meeting.series].add(plan.places[meeting.id].day)
    for name, least in instance.min_days.items():
        counts["spread"] += max(0, least - len(series[name]))
    return counts


def _count_days(instance: Instance, plan: Plan, counts: dict[str, int]) -> None:
    """Count idle JP, lonely meetings and pauses taught through."""
    days: dict[tuple[int, object], list[Place]] = defaultdict(list)
    for place in plan.places.values():
        for group in instance.meeting[place.meeting].groups:
            days[group, place.day].append(place)
    for (group, _day), places in days.items():
        batch = instance.batch[instance.group[group].batch]
        slots = batch.grid.slots(places[0].day)
        taken = [any(p.start < end and start < p.end for p in places) for start, end in slots]
        if any(taken):
            first, last = taken.index(True), len(taken) - 1 - taken[::-1].index(True)
            counts["gap"] += taken[first : last + 1].count(False)
        around = [False, *taken, False]
        counts["isolated"] += sum(
            around[k] and not around[k - 1] and not around[k + 1] for k in range(1, len(around) - 1)
        )
    for place in plan.places.values():
        meeting = instance.meeting[place.meeting]
        if meeting.fixed is None:
            starts = instance.batch[meeting.batch].grid.starts(place.day, meeting.jp)
            crossed = {start: pauses for start, _end, pauses in starts}
            counts["pause"] += crossed.get(place.start, 0)


def _count_rooms(instance: Instance, plan: Plan, counts: dict[str, int]) -> None:
    by_group: dict[int, set[int]] = defaultdict(set)
    by_series: dict[str, set[int]] = defaultdict(set)
    for place in plan.places.values():
        meeting = instance.meeting[place.meeting]
        if place.room is None:
            continue
        if meeting.series:
            by_series[meeting.series].add(place.room)
        if meeting.fixed is not None:
            continue
        if len(meeting.groups) == 1:
            by_group[meeting.groups[0]].add(place.room)
        liked = instance.batch[meeting.batch].liked_rooms
        counts["unliked_room"] += bool(liked) and place.room not in liked
        counts["seat"] += max(0, meeting.seats - instance.room[place.room].seats)
    counts["group_room"] = sum(len(rooms) - 1 for rooms in by_group.values())
    counts["series_room"] = sum(len(rooms) - 1 for rooms in by_series.values())


def _count_staff(instance: Instance, plan: Plan, counts: dict[str, int]) -> None:
    load: dict[int, int] = defaultdict(int)
    days: dict[tuple[int, object], list[Place]] = defaultdict(list)
    for place in plan.places.values():
        for one in place.staff:
            load[one] += instance.meeting[place.meeting].jp
            days[one, place.day].append(place)
    counts["load"] = sum(max(0, jp - instance.fair_load) for jp in load.values())
    for places in days.values():
        housed = sorted((one for one in places if one.room is not None), key=lambda one: one.start)
        named = [instance.room[one.room].building for one in housed if one.room is not None]
        counts["building"] += max(0, len(set(named)) - 1)
        for (first, here), (then, there) in pairwise(zip(housed, named, strict=True)):
            counts["hurry"] += then.start - first.end < instance.minutes_between(here, there)


def summary(found: Judgement) -> list[tuple[str, int, int]]:
    """Return (what, how often, cost) of each weakness that occurs, dearest first."""
    names = {
        "gap": _("JP kosong di antara sesi sebuah kelompok"),
        "isolated": _("sesi yang berdiri sendiri pada harinya"),
        "group_room": _("perpindahan ruang kelompok"),
        "series_room": _("perpindahan ruang mata pelatihan"),
        "pause": _("jeda yang terlewati oleh sesi"),
        "unliked_room": _("sesi di luar ruang pilihan angkatan"),
        "load": _("JP pengajar di atas beban yang adil"),
        "building": _("perpindahan gedung pengajar dalam sehari"),
        "hurry": _("perpindahan gedung dengan waktu kurang"),
        "spread": _("hari yang kurang untuk sebuah mata pelatihan"),
        "seat": _("kursi yang kurang"),
    }
    lines = [(names[kind], found.counts[kind], cost) for kind, cost in found.costs.items() if cost]
    return sorted(lines, key=lambda line: -line[2])
