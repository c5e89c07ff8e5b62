"""CP-SAT on a part of a plan: the meetings set free move at once, the others stay."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from lms.core import solver
from lms.schedule.solver.hardrules import Aim, HardRules
from lms.schedule.solver.layout import Layout
from lms.schedule.solver.model import Place
from lms.schedule.solver.softcosts import SoftCosts


@dataclass(frozen=True)
class Found:
    """What came out: the new places, or None, the solver's state, cost and bound of this part."""

    state: str
    places: tuple[Place, ...] | None
    objective: float = 0.0
    bound: float = 0.0


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
        if not answer.is_usable:
            return Found(answer.state, None, 0.0, answer.bound)
        return Found(answer.state, _read(hard, answer.value), answer.objective, answer.bound)
    finally:
        for place in places:
            layout.put(place)


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
