"""Solving competition timetables: annealing on each processor, then exactly in parts."""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from multiprocessing import get_context

from lms.core import solver
from lms.schedule.solver import bounds
from lms.schedule.solver.judge import judge
from lms.schedule.solver.model import Instance, Plan
from lms.schedule.solver.search import Outcome, Progress, find_plan

#: Part of the time for annealing; the rest is for neighbourhoods and the bound.
ANNEALING = 0.85


def solve(
    instance: Instance, *, seconds: float, seed: int = 1,
    tell: Callable[[float], None] | None = None,
) -> Outcome:  # fmt: skip
    """Return the best timetable found within about `seconds`; `tell` is called with each cost."""
    began = time.perf_counter()
    start = _annealed(instance, ANNEALING * seconds, seed)
    left = max(0.5, seconds - (time.perf_counter() - began))

    def progress(at: Progress) -> None:
        if tell is not None:
            tell(at.cost)

    found = find_plan(instance, seconds=left, seed=seed, start=start, progress=progress)
    return replace(found, seconds=time.perf_counter() - began)


def _annealed(instance: Instance, seconds: float, seed: int) -> Plan | None:
    """Anneal once on each of two processors and return the better plan; None without Numba.

    The seconds count from when the steps are compiled.
    """
    if find_spec("numba") is None:
        return None
    floor = bounds.of_things(instance) if solver.is_installed() else 0
    work = [(instance, seconds, seed + at, floor) for at in range(solver.WORKERS)]
    with ProcessPoolExecutor(solver.WORKERS, mp_context=get_context("spawn")) as pool:
        plans = [plan for plan in pool.map(_anneal, work) if plan is not None]
    return min(plans, key=lambda plan: judge(instance, plan).rank, default=None)


def _anneal(work: tuple[Instance, float, int, int]) -> Plan | None:
    from lms.schedule.solver import annealing  # noqa: PLC0415 (compiles; not where none is asked)

    instance, seconds, seed, floor = work
    if not annealing.fits(instance):
        return None
    return annealing.anneal(instance, seconds=seconds, seed=seed, floor=floor)
