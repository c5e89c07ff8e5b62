"""What is wrong with a plan: hard rules that must hold before it is shown, and soft ones. Pure.

The database already refuses that anything is taken twice at once; here stands what else must be
so: holidays, closures and leave, rights to teach, ceilings of JP, seats, time to travel, breaks,
and trainees who take part in two batches.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from lms.core.i18n import _
from lms.schedule.rules import Cut, cut_of, may_teach, slots_of


@dataclass(frozen=True)
class Meeting:
    """A session as far as its rules go; `day`, `starts` and `ends` are on the batch's clock."""

    session_id: int
    title: str
    batch_id: int
    batch: str
    programme_id: int
    kind: str
    course_key: str
    mode: str
    starts_at: datetime
    ends_at: datetime
    day: date
    starts: time
    ends: time
    jp: int
    jp_minutes: int = 45
    people: Mapping[int, str] = field(default_factory=dict, hash=False)
    room_id: int | None = None
    account_id: int | None = None
    group_id: int | None = None
    group: str = ""
    #: Trainees who are to come, and how many the batch may have.
    size: int = 0
    quota: int = 0

    @property
    def most(self) -> int:
        """Return how many may come: a group is as large as it is."""
        return self.size if self.group_id else max(self.size, self.quota)


@dataclass(frozen=True)
class Place:
    """A room or a webinar account."""

    id: int
    name: str
    capacity: int
    building_id: int | None = None
    building: str = ""


@dataclass(frozen=True)
class Away:
    """A closure or leave: kind "room", "person" or "account"."""

    kind: str
    resource_id: int
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True)
class Terms:
    """What is agreed with an instructor."""

    level: str
    per_day: int | None
    per_week: int | None
    per_month: int | None
    hours: Mapping[str, Sequence[Sequence[str]]]
    rights: Mapping[int, frozenset[str]]


@dataclass(frozen=True)
class World:
    """Everything outside the sessions that their rules ask about."""

    rooms: Mapping[int, Place] = field(default_factory=dict)
    accounts: Mapping[int, Place] = field(default_factory=dict)
    aways: Sequence[Away] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    terms: Mapping[int, Terms] = field(default_factory=dict)
    #: Minutes between buildings, both ways.
    travel: Mapping[tuple[int, int], int] = field(default_factory=dict)
    cuts: Sequence[Cut] = ()
    #: Names of trainees with a seat in both batches, by (smaller id, larger id).
    shared: Mapping[tuple[int, int], Sequence[str]] = field(default_factory=dict)
    #: JP of instructors in whole months, by (person id, first day of the month).
    month_jp: Mapping[tuple[int, date], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """A broken rule of one session, in a sentence without its name."""

    kind: str
    is_hard: bool
    session_id: int
    sentence: str


#: People named in a sentence; the others are counted.
_NAMED = 3


def problems(meetings: Sequence[Meeting], world: World) -> list[Problem]:
    """Return every broken rule, hard ones first, each group in the order of the sessions."""
    found = [one for meeting in meetings for one in of_one(meeting, world)]
    found += _ceilings(meetings, world) + _journeys(meetings, world) + _twice(meetings, world)
    place = {meeting.session_id: number for number, meeting in enumerate(meetings)}
    return sorted(found, key=lambda one: (not one.is_hard, place[one.session_id], one.kind))


def of_one(meeting: Meeting, world: World) -> list[Problem]:
    """Return the rules that a session breaks whatever the others do."""
    found: list[tuple[str, bool, str]] = []
    holiday = world.holidays.get(meeting.day)
    if holiday is not None:
        found.append(("holiday", True, _("Hari libur: %(name)s.", name=holiday)))
    found += _of_place(meeting, world) + _of_people(meeting, world)
    if not _fits_grid(meeting, world.cuts):
        found.append(("grid", False, _("Jamnya tidak mengikuti pola jam program ini.")))
    return [Problem(kind, hard, meeting.session_id, words) for kind, hard, words in found]


def _of_place(meeting: Meeting, world: World) -> list[tuple[str, bool, str]]:
    classical = meeting.mode == "classical"
    places = world.rooms if classical else world.accounts
    wanted = meeting.room_id if classical else meeting.account_id
    if wanted is None:
        return [("room", False, _("Belum ada ruang."))] if classical else []
    place = places.get(wanted)
    if place is None:
        return [("closed", True, _("Ruang atau akunnya tidak dipakai lagi."))]
    found = [
        ("closed", True, _("%(name)s tidak dapat dipakai: %(reason)s.",
                           name=place.name, reason=away.reason))
        for away in _hits(meeting, "room" if classical else "account", wanted, world.aways)
    ]  # fmt: skip
    if place.capacity < meeting.most:
        words = _("%(name)s memuat %(seats)s orang, pesertanya %(people)s.",
                  name=place.name, seats=place.capacity, people=meeting.most)  # fmt: skip
        found.append(("seats", place.capacity < meeting.size, words))
    return found


def _hits(meeting: Meeting, kind: str, resource_id: int, aways: Iterable[Away]) -> list[Away]:
    return [
        away
        for away in aways
        if away.kind == kind
        and away.resource_id == resource_id
        and away.starts_at < meeting.ends_at
        and meeting.starts_at < away.ends_at
    ]


def _of_people(meeting: Meeting, world: World) -> list[tuple[str, bool, str]]:
    found: list[tuple[str, bool, str]] = []
    for person_id, name in meeting.people.items():
        found += [
            ("leave", True, _("%(name)s berhalangan: %(reason)s.", name=name, reason=away.reason))
            for away in _hits(meeting, "person", person_id, world.aways)
        ]
        terms = world.terms.get(person_id)
        if terms is None:
            continue
        if not may_teach(
            terms.level, terms.rights, meeting.programme_id, meeting.kind, meeting.course_key
        ):
            found.append(("rights", True, _("%(name)s belum berhak mengajar mata pelatihan ini.",
                                            name=name)))  # fmt: skip
        if not _at_hours(meeting, terms):
            found.append(("hours", True, _("%(name)s tidak tersedia pada jam itu.", name=name)))
    return found


def _at_hours(meeting: Meeting, terms: Terms) -> bool:
    """Tell whether the session lies inside one span of the weekly hours; none said: always."""
    if not terms.hours:
        return True
    spans = terms.hours.get(str(meeting.day.weekday()), ())
    starts, ends = f"{meeting.starts:%H:%M}", f"{meeting.ends:%H:%M}"
    return any(span[0] <= starts and ends <= span[1] for span in spans)


def _fits_grid(meeting: Meeting, cuts: Sequence[Cut]) -> bool:
    """Tell whether a session begins and ends with a JP, and no break stands inside it."""
    slots = slots_of(cut_of(meeting.day, meeting.programme_id, cuts), meeting.jp_minutes)
    if not slots:
        return True
    starts = [slot for slot in slots if slot[0] == meeting.starts]
    ends = [slot for slot in slots if slot[1] == meeting.ends]
    if not starts or not ends:
        return False
    inside = slots[slots.index(starts[0]) : slots.index(ends[0]) + 1]
    return all(one[1] == other[0] for one, other in zip(inside, inside[1:], strict=False))


def _ceilings(meetings: Sequence[Meeting], world: World) -> list[Problem]:
    """Return who teaches more JP in a day, week or month than was agreed."""
    loads: dict[tuple[int, str, date], list[Meeting]] = defaultdict(list)
    names: dict[int, str] = {}
    for meeting in meetings:
        for person_id, name in meeting.people.items():
            names[person_id] = name
            monday = meeting.day - timedelta(days=meeting.day.weekday())
            loads[person_id, "day", meeting.day].append(meeting)
            loads[person_id, "week", monday].append(meeting)
            loads[person_id, "month", meeting.day.replace(day=1)].append(meeting)
    spans = {"day": _("sehari"), "week": _("sepekan"), "month": _("sebulan")}
    found = []
    for (person_id, span, first), own in loads.items():
        terms = world.terms.get(person_id)
        most = getattr(terms, f"per_{span}") if terms is not None else None
        jp = sum(meeting.jp for meeting in own)
        if span == "month":
            jp = max(jp, world.month_jp.get((person_id, first), 0))
        if most is not None and jp > most:
            words = _("%(name)s mengajar %(jp)s JP %(span)s, paling banyak %(most)s.",
                      name=names[person_id], jp=jp, span=spans[span], most=most)  # fmt: skip
            last = max(own, key=lambda meeting: meeting.starts_at)
            found.append(Problem(f"ceiling_{span}", True, last.session_id, words))
    return found


def _journeys(meetings: Sequence[Meeting], world: World) -> list[Problem]:
    """Return who has too little time between two buildings: instructors and whole batches."""
    ways: dict[tuple[str, int], list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        if meeting.room_id is not None and meeting.room_id in world.rooms:
            for person_id in meeting.people:
                ways["person", person_id].append(meeting)
            ways["batch", meeting.batch_id].append(meeting)
    found = {}
    for (kind, own_id), own in ways.items():
        in_order = sorted(own, key=lambda meeting: meeting.starts_at)
        for one, other in zip(in_order, in_order[1:], strict=False):
            need = world.travel.get((_building(one, world), _building(other, world)), 0)
            gap = (other.starts_at - one.ends_at) / timedelta(minutes=1)
            if one.day == other.day and 0 <= gap < need:
                who = one.people.get(own_id, "") if kind == "person" else one.batch
                words = _("%(who)s perlu %(need)s menit dari %(first)s, jedanya %(gap)s menit.",
                          who=who, need=need, first=world.rooms[one.room_id or 0].name,
                          gap=int(gap))  # fmt: skip
                found[other.session_id, words] = Problem("travel", False, other.session_id, words)
    return list(found.values())


def _building(meeting: Meeting, world: World) -> int:
    return world.rooms[meeting.room_id or 0].building_id or 0


def _twice(meetings: Sequence[Meeting], world: World) -> list[Problem]:
    """Return the sessions to which a trainee of two batches cannot come."""
    if not world.shared:
        return []
    found = []
    in_order = sorted(meetings, key=lambda meeting: meeting.starts_at)
    for place, one in enumerate(in_order):
        for other in in_order[place + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            pair = (min(one.batch_id, other.batch_id), max(one.batch_id, other.batch_id))
            names = world.shared.get(pair) if one.batch_id != other.batch_id else None
            if names:
                words = _("%(names)s juga peserta %(batch)s, yang bertemu pada waktu yang sama.",
                          names=named(names), batch=one.batch)  # fmt: skip
                found.append(Problem("twice", False, other.session_id, words))
    return found


def named(names: Sequence[str]) -> str:
    """Write the first names of a list, and how many others there are."""
    rest = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return _("%(names)s, dan %(count)s lainnya", names=shown, count=rest) if rest > 0 else shown
