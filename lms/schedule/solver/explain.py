"""Why there is no plan: a smallest set of rules that contradict each other, and ways out.

Each claim is checked by solving: the set has no plan, and has one as soon as any member is left
out; each way out leads to a plan of the whole task. How far it looks is reckoned in work done, not
by the clock, so that a busy machine finds the same as an idle one, only later.
"""

import heapq
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from lms.core import solver
from lms.schedule.solver import exact, greedy
from lms.schedule.solver.counting import lacks_air
from lms.schedule.solver.layout import Layout, Tables
from lms.schedule.solver.model import Instance, Plan
from lms.schedule.solver.reasons import PRICES, Relief, Rule, rules_of

#: Reckoned seconds for each model of one question whether a task has a plan.
QUESTION = 1.5
#: Orders first fit tries for a question, and reckoned seconds of each for a meeting.
ORDERS, ORDER = 20, 5e-5
#: How much slower than reckoned a machine may be before the clock ends it.
SLOW = 6.0
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
    """Say why an instance has no plan, within about so many reckoned seconds of work."""
    asking = _Asking(seconds, seed, cancelled)
    if (found := asking.plan_for(instance)) is not None:
        return Explanation("possible", seconds=asking.spent, ways=(WayOut((), 0, found),))
    is_sure, rules = asking.is_sure, rules_of(instance)
    suspects = _small_contradiction(instance, rules, asking, share=0.6) or rules
    if suspects is rules and not is_sure:
        return Explanation("unknown", seconds=asking.spent)
    core, is_minimal = _smallest(instance, rules, suspects, asking, share=0.6, few=FEW)
    if sum(one.kind == "demand" for one in core) > FEW:
        rules = [one for one in rules if one.kind != "demand"]
        core = [one for one in core if one.kind != "demand"]
        core, is_minimal = _smallest(instance, rules, core, asking, share=0.7)
    ways = _ways_out(instance, core, asking)
    return Explanation("impossible", tuple(core), is_minimal, tuple(ways), asking.spent)


class _Asking:
    """Answers whether tasks have plans, as long as there is work left to spend."""

    def __init__(
        self, seconds: float, seed: int, cancelled: Callable[[], bool] | None
    ) -> None:  # fmt: skip
        self._began, self.seconds, self._seed = time.perf_counter(), seconds, seed
        self._cancelled = cancelled or (lambda: False)
        #: Reckoned seconds of work done.
        self.work = 0.0
        #: Whether the last no was proven.
        self.is_sure = True

    @property
    def spent(self) -> float:
        """Return the seconds used so far, by the clock."""
        return time.perf_counter() - self._began

    def is_over(self, share: float = 1.0) -> bool:
        """Tell whether the work, or a share of it, is done; on a very slow machine the time."""
        limit = share * self.seconds
        return self.work >= limit or self.spent >= SLOW * limit or self._cancelled()

    def plan_for(self, instance: Instance) -> Plan | None:
        """Return a plan with every meeting placed, or None; `is_sure` tells whether none exists."""
        self.is_sure = True
        if lacks_air(instance):
            return None
        tables = Tables(instance)
        layout = greedy.build(tables, seed=self._seed, tries=ORDERS, stop=self._cancelled)
        self.work += ORDERS * ORDER * len(instance.meetings)
        if len(layout.places) == len(instance.meetings):
            return layout.plan
        if not solver.is_installed():
            self.is_sure = False
            return None
        free = [one.id for one in instance.meetings if one.fixed is None]
        found = exact.place_all(
            Layout(tables), free, seconds=max(0.2, SLOW * self.seconds - self.spent),
            effort=QUESTION, seed=self._seed, cancelled=self._cancelled,
        )  # fmt: skip
        self.work += found.effort
        self.is_sure = found.state == "infeasible"
        return None if found.places is None else Layout(tables, found.places).plan

    def contradict(self, instance: Instance) -> bool:
        """Tell whether a task is proven to have no plan."""
        return self.plan_for(instance) is None and self.is_sure


def _small_contradiction(
    instance: Instance, rules: list[Rule], asking: _Asking, share: float
) -> list[Rule] | None:
    """Return rules of one subject or one group that are proven to contradict, if any are."""
    for likely in _likely(instance, rules):
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
    instance: Instance, rules: Sequence[Rule], core: list[Rule], asking: _Asking, share: float,
    few: float = math.inf,
) -> tuple[list[Rule], bool]:  # fmt: skip
    """Leave rules out of a contradicting core, many at once and then one by one.

    Given up as soon as more than `few` subjects are needed, since what is needed now stays so.
    """
    size = max(1, len(core) // 2)
    while True:
        at = needed = 0
        while at < len(core):
            if asking.is_over(share) or needed > few:
                return core, False
            shorter = core[:at] + core[at + size :]
            if asking.contradict(lifted(instance, rules, shorter)):
                core = shorter
            else:
                needed += all(one.kind == "demand" for one in core[at : at + size])
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

    Single reliefs come first, since each takes but one question. A set that is not enough is
    widened by each relief of what then still contradicts, the cheapest set first, as long as that
    can be cheaper than what was found.
    """
    search = _Ways(instance, asking)
    search.widen((), core)
    search.try_all()
    while search.lacking and not asking.is_over():
        price, _number, reliefs = heapq.heappop(search.lacking)
        if price + min(PRICES.values()) >= search.most or len(reliefs) == WAYS:
            continue
        eased = search.eased(reliefs)
        rules = rules_of(eased)
        suspects = _small_contradiction(eased, rules, asking, share=0.9)
        if suspects is None:
            rules = suspects = search.worth_easing(rules, price)
        more, _minimal = _smallest(eased, rules, suspects, asking, share=0.9)
        search.widen(reliefs, more)
        search.try_all()
    return search.found


class _Ways:
    """Ways out found so far, sets still to be tried, and sets that are proven not to be enough."""

    def __init__(self, instance: Instance, asking: _Asking) -> None:
        self.instance, self.asking = instance, asking
        self.found: list[WayOut] = []
        self.lacking: list[tuple[int, int, tuple[Relief, ...]]] = []
        self._untried: list[tuple[int, int, tuple[Relief, ...]]] = []
        self._order = count()

    @property
    def most(self) -> float:
        """Return the price from which on a way is of no use."""
        return self.found[-1].price if len(self.found) == WAYS else math.inf

    def worth_easing(self, rules: Iterable[Rule], price: int) -> list[Rule]:
        """Return the rules that, beside what costs so much, can be eased for less than `most`."""
        return [
            rule for rule in rules
            if any(price + relief.price < self.most for relief in rule.reliefs)
        ]  # fmt: skip

    def widen(self, reliefs: tuple[Relief, ...], rules: Iterable[Rule]) -> None:
        """Let the set be tried with each relief of these rules."""
        for rule in rules:
            for relief in rule.reliefs:
                if not any(_same_rule(relief, one) for one in reliefs):
                    price = relief.price + sum(one.price for one in reliefs)
                    heapq.heappush(self._untried, (price, next(self._order), (*reliefs, relief)))

    def eased(self, reliefs: Iterable[Relief]) -> Instance:
        """Return the task with reliefs."""
        eased = self.instance
        for relief in reliefs:
            eased = relief.change(eased)
        return eased

    def try_all(self) -> None:
        """Try what waits, cheapest first, up to the price of what was found."""
        while self._untried and not self.asking.is_over():
            price, _number, reliefs = heapq.heappop(self._untried)
            if price >= self.most:
                continue
            if any(_covers(reliefs, way.reliefs) for way in self.found):
                continue
            plan = self.asking.plan_for(self.eased(reliefs))
            if plan is not None:
                self.found.append(WayOut(reliefs, price, plan))
                self.found = sorted(self.found, key=lambda way: way.price)[:WAYS]
            elif self.asking.is_sure:
                heapq.heappush(self.lacking, (price, next(self._order), reliefs))


def _covers(reliefs: Iterable[Relief], others: Iterable[Relief]) -> bool:
    """Tell whether some reliefs are all of others, or more."""
    return all(
        any(_same_rule(one, other) and one.price == other.price for one in reliefs)
        for other in others
    )


def _same_rule(one: Relief, other: Relief) -> bool:
    keys = ("who", "room", "batch", "what", "unit", "first", "day", "start")
    return one.kind == other.kind and all(
        one.names.get(key) == other.names.get(key) for key in keys
    )
