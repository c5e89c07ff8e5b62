"""Solving competition timetables: annealing in parallel first, then exactly, whole and in parts.

A task of some hundred lectures fits into one model, which may improve what annealing found at
once; what is best by then is improved neighbourhood after neighbourhood.
"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from math import ceil
from multiprocessing import get_context

from lms.core import solver
from lms.schedule.solver import exact
from lms.schedule.solver.hardrules import Aim
from lms.schedule.solver.judge import judge
from lms.schedule.solver.layout import Layout, Tables
from lms.schedule.solver.model import Instance, Plan
from lms.schedule.solver.search import Outcome, Progress, find_plan

#: Parts of the time for annealing and for the whole at once; the rest is for neighbourhoods.
ANNEALING, AT_ONCE = 0.5, 0.3
#: Threads of the exact solver on a whole timetable, each looking in another way.
STRATEGIES = 8
#: Lectures times periods times rooms up to which a task is solved as a whole.
WHOLE = 60_000


def solve(
    instance: Instance, *, seconds: float, seed: int = 1,
    tell: Callable[[float], None] | None = None,
) -> Outcome:  # fmt: skip
    """Return the best timetable found within about `seconds`; `tell` is called with each cost."""
    began = time.perf_counter()
    start, bound = _annealed(instance, ANNEALING * seconds, seed), 0
    if start is not None and solver.is_installed() and _size(instance) <= WHOLE:
        start, bound = _as_a_whole(instance, start, AT_ONCE * seconds, seed, tell)
    left = max(0.5, seconds - (time.perf_counter() - began))

    def progress(at: Progress) -> None:
        if tell is not None:
            tell(at.cost)

    found = find_plan(instance, seconds=left, seed=seed, start=start, progress=progress)
    return replace(found, bound=max(bound, found.bound), seconds=time.perf_counter() - began)


def _size(instance: Instance) -> int:
    batch = instance.batches[0]
    periods = sum(len(batch.grid.slots(day)) for day in batch.days)
    return len(instance.meetings) * periods * len(instance.rooms)


def _as_a_whole(
    instance: Instance, start: Plan, seconds: float, seed: int,
    tell: Callable[[float], None] | None,
) -> tuple[Plan, int]:  # fmt: skip
    """Let the exact solver improve a timetable with every lecture set free; and its bound."""
    layout = Layout(Tables(instance), start.places.values())
    found = exact.solve(
        layout, [one.id for one in instance.meetings], Aim(), seconds=seconds, seed=seed,
        workers=STRATEGIES,
        progress=None if tell is None else lambda best, _bound: tell(best),
    )  # fmt: skip
    plans = [start]
    if found.places is not None:
        plans.append(Plan({place.meeting: place for place in found.places}))
    best = min(plans, key=lambda plan: judge(instance, plan).rank)
    return best, max(0, ceil(found.bound - 1e-6)) if found.state != "infeasible" else 0


def _annealed(instance: Instance, seconds: float, seed: int) -> Plan | None:
    """Anneal once on each of two processors and return the better plan; None without NumPy."""
    if find_spec("numpy") is None:
        return None
    work = [(instance, seconds, seed), (instance, seconds, seed + 1)]
    with ProcessPoolExecutor(solver.WORKERS, mp_context=get_context("spawn")) as pool:
        plans = [plan for plan in pool.map(_anneal, work) if plan is not None]
    return min(plans, key=lambda plan: judge(instance, plan).rank, default=None)


def _anneal(work: tuple[Instance, float, int]) -> Plan | None:
    from lms.schedule.solver import heatbath  # noqa: PLC0415 (NumPy comes with OR-Tools)

    instance, seconds, seed = work
    return (
        heatbath.anneal(instance, seconds=seconds, seed=seed) if heatbath.fits(instance) else None
    )
