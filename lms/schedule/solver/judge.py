"""The one checker that judges every plan: it shares no code with those who make plans.

What is forbidden in the house (`lms.schedule.hard`) is forbidden here; besides stand the rules of
making a plan: days, grid, order, what is fixed. It works on dates and minutes alone, slowly and
plainly, so that it can be read and believed.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lms.core.i18n import _
from lms.schedule import hard
from lms.schedule.hard import Hold, Load, Stay
from lms.schedule.solver.model import Instance, Meeting, Place, Plan
from lms.schedule.solver.words import on_day

#: What each cost is called.
COSTS = (
    "gap", "isolated", "group_room", "series_room", "pause", "unliked_room", "load", "building",
    "hurry", "spread", "seat",
)  # fmt: skip


#: The meeting that stands for all that instructors teach outside the task.
ELSEWHERE = 0


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
    yield from _twice(instance, plan)
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
        yield broken("teach", hard.no_right(instance.instructor[one].name))
    for one in sorted(staff):
        person = instance.instructor[one]
        for span in person.away:
            if span.touches(*moment):
                yield broken("away", hard.not_to_be_had("person", person.name, span.why))
    yield from _room(instance, meeting, place)


def _room(instance: Instance, meeting: Meeting, place: Place) -> Iterator[Violation]:
    def broken(kind: str, sentence: str) -> Violation:
        return Violation(kind, (meeting.id,), sentence)

    if place.room is None:
        if meeting.in_room:
            yield broken("room", _("%(what)s belum mendapat ruang.", what=meeting.title))
        return
    room = instance.room[place.room]
    if instance.weights.seat is None and (
        words := hard.too_few_seats(room.name, room.seats, meeting.seats)
    ):
        yield broken("seats", words)
    if missing := meeting.equipment - room.equipment:
        yield broken("equipment", _("%(room)s tidak punya %(things)s.",
                                    room=room.name, things=", ".join(sorted(missing))))  # fmt: skip
    for span in room.closed:
        if span.touches(place.day, place.start, place.end):
            yield broken("closed", hard.not_to_be_had("room", room.name, span.why))


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


def _twice(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Give each pair that wants the same thing at once; two fixed ones are not the plan's doing."""
    holds = (
        Hold((kind, one), (place.day, place.start), (place.day, place.end), place.meeting)
        for place in plan.places.values()
        for kind, ids in (
            ("group", instance.meeting[place.meeting].groups),
            ("room", () if place.room is None else (place.room,)),
            ("instructor", place.staff),
        )
        for one in ids
    )
    for one, other in hard.doubles(holds):
        pair = instance.meeting[one.by], instance.meeting[other.by]
        if pair[0].fixed is None or pair[1].fixed is None:
            kind, number = one.thing
            day, start = other.starts
            yield Violation(
                kind, (one.by, other.by),
                _("%(name)s dipakai %(one)s dan %(other)s pada waktu yang sama, %(when)s.",
                  name=getattr(instance, kind)[number].name, one=pair[0].title,
                  other=pair[1].title, when=on_day(day, start, min(one.ends, other.ends)[1])),
            )  # fmt: skip


def _ceilings(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Give each day, week or month in which an instructor teaches more than allowed.

    What fixed meetings alone exceed is not the plan's doing.
    """
    loads = [
        Load(one, place.day, instance.meeting[place.meeting].jp, place.meeting)
        for place in plan.places.values()
        for one in place.staff
    ]
    loads += [Load(one.id, day, jp, ELSEWHERE) for one in instance.instructors
              for day, jp in one.elsewhere]  # fmt: skip

    def most(person: int, unit: str) -> int | None:
        found: int | None = getattr(instance.instructor[person], f"{unit}_jp")
        return found

    for excess in hard.excesses(loads, most):
        meetings = tuple(one for one in excess.by if one != ELSEWHERE)
        if any(instance.meeting[one].fixed is None for one in meetings):
            name = instance.instructor[excess.person].name
            yield Violation("ceiling", meetings, excess.sentence(name))


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
    days: dict[tuple[int, object], set[str]] = defaultdict(set)
    stays: list[Stay] = []
    for place in plan.places.values():
        building = "" if place.room is None else instance.room[place.room].building
        for one in place.staff:
            load[one] += instance.meeting[place.meeting].jp
            if place.room is not None:
                days[one, place.day].add(building)
        if place.room is not None:
            who = [("staff", one) for one in place.staff]
            who += [("group", one) for one in instance.meeting[place.meeting].groups]
            stays += [Stay(one, place.day, place.start, place.end, building, place.meeting)
                      for one in who]  # fmt: skip
    counts["load"] = sum(max(0, jp - instance.fair_load) for jp in load.values())
    counts["building"] = sum(len(buildings) - 1 for buildings in days.values())
    counts["hurry"] = sum(
        1
        for one, other, _need in hard.hurries(stays, instance.minutes_between)
        if instance.meeting[one.by].fixed is None or instance.meeting[other.by].fixed is None
    )


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
