"""Mending a plan with the least change: an instructor falls ill, a room closes.

What no longer holds must move; the price of a change is the people it reaches.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from random import Random

from lms.core import solver
from lms.schedule.solver import exact, greedy
from lms.schedule.solver.hardrules import Aim
from lms.schedule.solver.judge import judge
from lms.schedule.solver.layout import Layout, Tables
from lms.schedule.solver.model import Instance, Meeting, Place, Plan

#: Seconds for one widening of what may move.
STEP = 4.0


@dataclass(frozen=True)
class Repair:
    """What mending does: the meetings hit, the new plan, and what could not be mended."""

    hit: tuple[int, ...]
    plan: Plan
    moved: tuple[tuple[Place, Place], ...]
    unplaced: tuple[int, ...]
    people: int


def repair(
    instance: Instance, before: Plan, *, hit: Collection[int] | None = None, seed: int = 1,
    cancelled: Callable[[], bool] | None = None,
) -> Repair:  # fmt: skip
    """Return the plan closest to `before` that the instance, as it now is, allows.

    Meetings whose place breaks a rule are hit, unless it is said which; they may change, then
    those of their batch on the same days, then those of their batch. The first widening with a
    plan is kept, unless the next one reaches fewer people.
    """
    tables = Tables(instance)
    hit = _hit(instance, before) if hit is None else frozenset(hit)
    layout = Layout(tables, [place for one, place in before.places.items() if one not in hit])
    best: dict[int, Place] | None = None
    for free in _wider(instance, before, hit):
        if cancelled is not None and cancelled():
            break
        found = _solve(layout, free, before, seed)
        if found is None:
            continue
        if best is None or _people(instance, before, found) < _people(instance, before, best):
            best = found
        elif best is not None:
            break
    if best is None:
        best = _first_fit(tables, before, hit, seed)
    return _told(instance, before, hit, best)


def _hit(instance: Instance, before: Plan) -> frozenset[int]:
    """Return the meetings that must change: those that break a rule and are not fixed."""
    broken = judge(instance, before).violations
    return frozenset(
        one for violation in broken for one in violation.meetings
        if instance.meeting[one].fixed is None
    )  # fmt: skip


def _wider(instance: Instance, before: Plan, hit: Collection[int]) -> list[set[int]]:
    days = {before.places[one].day for one in hit if one in before.places}
    batches = {instance.meeting[one].batch for one in hit}
    movable = [one for one in instance.meetings if one.fixed is None and one.id in before.places]
    same_day = {one.id for one in movable if before.places[one.id].day in days}
    of_batch = {one.id for one in movable if one.batch in batches}
    return [set(hit), set(hit) | (same_day & of_batch), set(hit) | of_batch]


def _solve(
    layout: Layout, free: set[int], before: Plan, seed: int
) -> dict[int, Place] | None:  # fmt: skip
    """Solve the widening for the fewest people reached; None without a plan."""
    if not free or not solver.is_installed():
        return None
    prices = {
        one: _prices(layout.tables.instance.meeting[one])
        for one in free if one in before.places
    }  # fmt: skip
    aim = Aim(cheap=False, former=dict(before.places), change=prices)
    found = exact.solve(layout, free, aim, seconds=STEP, seed=seed)
    if found.places is None:
        return None
    kept = {one: place for one, place in layout.places.items() if one not in free}
    return kept | {place.meeting: place for place in found.places}


def _prices(meeting: Meeting) -> tuple[int, int, int]:
    """Price another moment, room, instructor: who is reached, and a moment reaches most deeply."""
    return 3 * (meeting.seats + meeting.staff) + 2, meeting.seats + meeting.staff, 2


def _first_fit(
    tables: Tables, before: Plan, hit: Collection[int], seed: int
) -> dict[int, Place]:  # fmt: skip
    """Place what was hit wherever it fits, the rest staying."""
    layout = Layout(tables, [place for one, place in before.places.items() if one not in hit])
    rng = Random(seed)
    for one in sorted(hit):
        place = greedy.best_place(layout, tables.instance.meeting[one], rng)
        if place is not None:
            layout.put(place)
    return dict(layout.places)


def _people(instance: Instance, before: Plan, places: Mapping[int, Place]) -> int:
    """Return how many people a change reaches, trainees and instructors."""
    reached = 0
    for one, place in places.items():
        former = before.places.get(one)
        if former is None or former == place:
            continue
        meeting = instance.meeting[one]
        replaced = len(set(former.staff) ^ set(place.staff))
        elsewhere = (former.moment, former.room) != (place.moment, place.room)
        reached += replaced + (meeting.seats + len(place.staff) if elsewhere else 0)
    return reached


def _told(
    instance: Instance, before: Plan, hit: Collection[int], places: Mapping[int, Place]
) -> Repair:
    moved = tuple(
        (before.places[one], place)
        for one, place in sorted(places.items())
        if one in before.places and before.places[one] != place
    )
    unplaced = tuple(sorted(one for one in before.places if one not in places))
    return Repair(
        tuple(sorted(hit)), Plan(dict(places)), moved, unplaced,
        _people(instance, before, places),
    )  # fmt: skip
