"""`make bench AREA=schedule`: how long plans, and reasons why there is none, take.

The tasks are drawn from a seed and know no database, so they are measured once.
"""

from dataclasses import replace
from datetime import date
from time import perf_counter

from lms.schedule.solver.explain import explain
from lms.schedule.solver.model import Instance, Span
from lms.schedule.solver.search import find_plan
from tests.bench import board
from tests.bench.generate import province, week
from tests.bench.report import Report

SEED = 1
#: Seconds in which the plans measured may be improved: well inside what is promised.
BATCH, PROVINCE = 4.0, 110.0


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure the board on both databases, and the solver, which knows none, once."""
    board.measure(report, env, suffix)
    if not suffix:
        _solver(report)


def _solver(report: Report) -> None:
    batch = find_plan(week(SEED), seconds=BATCH, seed=SEED)
    if batch.judgement.violations:
        raise SystemExit("the classical week has no plan")
    report.add("schedule.batch.seconds", batch.seconds, "s")
    report.add("schedule.batch.cost", batch.judgement.cost, "points")
    first: list[float] = []
    year = find_plan(
        province(SEED), seconds=PROVINCE, seed=SEED,
        progress=lambda at: first.append(at.seconds) if not at.violations else None,
    )  # fmt: skip
    report.add("schedule.province.seconds", first[0] if first else PROVINCE, "s")
    report.add("schedule.province.hard_violations", len(year.judgement.violations), "count")
    report.add("schedule.province.cost", year.judgement.cost, "points")
    report.add("schedule.province.bound", year.bound, "points")
    report.add("schedule.explain.seconds", max(map(_explained, _impossible())), "s")


def _impossible() -> list[Instance]:
    """Return the classical week with its only able instructor away, and with too few rooms."""
    plain = week(SEED)
    spare = tuple(date(2026, 1, day) for day in range(12, 17))
    plain = replace(plain, batches=(replace(plain.batches[0], spare_days=spare),))
    only = {one.id: replace(one, may_teach=(1,))
            for one in plain.meetings if one.title == "Mata pelatihan 5"}  # fmt: skip
    away = Span(date(2026, 1, 5), date(2026, 1, 8), why="dinas luar")
    staff = tuple(replace(one, away=(away,)) if one.id == 1 else one for one in plain.instructors)
    return [
        replace(plain.with_meetings(only), instructors=staff),
        replace(plain, rooms=plain.rooms[:3]),
    ]


def _explained(instance: Instance) -> float:
    started = perf_counter()
    found = explain(instance, seed=SEED)
    if found.state != "impossible" or not found.ways:
        raise SystemExit("the impossible week was not explained")
    return perf_counter() - started
