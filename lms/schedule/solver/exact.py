"""CP-SAT on a part of a plan: the meetings set free move at once, the others stay."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from lms.core import solver
from lms.schedule.solver.hardrules import Aim, HardRules
from lms.schedule.solver.layout import Layout
from lms.schedule.solver.model import Place
from lms.schedule.solver.softcosts import SoftCosts

#: Reckoned seconds for a variable of a model to be made.
BUILDING = 1.5e-5


@dataclass(frozen=True)
class Found:
    """What came out: the new places, or None, the solver's state, cost and bound of this part.

    `effort` are the seconds of reckoned work that took.
    """

    state: str
    places: tuple[Place, ...] | None
    objective: float = 0.0
    bound: float = 0.0
    effort: float = 0.0


def solve(
    layout: Layout, free: Collection[int], aim: Aim, *,
    seconds: float, effort: float | None = None, seed: int = 1,
    cancelled: Callable[[], bool] | None = None,
) -> Found:  # fmt: skip
    """Move the meetings `free` of a layout, which itself is left as it is."""
    places = [layout.take(one) for one in sorted(free) if one in layout.places]
    try:
        hard = HardRules(layout, sorted(free), {one.meeting: one for one in places}, aim)
        if hard.is_impossible:
            return Found("infeasible", None)
        hard.model.minimize(SoftCosts(hard).total())
        answer = solver.solve(
            hard.model, seconds=seconds, effort=effort, seed=seed, cancelled=cancelled
        )
        return Found(
            answer.state, _read(hard, answer.value) if answer.is_usable else None,
            answer.objective, answer.bound,
            answer.effort + BUILDING * len(hard.model.proto.variables),
        )  # fmt: skip
    finally:
        for place in places:
            layout.put(place)


def place_all(
    layout: Layout, free: Collection[int], *,
    seconds: float, effort: float, seed: int = 1, cancelled: Callable[[], bool] | None = None,
) -> Found:  # fmt: skip
    """Find any place for all of many meetings: when first, who and where then; else both at once.

    "infeasible" is proven; `effort` is for each of up to three models.
    """
    times = solve(layout, free, Aim(cheap=False, loose=True), seconds=seconds, effort=effort,
                  seed=seed, cancelled=cancelled)  # fmt: skip
    if times.state == "infeasible":
        return times
    spent = times.effort
    if times.places is not None:
        kept = [place for one, place in layout.places.items() if one not in set(free)]
        timed = Layout(layout.tables, (*kept, *times.places))
        rest = solve(timed, free, Aim(cheap=False, moments=False), seconds=seconds, effort=effort,
                     seed=seed, cancelled=cancelled)  # fmt: skip
        spent += rest.effort
        if rest.places is not None:
            return replace(rest, effort=spent)
    found = solve(layout, free, Aim(cheap=False), seconds=seconds, effort=effort, seed=seed,
                  cancelled=cancelled)  # fmt: skip
    return replace(found, effort=spent + found.effort)


def _read(hard: HardRules, value: Callable[[Any], int]) -> tuple[Place, ...]:
    """Return the places of a solution."""
    places = []
    for one in hard.meetings:
        choice = next(found for found in hard.choices[one] if value(found.at))
        staff = tuple(sorted(who for who, literal in choice.staff.items() if value(literal)))
        room = next((at for at, literal in choice.rooms.items() if value(literal)), None)
        option = choice.option
        places.append(Place(one, option.day, option.start, option.end, room, staff))
    return tuple(places)
