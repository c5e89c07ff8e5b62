"""Solving competition timetables: annealing in parallel first, then exact neighbourhoods."""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from multiprocessing import get_context

from lms.core import solver
from lms.schedule.solver.judge import judge
from lms.schedule.solver.model import Instance, Plan
from lms.schedule.solver.search import Outcome, Progress, find_plan

#: Part of the time for annealing; the rest is for exact neighbourhoods.
ANNEALING = 0.6


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
    return replace(found, seconds=time.monotonic() - began)


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
