"""What the hours of a group must cost at least: its meetings put into its days in their order.

Instructors, rooms and all other groups are left out; then day by day and slot by slot the cheapest
way to have taught this and no more is found (dynamic programming), so no plan with everything in
its place costs less. Meetings that can stand for each other are counted, not told apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lms.schedule.solver.layout import Layout, Tables, mask_of
from lms.schedule.solver.model import LONG_PAUSE, Instance, Meeting, Weights

#: More ways of having taught something by the end of a day than this are not looked through.
MOST = 4_000
#: How many meetings of each kind were held.
K = TypeVar("K")
Held = tuple[int, ...]
#: Within a day: what was held, slots in a row up to now, idle ones since (-1: none was taken yet).
State = tuple[Held, int, int]


@dataclass(frozen=True)
class Kind:
    """Meetings that can stand for each other: how many, how long, and after which kinds.

    `pays` tells whether a pause taught through is charged here: to the first group of a meeting.
    """

    count: int
    jp: int
    pays: bool
    after: tuple[int, ...]


@dataclass(frozen=True)
class Shape:
    """A day: its JP slots, and which of them are taken by meetings that stay."""

    slots: tuple[tuple[int, int], ...]
    taken: tuple[bool, ...]


def of_batch(instance: Instance, batch: int) -> int:
    """Return what the hours of all groups of a batch must cost together."""
    alone = instance.only(batch)
    layout = Layout(Tables(alone))
    days = sorted(alone.batches[0].days)
    known: dict[object, int] = {}
    total = 0
    for group in alone.groups:
        own = [alone.meeting[one] for one in layout.tables.of_group[group.id]]
        free = [one for one in own if one.fixed is None]
        if any(one.also for one in free):  # off the grid a meeting may cost nothing
            continue
        kinds = _kinds(free, group.id)
        shapes = tuple(
            Shape(slots, tuple(bool(busy & mask_of(*slot)) for slot in slots))
            for day in days
            for slots, busy in [(alone.batches[0].grid.slots(day),
                                 layout.taken("group", group.id, day))]
        )  # fmt: skip
        key = kinds, shapes
        if key not in known:
            known[key] = least_cost(kinds, shapes, alone.weights)
        total += known[key]
    return total


def _kinds(meetings: Sequence[Meeting], group: int) -> tuple[Kind, ...]:
    """Sort a group's meetings by length, what must come before, and what must come after."""
    ids = {one.id for one in meetings}
    before = {one.id: ids.intersection(one.after) for one in meetings}
    follow: dict[int, set[int]] = defaultdict(set)
    for later, formers in before.items():
        for former in formers:
            follow[former].add(later)
    alike: dict[object, list[int]] = defaultdict(list)
    for one in meetings:
        key = (one.jp, one.groups[0] == group, frozenset(before[one.id]), frozenset(follow[one.id]))
        alike[key].append(one.id)
    kind_of = {one: at for at, same in enumerate(alike.values()) for one in same}
    known = {one.id: one for one in meetings}
    return tuple(
        Kind(
            len(same), known[same[0]].jp, known[same[0]].groups[0] == group,
            tuple(sorted({kind_of[one] for one in before[same[0]]})),
        )
        for same in alike.values()
    )  # fmt: skip


def least_cost(kinds: Sequence[Kind], shapes: Sequence[Shape], weights: Weights) -> int:
    """Return the least that idle JP, lonely meetings and pauses can cost; 0 if not known."""
    jp_left = sum(len(shape.slots) for shape in shapes)
    everything = tuple(kind.count for kind in kinds)
    asked = sum(kind.count * kind.jp for kind in kinds)
    front: dict[Held, int] = {(0,) * len(kinds): 0}
    for shape in shapes:
        jp_left -= len(shape.slots)
        ends = _through_a_day(front, shape, kinds, weights)
        front = {
            held: cost for held, cost in ends.items()
            if asked - sum(n * kind.jp for n, kind in zip(held, kinds, strict=True)) <= jp_left
        }  # fmt: skip
        if len(front) > MOST:
            return 0
    return front.get(everything, 0)


def _through_a_day(
    front: dict[Held, int], shape: Shape, kinds: Sequence[Kind], weights: Weights
) -> dict[Held, int]:
    reached: list[dict[State, int]] = [{} for _ in range(len(shape.slots) + 1)]
    reached[0] = {(held, 0, -1): cost for held, cost in front.items()}
    pauses = [[_pauses(shape, at, kind.jp) for kind in kinds] for at in range(len(shape.slots))]
    for at in range(len(shape.slots)):
        for state, cost in reached[at].items():
            for length, then, price in _steps(shape, at, state, kinds, weights, pauses[at]):
                _keep(reached[at + length], then, cost + price)
    ends: dict[Held, int] = {}
    for (held, row, _idle), cost in reached[-1].items():
        _keep(ends, held, cost + weights.isolated * (row == 1))
    return ends


def _keep(found: dict[K, int], key: K, cost: int) -> None:
    if cost < found.get(key, cost + 1):
        found[key] = cost


def _steps(
    shape: Shape, at: int, state: State, kinds: Sequence[Kind], weights: Weights,
    pauses: Sequence[int | None],
) -> Iterable[tuple[int, State, int]]:  # fmt: skip
    """Give what can follow from a slot on: slots used, the state then, and what that costs."""
    held, row, idle = state
    joining = weights.gap * max(0, idle)
    if shape.taken[at]:
        yield 1, (held, min(2, row + 1), 0), joining
        return
    yield 1, (held, 0, idle + 1 if idle >= 0 else idle), weights.isolated * (row == 1)
    for which, kind in enumerate(kinds):
        crossed = pauses[which]
        if crossed is None or held[which] == kind.count:
            continue
        if all(held[former] == kinds[former].count for former in kind.after):
            then = (*held[:which], held[which] + 1, *held[which + 1 :])
            price = joining + weights.pause * crossed * kind.pays
            yield kind.jp, (then, min(2, row + kind.jp), 0), price


def _pauses(shape: Shape, at: int, jp: int) -> int | None:
    """Return the short pauses a meeting from a slot on is taught through; None if it cannot be."""
    if at + jp > len(shape.slots) or any(shape.taken[at : at + jp]):
        return None
    breaks = list(_breaks(shape.slots[at : at + jp]))
    if any(one >= LONG_PAUSE for one in breaks):
        return None
    return sum(one > 0 for one in breaks)


def _breaks(slots: tuple[tuple[int, int], ...]) -> Iterator[int]:
    for one, other in zip(slots, slots[1:], strict=False):
        yield other[0] - one[1]
