"""The search for a seminar day by constraint programming, with first fit behind it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from lms.core import solver
from lms.projects.panels import Day, Hearing, Seat, first_fit, settle

#: Search at most this long.
SECONDS = 15.0
#: How the plan came about.
BEST, GOOD, FIRST, NONE = "best", "good", "first", "none"


def find(
    hearings: Sequence[Hearing], day: Day, *, seconds: float = SECONDS,
    progress: Callable[[float, float], None] | None = None,
) -> tuple[str, list[Seat]]:  # fmt: skip
    """Return how a plan was found and the plan; (NONE, []) when it is proved that there is none.

    The best plan shares the examining evenly, then ends early. Where the search finds nothing in
    time, first fit may still do.
    """
    model = solver.new_model()
    chosen = _variables(model, hearings, day)
    _constrain(model, chosen, hearings, day)
    answer = solver.solve(model, seconds=seconds, progress=progress)
    if answer.is_usable:
        seats = [
            Seat(project_id, at, 0, examiner)
            for (project_id, at, examiner), variable in chosen.items()
            if answer.value(variable)
        ]
        return (BEST if answer.state == "optimal" else GOOD), settle(_placed(seats))
    if answer.state == "infeasible":
        return NONE, []
    seats_by_hand = first_fit(hearings, day)
    return (NONE, []) if seats_by_hand is None else (FIRST, settle(seats_by_hand))


_Chosen = dict[tuple[int, int, str], Any]


def _variables(model: Any, hearings: Sequence[Hearing], day: Day) -> _Chosen:
    """Return one yes-or-no per project, time and examiner."""
    return {
        (one.project_id, at, examiner): model.new_bool_var(f"{one.project_id}-{at}-{examiner}")
        for one in hearings
        for at in range(len(day.times))
        for examiner in one.examiners
    }


def _constrain(model: Any, chosen: _Chosen, hearings: Sequence[Hearing], day: Day) -> None:
    present = {one.project_id: one.present for one in hearings}
    by_project, by_time, by_person = defaultdict(list), defaultdict(list), defaultdict(list)
    by_examiner: dict[str, list[Any]] = defaultdict(list)
    for (project_id, at, examiner), variable in chosen.items():
        by_project[project_id].append(variable)
        by_time[at].append(variable)
        by_examiner[examiner].append(variable)
        for person in {*present[project_id], examiner}:
            by_person[person, at].append(variable)
    for variables in by_project.values():
        model.add_exactly_one(variables)
    for variables in by_person.values():
        model.add_at_most_one(variables)
    for variables in by_time.values():
        model.add(solver.total((variable, 1) for variable in variables) <= day.places)
    heaviest = model.new_int_var(0, len(hearings), "heaviest")
    for variables in by_examiner.values():
        model.add(solver.total((variable, 1) for variable in variables) <= heaviest)
    late = [(variable, at) for (_project, at, _examiner), variable in chosen.items()]
    above = 1 + len(hearings) * len(day.times)
    model.minimize(solver.total([(heaviest, above), *late]))


def _placed(seats: Sequence[Seat]) -> list[Seat]:
    """Number the hearings of each time, so that each has a place."""
    count: dict[int, int] = defaultdict(int)
    found = []
    for seat in sorted(seats, key=lambda one: (one.at, one.examiner)):
        found.append(Seat(seat.project_id, seat.at, count[seat.at], seat.examiner))
        count[seat.at] += 1
    return found
