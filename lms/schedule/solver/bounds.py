"""What no plan can cost less than, reckoned without making one.

Costs of different kinds add up, so what each kind must cost may be reckoned by itself: rooms and
loads here, by counting; hours (gaps, lonely meetings, pauses, spread days) by a model of each batch
as if it had everything for itself (`search.py`).
"""

from collections import defaultdict
from collections.abc import Iterable
from math import ceil
from typing import Any

from lms.core import solver
from lms.schedule.solver.layout import Tables
from lms.schedule.solver.model import Instance, Meeting

#: Seconds for sharing out the loads.
SECONDS = 2.0


def of_things(instance: Instance) -> int:
    """Return what rooms and loads must cost together."""
    tables = Tables(instance)
    return sum((
        instance.weights.group_room * _further_rooms(tables, _groups(instance)),
        instance.weights.series_room * _further_rooms(tables, _series(instance)),
        instance.weights.unliked_room * _unliked(tables),
        (instance.weights.seat or 0) * _seats_short(instance),
        instance.weights.load * _overload(instance),
    ))  # fmt: skip


def _movable(instance: Instance) -> Iterable[Meeting]:
    return (one for one in instance.meetings if one.fixed is None)


def _groups(instance: Instance) -> Iterable[list[Meeting]]:
    found: dict[int, list[Meeting]] = defaultdict(list)
    for one in _movable(instance):
        if len(one.groups) == 1 and one.in_room:
            found[one.groups[0]].append(one)
    return found.values()


def _series(instance: Instance) -> Iterable[list[Meeting]]:
    found: dict[str, list[Meeting]] = defaultdict(list)
    for one in _movable(instance):
        if one.series and one.in_room:
            found[one.series].append(one)
    return found.values()


def _further_rooms(tables: Tables, sets: Iterable[list[Meeting]]) -> int:
    """Return the rooms after the first that sets of meetings need: no room fits two of these."""
    further = 0
    for meetings in sets:
        apart: list[set[int]] = []
        for rooms in sorted((set(tables.rooms(one)) for one in meetings), key=len):
            if rooms and all(rooms.isdisjoint(other) for other in apart):
                apart.append(rooms)
        further += max(0, len(apart) - 1)
    return further


def _unliked(tables: Tables) -> int:
    """Return the meetings that no room their batch likes can hold."""
    found = 0
    for one in _movable(tables.instance):
        liked = tables.instance.batch[one.batch].liked_rooms
        found += bool(one.in_room and liked and liked.isdisjoint(tables.rooms(one)))
    return found


def _seats_short(instance: Instance) -> int:
    """Return the seats that are short when each meeting sits in the largest room there is."""
    largest = max((room.seats for room in instance.rooms), default=0)
    return sum(max(0, one.seats - largest) for one in _movable(instance) if one.in_room)


def _overload(instance: Instance) -> int:
    """Return the JP that must be taught above the fair load, however they are shared out.

    JP of a subject may be split here among all who may teach it, so the truth is no less.
    """
    taught: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    fixed: dict[int, int] = defaultdict(int)
    wanted: dict[tuple[int, ...], int] = defaultdict(int)
    for meeting in instance.meetings:
        if meeting.fixed is not None:
            for one in meeting.fixed.staff:
                fixed[one] += meeting.jp
        elif meeting.staff and meeting.may_teach:
            wanted[tuple(sorted(meeting.may_teach))] += meeting.jp * meeting.staff
    model = solver.new_model()
    for able, jp in wanted.items():
        shares = [model.new_int_var(0, jp, "") for _ in able]
        model.add(sum(shares) == jp)
        for one, share in zip(able, shares, strict=True):
            taught[one].append((share, 1))
    everything = sum(wanted.values())
    above = []
    for one, terms in taught.items():
        more = model.new_int_var(0, everything + fixed[one], "")
        model.add(more >= solver.total(terms) + fixed[one] - instance.fair_load)
        above.append(more)
    idle = sum(max(0, jp - instance.fair_load) for one, jp in fixed.items() if one not in taught)
    if not above:
        return idle
    model.minimize(sum(above))
    return idle + max(0, ceil(solver.solve(model, seconds=SECONDS, effort=SECONDS).bound - 1e-6))
