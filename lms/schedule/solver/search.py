"""Finding a good plan: first fit, settling, then neighbourhoods set free and solved anew.

Large tasks are never given to the exact solver as a whole. The search keeps the best plan at every
moment, so it can be stopped at any time; the bound is what no plan can beat.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from lms.core import solver
from lms.schedule.solver import bounds, exact, greedy
from lms.schedule.solver.hardrules import Aim
from lms.schedule.solver.judge import Judgement, judge
from lms.schedule.solver.layout import Layout, Tables
from lms.schedule.solver.model import Instance, Meeting, Place, Plan
from lms.schedule.solver.settling import Settling

#: Reckoned seconds for one neighbourhood, and the most that the clock allows it.
EFFORT, PATIENCE = 0.15, 6.0
#: Times that every meeting is settled, the part of the time for it, and how warm first and last.
PASSES, SETTLING, HOT, COLD = 50, 0.5, 0.6, 0.1
#: Reckoned seconds for placing a whole batch anew.
BATCH_EFFORT = 8.0
#: Meetings set free at first, at least and at most.
FIRST, LEAST, MOST = 14, 6, 40
#: Each so many rounds one goes into the bound, until it is proven or has had most effort.
BOUND_EVERY = 4


@dataclass(frozen=True)
class Progress:
    """How far a search is."""

    seconds: float
    rounds: int
    unplaced: int
    violations: int
    cost: int
    bound: int


@dataclass(frozen=True)
class Outcome:
    """What a search found: the best plan, its judgement, what no plan can beat, and the effort."""

    plan: Plan
    judgement: Judgement
    bound: int
    seconds: float
    rounds: int

    @property
    def is_optimal(self) -> bool:
        """Tell whether no plan is better."""
        return not self.judgement.violations and self.judgement.cost <= self.bound


def find_plan(
    instance: Instance, *, seconds: float, seed: int = 1, rounds: int | None = None,
    start: Plan | None = None, progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome:  # fmt: skip
    """Search for at most `seconds` (and `rounds` neighbourhoods) and return the best plan found.

    The same instance, seed and rounds give the same plan wherever the clock does not cut in.
    Without OR-Tools it ends with settling. A plan to `start` from is taken as settled.
    """
    search = _Search(instance, seconds, seed, start, progress, cancelled)
    search.refill()
    if solver.is_installed():
        search.place_the_rest()
        search.count()
    if start is None:
        search.settle()
    if solver.is_installed():
        while not search.is_over(rounds):
            search.go_round()
    return search.outcome()


class _Search:
    """The state of a search: the layout is always that of the best plan."""

    def __init__(
        self, instance: Instance, seconds: float, seed: int, start: Plan | None,
        progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None,
    ) -> None:  # fmt: skip
        self.began, self.seconds = time.perf_counter(), seconds
        self.progress, self.cancelled = progress, cancelled or (lambda: False)
        self.instance, self.seed, self.rng = instance, seed, Random(seed)
        self.tables = Tables(instance)
        self.layout = self._first(start)
        self.best = judge(instance, self.layout.plan)
        self.rounds, self.size = 0, float(FIRST)
        self.bound = bounds.Bound(instance, seed)
        self._tell()

    def _first(self, start: Plan | None) -> Layout:
        """Begin with the plan given, or by first fit."""
        if start is None:
            return greedy.build(self.tables, seed=self.seed, stop=self._is_late)
        layout = Layout(self.tables, start.places.values())
        for batch in self.instance.batches:
            greedy.fill_batch(layout, batch.id, Random(self.seed))
        return layout

    def outcome(self) -> Outcome:
        """Return the best found."""
        return Outcome(
            self.layout.plan,
            self.best,
            self.bound.value,
            time.perf_counter() - self.began,
            self.rounds,
        )

    def _is_late(self) -> bool:
        return time.perf_counter() - self.began >= self.seconds

    def _time_left(self) -> float:
        return self.seconds - (time.perf_counter() - self.began)

    def _out_of_time(self) -> bool:
        return self._is_late() or self.cancelled()

    def is_over(self, rounds: int | None) -> bool:
        """Tell whether time or rounds are used up, or the plan is proven best."""
        done = rounds is not None and self.rounds >= rounds
        return done or self._out_of_time() or self._is_optimal() or not self._movable()

    def _is_optimal(self) -> bool:
        return self.outcome().is_optimal

    def _movable(self) -> bool:
        return any(one.fixed is None for one in self.instance.meetings)

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(Progress(
                time.perf_counter() - self.began, self.rounds, self.best.unplaced,
                len(self.best.violations), self.best.cost, self.bound.value,
            ))  # fmt: skip

    # -- placing what the first fit could not

    def refill(self) -> None:
        """Try more orders of the batches in which something has no place."""
        lacking = {one.batch for one in self.instance.meetings if one.id not in self.layout.places}
        for batch in sorted(lacking):
            if not self._out_of_time():
                greedy.refill_batch(self.layout, batch, Random(f"{self.seed}:again:{batch}"))
        if lacking:
            self.best = judge(self.instance, self.layout.plan)
            self._tell()

    def place_the_rest(self) -> None:
        """Give a place to whatever has none, setting more and more around it free."""
        for meeting in self.instance.meetings:
            if meeting.id in self.layout.places:
                continue
            for free, width in self._wider(meeting):
                if self._out_of_time():
                    return
                if self._try(free | {meeting.id}, Aim(cheap=False, width=width), effort=4 * EFFORT):
                    break
            else:
                self._place_batch(meeting.batch)

    def _place_batch(self, batch: int) -> None:
        """Place a batch anew, all that it lacks included: when first, who and where then."""
        free = [one for one in self.tables.of_batch[batch] if self._is_free(one)]
        found = exact.place_all(
            self.layout, free, seconds=max(0.1, self._time_left()), effort=BATCH_EFFORT,
            seed=self.seed, cancelled=self._out_of_time,
        )  # fmt: skip
        if found.places is not None:
            self._take_over(found.places)

    def _wider(self, meeting: Meeting) -> Iterable[tuple[set[int], int | None]]:
        """Give growing sets: its group, its batch, its rivals too."""
        placed = self.layout.places
        own = {one for group in meeting.groups for one in self.tables.of_group[group]}
        batch = set(self.tables.of_batch[meeting.batch])
        days = set(self.instance.batch[meeting.batch].days)
        rivals = {
            one for one, place in placed.items()
            if place.day in days and set(place.staff) & set(meeting.may_teach)
        }  # fmt: skip
        for free, width in (own, 4), (batch, 3), (own, None), (own | rivals, None), (batch, None):
            yield {one for one in free if one in placed and self._is_free(one)}, width

    def _is_free(self, meeting: int) -> bool:
        return self.instance.meeting[meeting].fixed is None

    def count(self) -> None:
        """Reckon what no plan can beat, before it is looked at more closely."""
        self.bound.count(self._out_of_time)
        self._tell()

    # -- making it better

    def settle(self) -> None:
        """Settle every meeting again and again while cooling; the best plan met stays.

        Passes set the pace, the clock only where it is ahead of them.
        """
        settling = Settling(self.layout, Random(f"{self.seed}:settle"))
        began, cost, plan = time.perf_counter(), self.best.cost, self.layout.plan
        passes, saved, share = 0, 1, 0.0
        while (share < 1 or saved > 0) and not self._out_of_time() and not self._is_optimal():
            warmth = HOT * (COLD / HOT) ** share if passes and share < 1 else 0.0
            saved = settling.go_through(self._out_of_time, warmth)
            cost -= saved
            passes += 1
            share = max(passes / PASSES,
                        (time.perf_counter() - began) / (SETTLING * self.seconds))  # fmt: skip
            if cost < self.best.cost:
                plan, self.best = self.layout.plan, judge(self.instance, self.layout.plan)
                self._tell()
        if cost > self.best.cost:
            self.layout = Layout(self.tables, plan.places.values())

    def go_round(self) -> None:
        """Set one neighbourhood free and keep what comes out when it is no worse."""
        self.rounds += 1
        if self.rounds % BOUND_EVERY == 0 and self.bound.unproven:
            self.bound.look(min(PATIENCE, self._time_left()), self.cancelled)
            self._tell()
            return
        free, aim = self._neighbourhood()
        self._try(free, aim, effort=EFFORT)

    def _try(self, free: Collection[int], aim: Aim, effort: float) -> bool:
        """Solve a neighbourhood; take the outcome when the judge finds it no worse."""
        left = self._time_left()
        found = exact.solve(
            self.layout, free, aim, seconds=max(0.1, min(PATIENCE, left)), effort=effort,
            seed=self.seed + self.rounds, cancelled=self.cancelled,
        )  # fmt: skip
        if found.state in ("optimal", "infeasible"):
            self.size = min(MOST, self.size + 0.5)
        else:
            self.size = max(LEAST, self.size - 1)
        return found.places is not None and self._take_over(found.places)

    def _take_over(self, places: Sequence[Place]) -> bool:
        former = [self.layout.take(p.meeting) for p in places if p.meeting in self.layout.places]
        for place in places:
            self.layout.put(place)
        new = judge(self.instance, self.layout.plan)
        if new.rank <= self.best.rank:
            better, self.best = new.rank < self.best.rank, new
            if better:
                self._tell()
            return True
        for place in places:
            self.layout.take(place.meeting)
        for place in former:
            self.layout.put(place)
        return False

    def _neighbourhood(self) -> tuple[set[int], Aim]:
        """Choose meetings that have to do with each other, and how far they may move."""
        batch = self.rng.choice(self.instance.batches)
        meetings = [one for one in self.tables.of_batch[batch.id]
                    if self._is_free(one) and one in self.layout.places]  # fmt: skip
        if not meetings:
            return set(), Aim()
        size, kind = int(self.size), self.rng.random()
        days = self._some_days(meetings)
        near = [one for one in meetings if self.layout.places[one].day in days]
        if kind < 0.3:
            return self._sample(near, 2 * size), Aim(moments=False)
        if kind < 0.6:
            return self._sample(near, size), Aim(days=days, width=6)
        groups = self.instance.meeting[self.rng.choice(near)].groups
        own = [one for one in near if self.instance.meeting[one].groups == groups]
        chosen = self._sample(own, size)
        rest = [one for one in near if one not in chosen]
        return chosen | self._sample(rest, (size - len(chosen)) // 2), Aim(days=days, width=4)

    def _some_days(self, meetings: Sequence[int]) -> frozenset[date]:
        """Choose up to five days of the plan, mostly in a row."""
        days = sorted({self.layout.places[one].day for one in meetings})
        count = min(len(days), self.rng.choice((1, 2, 3, 5)))
        if self.rng.random() < 0.3:
            return frozenset(self.rng.sample(days, count))
        first = self.rng.randrange(len(days) - count + 1)
        return frozenset(days[first : first + count])

    def _sample(self, among: Sequence[int], count: int) -> set[int]:
        return set(self.rng.sample(list(among), max(0, min(count, len(among)))))
