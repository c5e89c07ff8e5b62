"""The rules that can contradict each other: what each says, a task without it, and ways to ease it.

What they are called is kept apart from the sentence (`say`), which is written in the reader's
language.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from lms.core.i18n import _
from lms.schedule.solver.model import Batch, Group, Instance, Instructor, Meeting, Room, Span
from lms.schedule.solver.words import from_to, on_day

Names = Mapping[str, Any]
Change = Callable[[Instance], Instance]
Thing = TypeVar("Thing")
#: How much dearer a day more of a batch is than freeing an instructor for one, and so on.
PRICES = {
    "unlock": 5, "ceiling": 6, "closed": 8, "order": 9, "away": 10, "teach": 12, "equipment": 14,
    "seats": 15, "days": 20, "room": 25, "demand": 60,
}  # fmt: skip


@dataclass(frozen=True)
class Relief:
    """One way to ease a rule: its price, what to call it, and the task with it."""

    kind: str
    names: Names
    price: int
    change: Change = field(compare=False)


@dataclass(frozen=True)
class Rule:
    """One rule a task asks for: what to call it, the task without it, ways to ease it."""

    kind: str
    names: Names
    lift: Change = field(compare=False)
    reliefs: tuple[Relief, ...] = ()


def rules_of(instance: Instance) -> list[Rule]:
    """Return every rule of a task that could be given up, what must be taught last.

    That nobody and nothing is in two places at once is never given up.
    """
    return [
        *_instructors(instance), *_rooms(instance), *_batches(instance), *_fixed(instance),
        *_subjects(instance), *_groups(instance),
    ]  # fmt: skip


def _instructors(instance: Instance) -> Iterator[Rule]:
    for person in instance.instructors:
        for span in person.away:
            names = {"who": person.name, "id": person.id, "why": span.why} | _days(span)
            yield _simple("away", names, _price("away", span), _back(person, span))
        for unit in ("day_jp", "week_jp", "month_jp"):
            most = getattr(person, unit)
            if most is not None:
                names = {"who": person.name, "id": person.id, "unit": unit, "most": most}
                yield _simple("ceiling", names, PRICES["ceiling"], _unlimited(person, unit))


def _rooms(instance: Instance) -> Iterator[Rule]:
    for room in instance.rooms:
        for span in room.closed:
            names = {"room": room.name, "id": room.id, "why": span.why} | _days(span)
            yield _simple("closed", names, _price("closed", span), _reopened(room, span))


def _batches(instance: Instance) -> Iterator[Rule]:
    for batch in instance.batches:
        own = [one for one in instance.meetings if one.batch == batch.id and one.fixed is None]
        if not own:
            continue
        days = {"batch": batch.name, "id": batch.id, "first": batch.days[0].isoformat(),
                "last": batch.days[-1].isoformat(), "count": len(batch.days),
                "jp": sum(len(batch.grid.slots(day)) for day in batch.days)}  # fmt: skip
        reliefs = tuple(
            Relief("days", days | {"more": more, "until": batch.spare_days[more - 1].isoformat()},
                   PRICES["days"] * more, _longer(batch, more))
            for more in (1, 2, 3, 5, 8) if more <= len(batch.spare_days)
        )  # fmt: skip
        yield Rule("days", days, _longer(batch, len(batch.spare_days)), reliefs)
        if any(one.after for one in own):
            yield _simple("order", {"batch": batch.name}, PRICES["order"],
                          _meetings(own, lambda one: replace(one, after=())))  # fmt: skip
        if any(one.in_room for one in own):
            housed = [one for one in own if one.in_room]
            fit = [room for room in instance.rooms
                   if any(one.equipment <= room.equipment for one in housed)]  # fmt: skip
            names = {"batch": batch.name, "count": len(fit)}
            most = max(one.seats for one in own)
            spare = Relief("room", names | {"seats": most}, PRICES["room"], _one_more_room(most))
            yield Rule("room", names, _meetings(own, lambda one: replace(one, in_room=False)),
                       (spare,))  # fmt: skip


def _fixed(instance: Instance) -> Iterator[Rule]:
    for meeting in instance.meetings:
        if meeting.fixed is None:
            continue
        place = meeting.fixed
        names = {"what": label(instance, meeting), "day": place.day.isoformat(),
                 "start": place.start, "end": place.end}  # fmt: skip
        yield _simple("fixed", names, PRICES["unlock"], _unlocked(meeting))


def _subjects(instance: Instance) -> Iterator[Rule]:
    """Give what each subject of a batch asks for, then that it must be taught at all."""
    subjects: dict[tuple[int, str], list[Meeting]] = defaultdict(list)
    for meeting in instance.meetings:
        if meeting.fixed is None:
            subjects[meeting.batch, meeting.title].append(meeting)
    everybody = tuple(one.id for one in instance.instructors)
    demands = []
    for (batch, title), own in subjects.items():
        names = {"what": title, "batch": instance.batch[batch].name}
        able = sorted({one for meeting in own for one in meeting.may_teach})
        if len(able) < len(everybody):
            who = {"who": [instance.instructor[one].name for one in able]}
            widened = _meetings(own, lambda one: replace(one, may_teach=everybody))
            yield _simple("teach", names | who, PRICES["teach"], widened)
        things = sorted({thing for meeting in own for thing in meeting.equipment})
        if things:
            plain = _meetings(own, lambda one: replace(one, equipment=frozenset()))
            yield _simple("equipment", names | {"things": things}, PRICES["equipment"], plain)
        seats = max(one.seats for one in own)
        if instance.weights.seat is None and any(room.seats < seats for room in instance.rooms):
            yield _simple("seats", names | {"seats": seats}, PRICES["seats"],
                          _meetings(own, lambda one: replace(one, seats=0)))  # fmt: skip
        jp = sum(one.jp for one in own)
        demands.append(_simple("demand", names | {"count": len(own), "jp": jp},
                               PRICES["demand"] + jp, _dropped(own)))  # fmt: skip
    yield from demands


def _groups(instance: Instance) -> Iterator[Rule]:
    """Give what each group asks for; the only group of a batch is the batch."""
    counts = Counter(group.batch for group in instance.groups)
    for group in instance.groups:
        if counts[group.batch] == 1:
            continue
        own = [one for one in instance.meetings if group.id in one.groups and one.fixed is None]
        if not own:
            continue
        jp = sum(one.jp for one in own)
        names = {"group": group.name, "batch": instance.batch[group.batch].name,
                 "count": len(own), "jp": jp}  # fmt: skip
        yield _simple("group", names, PRICES["demand"] + jp, _without_group(group))


def label(instance: Instance, meeting: Meeting) -> str:
    """Return a meeting's title with its batch, when the batch is one of the task's."""
    batch = instance.batch.get(meeting.batch)
    return f"{meeting.title} ({batch.name})" if batch else meeting.title


# -- the task without a rule


def _simple(kind: str, names: Names, price: int, change: Change) -> Rule:
    return Rule(kind, names, change, (Relief(kind, names, price, change),))


def _days(span: Span) -> dict[str, str]:
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}


def _price(kind: str, span: Span) -> int:
    return PRICES[kind] * min(30, (span.last - span.first).days + 1)


def _without(spans: tuple[Span, ...], gone: Span) -> tuple[Span, ...]:
    return tuple(one for one in spans if one != gone)


def _back(person: Instructor, span: Span) -> Change:
    def change(instance: Instance) -> Instance:
        found = instance.instructor[person.id]
        new = replace(found, away=_without(found.away, span))
        return replace(instance, instructors=_swapped(instance.instructors, found, new))

    return change


def _unlimited(person: Instructor, unit: str) -> Change:
    def change(instance: Instance) -> Instance:
        found = instance.instructor[person.id]
        news: dict[str, Any] = {unit: None}
        new = replace(found, **news)
        return replace(instance, instructors=_swapped(instance.instructors, found, new))

    return change


def _reopened(room: Room, span: Span) -> Change:
    def change(instance: Instance) -> Instance:
        found = instance.room[room.id]
        new = replace(found, closed=_without(found.closed, span))
        return replace(instance, rooms=_swapped(instance.rooms, found, new))

    return change


def _longer(batch: Batch, more: int) -> Change:
    def change(instance: Instance) -> Instance:
        found = instance.batch[batch.id]
        days = tuple(sorted({*found.days, *batch.spare_days[:more]}))
        new = replace(found, days=days)
        return replace(instance, batches=_swapped(instance.batches, found, new))

    return change


def _one_more_room(seats: int) -> Change:
    def change(instance: Instance) -> Instance:
        everything = frozenset(thing for room in instance.rooms for thing in room.equipment)
        number = min((room.id for room in instance.rooms), default=0) - 1
        new = Room(number, _("ruang pinjaman"), seats, equipment=everything)
        return replace(instance, rooms=(*instance.rooms, new))

    return change


def _meetings(own: Iterable[Meeting], new: Callable[[Meeting], Meeting]) -> Change:
    ids = [one.id for one in own]

    def change(instance: Instance) -> Instance:
        known = [instance.meeting[one] for one in ids if one in instance.meeting]
        return instance.with_meetings({one.id: new(one) for one in known})

    return change


def _dropped(own: Iterable[Meeting]) -> Change:
    ids = frozenset(one.id for one in own)

    def change(instance: Instance) -> Instance:
        kept = tuple(one for one in instance.meetings if one.id not in ids)
        return replace(instance, meetings=kept)

    return change


def _without_group(group: Group) -> Change:
    def change(instance: Instance) -> Instance:
        kept = []
        for one in instance.meetings:
            rest = tuple(other for other in one.groups if other != group.id)
            if one.fixed is not None or rest == one.groups:
                kept.append(one)
            elif rest:
                kept.append(replace(one, groups=rest))
        return replace(instance, meetings=tuple(kept))

    return change


def _unlocked(meeting: Meeting) -> Change:
    """Let a fixed meeting of the task's batches move; one of another batch is left out."""

    def change(instance: Instance) -> Instance:
        if meeting.batch in instance.batch and (meeting.may_teach or not meeting.staff):
            return _meetings([meeting], lambda one: replace(one, fixed=None))(instance)
        return _dropped([meeting])(instance)

    return change


def _swapped(things: tuple[Thing, ...], old: Thing, new: Thing) -> tuple[Thing, ...]:
    return tuple(new if one == old else one for one in things)


# -- sentences


def say(kind: str, names: Names) -> str:
    """Write what a rule asks for."""
    facts = _readable(names)
    sentences = {
        "away": _("%(who)s tidak tersedia %(days)s%(because)s."),
        "ceiling": _("%(who)s mengajar paling banyak %(most)s JP %(per)s."),
        "closed": _("%(room)s ditutup %(days)s%(because)s."),
        "days": _("%(batch)s berlangsung %(days)s: %(count)s hari belajar dengan %(jp)s JP."),
        "order": _("Mata pelatihan %(batch)s mengikuti urutannya."),
        "room": _("%(batch)s hanya dapat memakai %(count)s ruang yang ada."),
        "fixed": _("%(what)s terkunci pada %(when)s."),
        "teach": _("%(what)s (%(batch)s) hanya diampu %(people)s."),
        "equipment": _("%(what)s (%(batch)s) memerlukan %(list)s."),
        "seats": _("%(what)s (%(batch)s) memerlukan ruang dengan %(seats)s kursi."),
        "group": _("%(group)s (%(batch)s) mengikuti %(count)s sesi, %(jp)s JP."),
        "demand": _("%(what)s (%(batch)s) harus diajarkan: %(count)s sesi, %(jp)s JP."),
    }  # fmt: skip
    return sentences[kind] % facts


def propose(kind: str, names: Names) -> str:
    """Write a way out."""
    facts = _readable(names)
    sentences = {
        "away": _("Minta %(who)s tersedia %(days)s."),
        "ceiling": _("Izinkan %(who)s mengajar lebih dari %(most)s JP %(per)s."),
        "closed": _("Buka %(room)s %(days)s."),
        "days": _("Tambah %(more)s hari belajar bagi %(batch)s, sampai %(until)s."),
        "order": _("Lepaskan urutan mata pelatihan %(batch)s."),
        "room": _("Pinjam satu ruang lagi dengan %(seats)s kursi bagi %(batch)s."),
        "fixed": _("Buka kunci %(what)s, %(when)s, agar boleh berpindah."),
        "teach": _("Tugaskan pengajar lain untuk %(what)s (%(batch)s)."),
        "equipment": _("Ajarkan %(what)s (%(batch)s) tanpa %(list)s."),
        "seats": _("Pakai ruang yang lebih kecil dari %(seats)s kursi untuk %(what)s (%(batch)s)."),
        "group": _("Keluarkan %(group)s (%(count)s sesi, %(jp)s JP) dari jadwal %(batch)s."),
        "demand": _("Keluarkan %(what)s (%(count)s sesi, %(jp)s JP) dari jadwal %(batch)s."),
    }  # fmt: skip
    return sentences[kind] % facts


def _readable(names: Names) -> dict[str, Any]:
    """Put dates, lists and units into words; a sentence takes what it needs."""
    facts: dict[str, Any] = defaultdict(str, names)
    if names.get("first"):
        first, last = date.fromisoformat(names["first"]), date.fromisoformat(names["last"])
        facts["days"] = from_to(first, last)
    if names.get("until"):
        facts["until"] = on_day(date.fromisoformat(names["until"]))
    if names.get("day"):
        facts["when"] = on_day(date.fromisoformat(names["day"]), names["start"], names["end"])
    facts["because"] = f" ({names['why']})" if names.get("why") else ""
    units = {"day_jp": _("sehari"), "week_jp": _("seminggu"), "month_jp": _("sebulan")}
    facts["per"] = units.get(names.get("unit", ""), "")
    people = names.get("who") if isinstance(names.get("who"), list) else []
    facts["people"] = ", ".join(people or []) or _("tidak seorang pun")
    facts["list"] = ", ".join(names.get("things", ()))
    return facts
