"""The only place that touches OR-Tools: build a model, search within limits, watch, stop.

Loaded late and by the worker alone: the library takes seconds and much memory to load.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

#: Searching threads: this house runs on two cores.
WORKERS = 2
#: Seconds between two looks at whether to stop.
_LOOK = 0.5


@dataclass(frozen=True)
class Answer:
    """What a search found; `value` reads a variable of the best solution.

    `state` is "optimal", "feasible" (stopped before the proof), "infeasible" or "unknown" (nothing
    found in time). `bound` is what no solution can beat, `effort` the seconds of reckoned work.
    """

    state: str
    objective: float
    bound: float
    seconds: float
    effort: float
    value: Callable[[Any], int]

    @property
    def is_usable(self) -> bool:
        """Tell whether there is a solution to read."""
        return self.state in ("optimal", "feasible")

    @property
    def gap(self) -> float:
        """Return how far the solution may be from the best one, as a share of the bound."""
        if not self.is_usable or self.bound == self.objective:
            return 0.0
        return abs(self.bound - self.objective) / max(1.0, abs(self.bound))


def is_installed() -> bool:
    """Tell whether OR-Tools is there; without it callers fall back on simpler ways."""
    return find_spec("ortools") is not None


def new_model() -> Any:
    """Return an empty CP-SAT model (`new_int_var`, `add`, `maximize`, `new_interval_var`, …)."""
    return _library().CpModel()


def total(terms: Any) -> Any:
    """Return the sum of `(variable, whole number)` pairs as a linear expression."""
    pairs = list(terms)
    return _library().LinearExpr.weighted_sum(
        [variable for variable, _factor in pairs], [factor for _variable, factor in pairs]
    )


def solve(
    model: Any,
    *,
    seconds: float,
    seed: int = 1,
    gap: float = 0.0,
    effort: float | None = None,
    workers: int = WORKERS,
    progress: Callable[[float, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Answer:
    """Search for the best solution for at most `seconds`.

    `gap` is the share of the bound with which to be content. `effort` searches on one thread for
    about so many seconds of reckoned work: the same seed then gives the same answer on any machine
    that reaches it within `seconds`. `workers` are threads with a strategy each: more of them than
    processors find better solutions sooner, proofs later. `progress(best, bound)` and
    `cancelled()` are called about twice a second, in the caller's own thread.
    """
    cp_model = _library()
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.relative_gap_limit = gap
    if effort is not None:
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = effort
    best = _watcher(cp_model)
    ended: list[Any] = []
    search = threading.Thread(target=lambda: ended.append(solver.solve(model, best)), daemon=True)
    search.start()
    while search.is_alive():
        search.join(_LOOK)
        if progress is not None and best.found is not None:
            progress(*best.found)
        if cancelled is not None and cancelled():
            solver.stop_search()
    if not ended:
        raise RuntimeError("the search ended without an answer")
    state = {
        cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible",
        cp_model.INFEASIBLE: "infeasible",
    }.get(ended[0], "unknown")  # fmt: skip
    return Answer(
        state, solver.objective_value, solver.best_objective_bound, solver.wall_time,
        solver.response_proto.deterministic_time, solver.value,
    )  # fmt: skip


def _watcher(cp_model: Any) -> Any:
    class Watcher(cp_model.CpSolverSolutionCallback):  # type: ignore[misc, name-defined]
        """Notes the best solution so far and the bound."""

        found: tuple[float, float] | None = None

        def on_solution_callback(self) -> None:
            self.found = (self.objective_value, self.best_objective_bound)

    return Watcher()


def _library() -> Any:
    from ortools.sat.python import cp_model  # noqa: PLC0415 (heavy: the worker alone loads it)

    return cp_model
