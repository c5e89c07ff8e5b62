"""Finding a good plan: first fit, then neighbourhood after neighbourhood set free and solved anew.

Large tasks are never given to the exact solver as a whole. The search keeps the best plan at every
moment, so it can be stopped at any time; the bound is what no plan can beat.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from random import Random

from lms.core import solver
from lms.schedule.solver import bounds, exact, greedy
from lms.schedule.solver.hardrules import Aim
from lms.schedule.solver.judge import Judgement, judge
from lms.schedule.solver.layout import Layout, Tables
from lms.schedule.solver.model import Instance, Meeting, Place, Plan

#: Reckoned seconds for one neighbourhood, and the most that the clock allows it.
EFFORT, PATIENCE = 0.15, 6.0
#: Meetings set free at first, at least and at most.
FIRST, LEAST, MOST = 14, 6, 40
#: Each so many rounds one goes into the bound, until it is proven or has had most effort.
BOUND_EVERY, MOST_EFFORT = 4, 5.0


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
    Without OR-Tools the first fit is returned.
    """
    search = _Search(instance, seconds, seed, start, progress, cancelled)
    search.refill()
    if solver.is_installed():
        search.place_the_rest()
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
        #: What rooms and loads must cost, and the hours of each batch reckoned so far.
        self.of_things, self.bounds = 0, dict[int, int]()
        #: Batches whose bound may still rise, and with what effort to look next.
        self.unproven = [(one.id, 4 * EFFORT) for one in instance.batches]
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
            self.layout.plan, self.best, self.bound, time.perf_counter() - self.began, self.rounds
        )

    @property
    def bound(self) -> int:
        """Return what no plan can beat: of rooms and loads, and of hours batch by batch."""
        return self.of_things + sum(self.bounds.values())

    def _is_late(self) -> bool:
        return time.perf_counter() - self.began >= self.seconds

    def _out_of_time(self) -> bool:
        return self._is_late() or self.cancelled()

    def is_over(self, rounds: int | None) -> bool:
        """Tell whether time or rounds are used up, or the plan is proven best."""
        done = rounds is not None and self.rounds >= rounds
        return done or self._out_of_time() or self.outcome().is_optimal or not self._movable()

    def _movable(self) -> bool:
        return any(one.fixed is None for one in self.instance.meetings)

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(Progress(
                time.perf_counter() - self.began, self.rounds, self.best.unplaced,
                len(self.best.violations), self.best.cost, self.bound,
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

    # -- making it better

    def go_round(self) -> None:
        """Set one neighbourhood free and keep what comes out when it is no worse."""
        self.rounds += 1
        if self.rounds % BOUND_EVERY == 0 and self.unproven:
            self._raise_bound()
            return
        free, aim = self._neighbourhood()
        self._try(free, aim, effort=EFFORT)

    def _try(self, free: Collection[int], aim: Aim, effort: float) -> bool:
        """Solve a neighbourhood; take the outcome when the judge finds it no worse."""
        left = self.seconds - (time.perf_counter() - self.began)
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

    def _raise_bound(self) -> None:
        """Look closer at what one batch must cost: at each for a moment, then at each longer."""
        if not self.bounds:
            self.of_things = bounds.of_things(self.instance)
        batch, effort = self.unproven.pop(0)
        bound, is_proven = self._bound_of(batch, effort)
        self.bounds[batch] = max(bound, self.bounds.get(batch, 0))
        if not is_proven and effort < MOST_EFFORT:
            self.unproven.append((batch, 2 * effort))
        self._tell()

    def _bound_of(self, batch: int, effort: float) -> tuple[int, bool]:
        """Return what the hours of a batch must cost even if it had everything for itself.

        And whether that is exact, so that looking longer is of no use.
        """
        alone = Layout(Tables(self.instance.only(batch)))
        free = [one for one in self.tables.of_batch[batch] if self._is_free(one)]
        if not free:
            return 0, True
        left = self.seconds - (time.perf_counter() - self.began)
        found = exact.solve(
            alone, free, Aim(loose=True), seconds=max(0.1, min(PATIENCE, left)), effort=effort,
            seed=self.seed, cancelled=self.cancelled,
        )  # fmt: skip
        if found.state == "infeasible":
            return 0, True
        return max(0, ceil(found.bound - 1e-6)), found.state == "optimal"
