"""Why there is no plan: a smallest set of rules that contradict each other, and ways out.

Each claim is checked by solving: the set has no plan, and has one as soon as any member is left
out; each way out leads to a plan of the whole task.
"""

import heapq
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from lms.core import solver
from lms.schedule.solver import exact, greedy
from lms.schedule.solver.counting import lacks_air
from lms.schedule.solver.exact import Found
from lms.schedule.solver.hardrules import Aim
from lms.schedule.solver.layout import Layout, Tables
from lms.schedule.solver.model import Instance, Plan
from lms.schedule.solver.reasons import Relief, Rule, rules_of

#: Seconds for one question whether a task has a plan.
QUESTION = 2.0
#: More subjects than this are not named one by one: what is taught is then taken as given.
FEW = 4
#: Ways out that are looked for.
WAYS = 3


@dataclass(frozen=True)
class WayOut:
    """Rules eased together, what that costs, and the plan it allows."""

    reliefs: tuple[Relief, ...]
    price: int
    plan: Plan


@dataclass(frozen=True)
class Explanation:
    """What was found: "possible", "impossible" (with the core), or "unknown" for want of time.

    `is_minimal` is False when time ran out before every member of the core was tried.
    """

    state: str
    core: tuple[Rule, ...] = ()
    is_minimal: bool = True
    ways: tuple[WayOut, ...] = ()
    seconds: float = 0.0


def explain(
    instance: Instance, *, seconds: float = 14.0, seed: int = 1,
    cancelled: Callable[[], bool] | None = None,
) -> Explanation:  # fmt: skip
    """Say why an instance has no plan, within about so many seconds."""
    asking = _Asking(seconds, seed, cancelled)
    if (found := asking.plan_for(instance)) is not None:
        return Explanation("possible", seconds=asking.spent, ways=(WayOut((), 0, found),))
    rules = rules_of(instance)
    suspects = _first_contradiction(instance, rules, asking, share=0.6)
    if suspects is None:
        return Explanation("unknown", seconds=asking.spent)
    core, is_minimal = _smallest(instance, rules, suspects, asking, share=0.6)
    if sum(one.kind == "demand" for one in core) > FEW:
        rules = [one for one in rules if one.kind != "demand"]
        core = [one for one in core if one.kind != "demand"]
        core, is_minimal = _smallest(instance, rules, core, asking, share=0.7)
    ways = _ways_out(instance, core, asking)
    return Explanation("impossible", tuple(core), is_minimal, tuple(ways), asking.spent)


class _Asking:
    """Answers whether tasks have plans, as long as time lasts."""

    def __init__(
        self, seconds: float, seed: int, cancelled: Callable[[], bool] | None
    ) -> None:  # fmt: skip
        self._began, self.seconds, self._seed = time.perf_counter(), seconds, seed
        self._cancelled = cancelled or (lambda: False)
        #: Whether the last no was proven.
        self.is_sure = True

    @property
    def spent(self) -> float:
        """Return the seconds used so far."""
        return time.perf_counter() - self._began

    def is_over(self, share: float = 1.0) -> bool:
        """Tell whether the time, or a share of it, is used up."""
        return self.spent >= share * self.seconds or self._cancelled()

    def plan_for(self, instance: Instance) -> Plan | None:
        """Return a plan with every meeting placed, or None; `is_sure` tells whether none exists."""
        self.is_sure = True
        if lacks_air(instance):
            return None
        tables = Tables(instance)
        layout = greedy.build(tables, seed=self._seed, tries=6, stop=self._cancelled)
        if len(layout.places) == len(instance.meetings):
            return layout.plan
        if not solver.is_installed():
            self.is_sure = False
            return None
        return self._solved(tables)

    def _solved(self, tables: Tables) -> Plan | None:
        """Ask the exact solver: when first, who and where then; both at once when that fails."""
        times = self._exact(Layout(tables), tables, Aim(cheap=False, loose=True))
        self.is_sure = times.state == "infeasible"
        if times.places is None:
            return None
        rest = self._exact(Layout(tables, times.places), tables, Aim(cheap=False, moments=False))
        if rest.places is not None:
            return Layout(tables, rest.places).plan
        found = self._exact(Layout(tables), tables, Aim(cheap=False))
        self.is_sure = found.state == "infeasible"
        return None if found.places is None else Layout(tables, found.places).plan

    def _exact(self, layout: Layout, tables: Tables, aim: Aim) -> Found:
        free = [one.id for one in tables.instance.meetings if one.fixed is None]
        left = max(0.2, min(QUESTION, self.seconds - self.spent))
        return exact.solve(layout, free, aim, seconds=left, seed=self._seed)

    def contradict(self, instance: Instance) -> bool:
        """Tell whether a task is proven to have no plan."""
        return self.plan_for(instance) is None and self.is_sure


def _first_contradiction(
    instance: Instance, rules: list[Rule], asking: _Asking, share: float
) -> list[Rule] | None:
    """Return rules that are proven to contradict: of one subject or group if possible, else all."""
    for likely in (*_likely(instance, rules), rules):
        if asking.is_over(share):
            return None
        if asking.contradict(lifted(instance, rules, likely)):
            return likely
    return None


def _likely(instance: Instance, rules: list[Rule]) -> Iterator[list[Rule]]:
    """Give small parts first: what first fit cannot place, then each group by itself."""
    layout = greedy.build(Tables(instance), tries=1)
    failed = {
        (one.title, instance.batch[one.batch].name)
        for one in instance.meetings if one.id not in layout.places
    }  # fmt: skip
    for subject in sorted(failed):
        yield [
            one for one in rules
            if one.kind != "demand" or (one.names["what"], one.names["batch"]) == subject
        ]  # fmt: skip
    for group in [one for one in rules if one.kind == "group"]:
        yield [one for one in rules if one.kind != "group" or one is group]


def _smallest(
    instance: Instance, rules: Sequence[Rule], core: list[Rule], asking: _Asking, share: float
) -> tuple[list[Rule], bool]:
    """Leave rules out of a contradicting core, many at once and then one by one."""
    size = max(1, len(core) // 2)
    while True:
        at = 0
        while at < len(core):
            if asking.is_over(share):
                return core, False
            shorter = core[:at] + core[at + size :]
            if asking.contradict(lifted(instance, rules, shorter)):
                core = shorter
            else:
                at += size
        if size == 1:
            return core, True
        size = max(1, min(size // 2, len(core) // 2))


def lifted(instance: Instance, rules: Iterable[Rule], kept: Iterable[Rule]) -> Instance:
    """Return a task in which of `rules` only those `kept` hold."""
    keep = {id(one) for one in kept}
    for rule in rules:
        if id(rule) not in keep:
            instance = rule.lift(instance)
    return instance


def _ways_out(instance: Instance, core: Sequence[Rule], asking: _Asking) -> list[WayOut]:
    """Return the cheapest sets of reliefs with which the whole task has a plan.

    Best first: while a set is not enough, each relief of what still contradicts joins it.
    """
    found: list[WayOut] = []
    order = count()
    queue: list[tuple[int, int, tuple[Relief, ...]]] = []

    def push(reliefs: tuple[Relief, ...], rules: Iterable[Rule]) -> None:
        for rule in rules:
            for relief in rule.reliefs:
                if not any(_same_rule(relief, one) for one in reliefs):
                    price = relief.price + sum(one.price for one in reliefs)
                    heapq.heappush(queue, (price, next(order), (*reliefs, relief)))

    push((), core)
    while queue and len(found) < WAYS and not asking.is_over():
        price, _number, reliefs = heapq.heappop(queue)
        if any(all(relief in reliefs for relief in one.reliefs) for one in found):
            continue
        eased = instance
        for relief in reliefs:
            eased = relief.change(eased)
        plan = asking.plan_for(eased)
        if plan is not None:
            found.append(WayOut(reliefs, price, plan))
        elif asking.is_sure and len(reliefs) < WAYS:
            rules = rules_of(eased)
            suspects = _first_contradiction(eased, rules, asking, share=0.9) or rules
            more, _minimal = _smallest(eased, rules, suspects, asking, share=0.9)
            push(reliefs, more)
    return found


def _same_rule(one: Relief, other: Relief) -> bool:
    keys = ("who", "room", "batch", "what", "unit", "first", "day", "start")
    return one.kind == other.kind and all(
        one.names.get(key) == other.names.get(key) for key in keys
    )
