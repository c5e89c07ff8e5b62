"""What is wrong with the plan of the house: the rules of `hard.py` on its sessions, and soft ones.

The form of one session and the board ask the same `why_not`. The database refuses besides that
anything is taken twice at once. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from lms.core.i18n import _
from lms.schedule import hard
from lms.schedule.conflicts import Slot, collisions, sentences
from lms.schedule.hard import Excess, Load, Stay
from lms.schedule.rules import Cut, cut_of, may_teach, slots_of


@dataclass(frozen=True)
class Meeting:
    """A session as far as its rules go; `day`, `starts` and `ends` are on the batch's clock."""

    session_id: int
    title: str
    batch_id: int
    batch: str
    programme_id: int
    #: Of the programme on the ladder (`rules.rung_of`).
    rung: str
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
    zone: str = "WIB"

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
    #: What instructors with ceilings teach in whole weeks and months, by person.
    loads: Mapping[int, Sequence[Load]] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """A broken rule of one session, in a sentence without its name; `beside` is in it too."""

    kind: str
    is_hard: bool
    session_id: int
    sentence: str
    beside: int | None = None


#: People named in a sentence; the others are counted.
_NAMED = 3


def problems(meetings: Sequence[Meeting], world: World) -> list[Problem]:
    """Return every broken rule, hard ones first, each group in the order of the sessions."""
    found = [one for meeting in meetings for one in of_one(meeting, world)]
    found += [*_ceilings(meetings, world), *_journeys(meetings, world), *_twice(meetings, world)]
    place = {meeting.session_id: number for number, meeting in enumerate(meetings)}
    return sorted(found, key=lambda one: (not one.is_hard, place[one.session_id], one.kind))


def of_one(meeting: Meeting, world: World) -> list[Problem]:
    """Return the rules that a session breaks whatever the others do."""
    found: list[tuple[str, bool, str]] = []
    holiday = world.holidays.get(meeting.day)
    if holiday is not None:
        found.append(("holiday", True, hard.no_training_on(holiday)))
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
    kind = "room" if classical else "account"
    found = [
        ("closed", True, hard.not_to_be_had(kind, place.name, away.reason))
        for away in _hits(meeting, kind, wanted, world.aways)
    ]
    if words := hard.too_few_seats(place.name, place.capacity, meeting.most):
        found.append(("seats", place.capacity < meeting.size, words))
    return found


def _hits(meeting: Meeting, kind: str, resource_id: int, aways: Iterable[Away]) -> list[Away]:
    return [
        away
        for away in aways
        if away.kind == kind
        and away.resource_id == resource_id
        and hard.overlap(meeting.starts_at, meeting.ends_at, away.starts_at, away.ends_at)
    ]


def _of_people(meeting: Meeting, world: World) -> list[tuple[str, bool, str]]:
    found: list[tuple[str, bool, str]] = []
    for person_id, name in meeting.people.items():
        found += [
            ("leave", True, hard.not_to_be_had("person", name, away.reason))
            for away in _hits(meeting, "person", person_id, world.aways)
        ]
        terms = world.terms.get(person_id)
        if terms is None:
            continue
        if not may_teach(
            terms.level, terms.rights, meeting.programme_id, meeting.rung, meeting.course_key
        ):
            found.append(("rights", True, hard.no_right(name)))
        if not _at_hours(meeting, terms):
            found.append(("hours", True, hard.not_to_be_had("person", name, "")))
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


def _ceilings(meetings: Sequence[Meeting], world: World) -> Iterator[Problem]:
    """Give who teaches more JP in a day, week or month than was agreed."""
    known = {meeting.session_id: meeting for meeting in meetings}
    for excess in _excesses(meetings, world):
        own = [known[one] for one in excess.by if one in known]
        last = max(own, key=lambda meeting: meeting.starts_at)
        name = last.people[excess.person]
        kind = f"ceiling_{excess.unit}"
        yield Problem(kind, True, last.session_id, excess.sentence(name))


def _excesses(meetings: Sequence[Meeting], world: World) -> Iterator[Excess]:
    """Give the ceilings that meetings break together with all other sessions of their people."""
    loads = {
        (person, one.session_id): Load(person, one.day, one.jp, one.session_id)
        for one in meetings for person in one.people if person in world.terms
    }  # fmt: skip
    known, people = {one.session_id for one in meetings}, {person for person, _id in loads}
    elsewhere = (load for one in people for load in world.loads.get(one, ()))
    every = [*loads.values(), *(load for load in elsewhere if load.by not in known)]
    for excess in hard.excesses(every, lambda person, unit: _most(world, person, unit)):
        if not known.isdisjoint(excess.by):
            yield excess


def _most(world: World, person: int, unit: str) -> int | None:
    terms = world.terms.get(person)
    return getattr(terms, f"per_{unit}") if terms is not None else None


def _journeys(meetings: Sequence[Meeting], world: World) -> list[Problem]:
    """Return who has too little time between two buildings: instructors and whole batches."""
    known = {meeting.session_id: meeting for meeting in meetings}
    stays = [
        Stay(who, one.day, _minute(one.starts_at), _minute(one.ends_at), _building(one, world),
             one.session_id)
        for one in meetings
        if one.room_id in world.rooms
        for who in (*one.people, one.batch)
    ]  # fmt: skip
    found = {}
    for one, other, need in hard.hurries(stays, lambda *way: world.travel.get(way, 0)):
        before, gap = known[one.by], other.starts - one.ends
        words = _("%(who)s perlu %(need)s menit dari %(first)s, jedanya %(gap)s menit.",
                  who=before.people.get(one.who, before.batch), need=need,
                  first=world.rooms[before.room_id or 0].name, gap=gap)  # fmt: skip
        found[other.by, words] = Problem("travel", False, other.by, words, one.by)
    return list(found.values())


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _building(one: Meeting, world: World) -> int:
    return world.rooms[one.room_id or 0].building_id or 0


def _twice(meetings: Sequence[Meeting], world: World) -> Iterator[Problem]:
    """Give the sessions to which a trainee of two batches cannot come."""
    if not world.shared:
        return
    known = {meeting.session_id: meeting for meeting in meetings}
    holds = [hard.Hold("trainees", one.starts_at, one.ends_at, one.session_id) for one in meetings]
    for one, other in hard.doubles(holds):
        first, later = known[one.by], known[other.by]
        pair = (min(first.batch_id, later.batch_id), max(first.batch_id, later.batch_id))
        names = world.shared.get(pair) if first.batch_id != later.batch_id else None
        for own, rival in ((first, later), (later, first)) if names else ():
            words = _("%(names)s juga peserta %(batch)s, yang bertemu pada waktu yang sama.",
                      names=named(names or ()), batch=rival.batch)  # fmt: skip
            yield Problem("twice", False, own.session_id, words)


def why_not(meeting: Meeting, others: Sequence[Meeting], world: World) -> str:
    """Return why a meeting cannot stand where it is, "" when it can: hard rules alone."""
    near = [
        one
        for one in others
        if hard.overlap(meeting.starts_at, meeting.ends_at, one.starts_at, one.ends_at)
        and one.session_id != meeting.session_id
        and _share(meeting, one)
    ]
    if near:
        found = collisions(_slot(meeting, world), (_slot(one, world) for one in near))
        if found:
            return " ".join(sentences(found))
    broken = [one.sentence for one in of_one(meeting, world) if one.is_hard]
    if broken:
        return broken[0]
    if not any(person in world.terms for person in meeting.people):
        return ""
    rest = [
        one
        for one in others
        if one.session_id != meeting.session_id and not meeting.people.keys().isdisjoint(one.people)
    ]
    over = (
        excess.sentence(meeting.people[excess.person])
        for excess in _excesses([*rest, meeting], world)
        if meeting.session_id in excess.by and excess.person in meeting.people
    )
    return next(over, "")


def advice(meeting: Meeting, others: Sequence[Meeting], world: World) -> list[str]:
    """Return what should be looked at where a meeting stands: soft rules alone."""
    rest = [one for one in others if one.session_id != meeting.session_id]
    own = meeting.session_id
    return [
        one.sentence for one in problems([*rest, meeting], world)
        if not one.is_hard and own in (one.session_id, one.beside)
    ]  # fmt: skip


def _share(one: Meeting, other: Meeting) -> bool:
    """Tell whether two meetings want anything of the same: cheap, before looking closely."""
    return (
        one.batch_id == other.batch_id
        or (one.room_id is not None and one.room_id == other.room_id)
        or (one.account_id is not None and one.account_id == other.account_id)
        or not other.people.keys().isdisjoint(one.people)
    )


def _slot(meeting: Meeting, world: World) -> Slot:
    room = world.rooms.get(meeting.room_id or 0)
    account = world.accounts.get(meeting.account_id or 0)
    return Slot(
        session_id=meeting.session_id, title=meeting.title, batch_id=meeting.batch_id,
        batch=meeting.batch, starts_at=meeting.starts_at, ends_at=meeting.ends_at,
        when=f"{meeting.starts:%H.%M}–{meeting.ends:%H.%M} {meeting.zone}",
        room_id=meeting.room_id, room=room.name if room else "", people=meeting.people,
        group_id=meeting.group_id,
        account_id=meeting.account_id, account=account.name if account else "",
    )  # fmt: skip


def named(names: Sequence[str]) -> str:
    """Write the first names of a list, and how many others there are."""
    rest = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return _("%(names)s, dan %(count)s lainnya", names=shown, count=rest) if rest > 0 else shown
