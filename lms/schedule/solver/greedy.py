"""First fit: places meetings one after the other, each as early and as well as it then can.

Alone it is the fallback where OR-Tools is not installed; else it is where the search begins.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from lms.schedule.solver.layout import Layout, Option, Tables
from lms.schedule.solver.model import Batch, Meeting, Place

#: Orders tried for a batch until everything has a place.
TRIES = 12


def build(
    tables: Tables, *, seed: int = 1, tries: int = TRIES,
    stop: Callable[[], bool] = lambda: False,
) -> Layout:  # fmt: skip
    """Return a layout with as many meetings placed as could be, batches with least air first."""
    layout = Layout(tables)
    for batch in sorted(tables.instance.batches, key=lambda one: _air(tables, one)):
        if stop():
            break
        fill_batch(layout, batch.id, Random(f"{seed}:{batch.id}"), tries)
    return layout


def fill_batch(layout: Layout, batch: int, rng: Random, tries: int = TRIES) -> None:
    """Place what a batch still lacks: the best of several orders stays."""
    missing = [
        one for one in layout.tables.instance.meetings
        if one.batch == batch and one.id not in layout.places
    ]  # fmt: skip
    best: list[Place] | None = None
    for attempt in range(tries):
        placed = _in_one_order(layout, missing, rng, noise=attempt * 0.5)
        for place in placed:
            layout.take(place.meeting)
        if best is None or len(placed) > len(best):
            best = placed
        if len(best) == len(missing):
            break
    for place in best or ():
        layout.put(place)


def refill_batch(layout: Layout, batch: int, rng: Random, tries: int = 5 * TRIES) -> None:
    """Place a batch anew, others staying; what there was comes back unless more found a place."""
    meeting = layout.tables.instance.meeting
    own = [one for one in layout.tables.of_batch[batch] if meeting[one].fixed is None]
    former = [layout.take(one) for one in own if one in layout.places]
    fill_batch(layout, batch, rng, tries)
    found = [one for one in own if one in layout.places]
    if len(found) <= len(former):
        for one in found:
            layout.take(one)
        for place in former:
            layout.put(place)


def _air(tables: Tables, batch: Batch) -> float:
    """Return how many JP of the grid there are for each JP the fullest group needs."""
    need: dict[int, int] = defaultdict(int)
    for meeting in tables.instance.meetings:
        if meeting.batch == batch.id:
            for group in meeting.groups:
                need[group] += meeting.jp
    slots = sum(len(batch.grid.slots(day)) for day in batch.days)
    return slots / max(1, max(need.values(), default=1))


def _in_one_order(
    layout: Layout, missing: Sequence[Meeting], rng: Random, noise: float
) -> list[Place]:
    """Place meetings once those before them are, the group that is furthest behind first."""
    waiting = {one.id: one for one in missing}
    tails = _tails(layout.tables, waiting)
    clock: dict[int, int] = defaultdict(int)
    placed: list[Place] = []
    failed: set[int] = set()
    while waiting:
        ready = [
            one for one in waiting.values()
            if all(former not in waiting or former in failed for former in one.after)
        ] or list(waiting.values())  # fmt: skip
        chosen = min(ready, key=lambda one: (
            max((clock[group] for group in one.groups), default=0) - tails[one.id]
            + rng.random() * noise * one.jp, one.id,
        ))  # fmt: skip
        del waiting[chosen.id]
        place = best_place(layout, chosen, rng)
        if place is None:
            failed.add(chosen.id)
            continue
        layout.put(place)
        placed.append(place)
        for group in chosen.groups:
            clock[group] += chosen.jp
    return placed


def _tails(tables: Tables, waiting: dict[int, Meeting]) -> dict[int, int]:
    """Return for each meeting the JP of the longest chain that must follow it."""
    tails: dict[int, int] = {}

    def tail(meeting: int) -> int:
        if meeting not in tails:
            tails[meeting] = 0
            follow = [one for one in tables.followers[meeting] if one in waiting]
            tails[meeting] = max((waiting[one].jp + tail(one) for one in follow), default=0)
        return tails[meeting]

    for one in waiting:
        tail(one)
    return tails


def best_place(layout: Layout, meeting: Meeting, rng: Random) -> Place | None:
    """Return the cheapest of the earliest places a meeting can have, None when there is none."""
    earliest, latest = layout.bounds(meeting)
    found: tuple[float, Place] | None = None
    looked = None
    for option in layout.tables.options(meeting):
        if found is not None and option.day != looked:
            break
        if (earliest and option.begins < earliest) or (latest and option.ends > latest):
            continue
        busy = layout.group_busy(meeting, option.day)
        if busy & option.mask:
            continue
        who = layout.staff_at(meeting, option)
        where = layout.rooms_at(meeting, option) if meeting.in_room else []
        if len(who) < meeting.staff or (meeting.in_room and not where):
            continue
        looked = option.day
        room = _room(layout, meeting, where)
        place = Place(meeting.id, option.day, option.start, option.end, room,
                      _staff(layout, meeting, option.day, room, who, rng))  # fmt: skip
        cost = _loneliness(busy, option) + option.pauses
        if found is None or cost < found[0]:
            found = cost, place
    return found[1] if found else None


def _loneliness(busy: int, option: Option) -> float:
    """Return JP of about 45 minutes between a meeting and what its group already has that day."""
    if not busy:
        return option.start / 4500
    first = (busy & -busy).bit_length() - 1
    apart = max(0, option.start // 5 - busy.bit_length(), first - option.end // 5)
    return apart / 9 + option.start / 4500


def _room(layout: Layout, meeting: Meeting, where: Sequence[int]) -> int | None:
    """Choose the room the group sits in most, else the first that fits."""
    if not where:
        return None
    used: dict[int, int] = defaultdict(int)
    for group in meeting.groups[:1]:
        for other in layout.tables.of_group[group]:
            place = layout.places.get(other)
            if place is not None and place.room is not None:
                used[place.room] += 1
    liked = {room: -at for at, room in enumerate(where)}
    return max(where, key=lambda room: (used[room], liked[room]))


def _staff(
    layout: Layout, meeting: Meeting, day: date, room: int | None, who: Sequence[int], rng: Random
) -> tuple[int, ...]:  # fmt: skip
    """Choose those who need not change buildings and teach least so far, then by chance."""

    def rank(one: int) -> tuple[bool, int, float]:
        return layout.would_move(one, day, room), layout.load[one], rng.random()

    return tuple(sorted(sorted(who, key=rank)[: meeting.staff]))
