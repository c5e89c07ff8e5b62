"""Annealing by heat bath for tasks in which every meeting is one slot long and has its instructor.

One meeting at a time is taken out and given a new place among all places at once, drawn by
Boltzmann's weights: what would be thousands of refused moves is one step of array arithmetic.
What the arithmetic leaves out (two meetings changing places inside one group) is weighed exactly
before the move is kept. Needs NumPy, which comes with OR-Tools.
"""

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from lms.schedule.solver.model import Instance, Meeting, Place, Plan

#: What a broken hard rule costs while annealing.
HARD = 40
#: First and last temperature.
HOT, COLD = 4.0, 0.2


def fits(instance: Instance) -> bool:
    """Tell whether a task has the form this needs: one batch, one slot each, nothing else hard."""
    return len(instance.batches) == 1 and instance.weights.seat is not None and all(
        one.jp == 1 and one.in_room and one.fixed is None and not one.after and one.series
        and not one.equipment and one.staff == len(one.may_teach)
        for one in instance.meetings
    ) and not any(room.closed for room in instance.rooms) and not any(
        one.away or one.day_jp or one.week_jp or one.month_jp for one in instance.instructors
    )  # fmt: skip


def anneal(
    instance: Instance, *, seconds: float, seed: int = 1, steps: int | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:  # fmt: skip
    """Return the best plan met while cooling down over `seconds`, or over `steps` if given."""
    bath = _Bath(instance, seed)
    began, done, share = time.perf_counter(), 0, 0.0
    while share < 1.0 and not (cancelled is not None and cancelled()):
        temperature = HOT * (COLD / HOT) ** share
        for _ in range(200):
            bath.step(temperature)
        done += 200
        spent = (time.perf_counter() - began) / seconds
        share = max(done / steps, spent if spent >= 1 else 0) if steps else spent
        if progress is not None:
            progress(bath.best)
    return bath.plan()


class _Bath:
    """The present timetable as a table of periods and rooms, and the best one met."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self.instance, self.rng = instance, np.random.default_rng(seed)
        self.batch = instance.batches[0]
        self.meetings: tuple[Meeting, ...] = instance.meetings
        self.slots = [
            (day, *slot) for day in self.batch.days for slot in self.batch.grid.slots(day)
        ]
        self._arrays()
        self._random_start()
        self.best, self.best_state = math.inf, (self.period.copy(), self.room.copy())
        self.cost = self._whole_cost()
        self._remember()
        self._draws: list[int] = []

    def _arrays(self) -> None:
        instance, weights = self.instance, self.instance.weights
        names = sorted({one.series for one in self.meetings})
        course = {name: at for at, name in enumerate(names)}
        self.course_of = np.array([course[one.series] for one in self.meetings])
        count, periods, rooms = len(names), len(self.slots), len(instance.rooms)
        self.days = len(self.batch.days)
        self.a_day = periods // self.days
        self.nobody = count
        groups = {group.id: at for at, group in enumerate(instance.groups)}
        self.member = np.zeros((count + 1, len(groups)))
        self.closed = np.zeros((count + 1, periods))
        self.lack = np.zeros((count + 1, rooms))
        self.min_days = [0] * count
        teacher: dict[int, tuple[int, ...]] = {}
        at_slot = {(day, start): at for at, (day, start, _end) in enumerate(self.slots)}
        for one in self.meetings:
            c = course[one.series]
            self.min_days[c] = instance.min_days.get(one.series, 0)
            teacher[c] = one.may_teach
            for group in one.groups:
                self.member[c, groups[group]] = 1
            for moment in one.not_at:
                if moment in at_slot:
                    self.closed[c, at_slot[moment]] = HARD
            for r, room in enumerate(instance.rooms):
                self.lack[c, r] = (weights.seat or 0) * max(0, one.seats - room.seats)
        shares = (self.member @ self.member.T) > 0
        same = np.array([[set(teacher.get(a, ())) & set(teacher.get(b, ())) != set()
                          for b in range(count + 1)] for a in range(count + 1)])  # fmt: skip
        self.conflict = HARD * (shares | same).astype(float)
        for c in range(count):
            self.conflict[c, c] = HARD
        self.conflict[self.nobody] = 0
        self.conflict[:, self.nobody] = 0
        self.groups_of = [np.flatnonzero(self.member[c]) for c in range(count + 1)]
        touched = self.member @ self.member.T > 0
        self.kin = [np.flatnonzero(touched[c]) for c in range(count + 1)]
        self.kin_member = [self.member[kin] for kin in self.kin]
        self.count, self.periods, self.rooms = count, periods, rooms
        self.day_of = np.arange(periods) // self.a_day
        self.row_start = np.arange(periods)[:, None] * (count + 1)
        self.columns = np.arange(rooms)[None, :]

    def _random_start(self) -> None:
        cells = self.rng.permutation(self.periods * self.rooms)[: len(self.meetings)]
        self.period = cells // self.rooms
        self.room = cells % self.rooms
        self.grid = np.full((self.periods, self.rooms), self.nobody)
        self.lecture_at = np.full((self.periods, self.rooms), -1)
        self.grid[self.period, self.room] = self.course_of
        self.lecture_at[self.period, self.room] = np.arange(len(self.meetings))
        self.present = np.zeros((len(self.instance.groups), self.periods))
        self.on_day = np.zeros((self.count, self.days), dtype=int)
        self.in_room = np.zeros((self.count, self.rooms), dtype=int)
        for lecture, c in enumerate(self.course_of):
            self._count(c, self.period[lecture], self.room[lecture], 1)
        #: What a meeting costs more (joins) or less (leaves) at a period, closed hours too.
        self.joins = self.closed.copy()
        self.leaves = -self.closed.T.copy()
        for c in range(self.count):
            self._refresh(c)

    def _count(self, c: int, p: int, r: int, sign: int) -> None:
        self.present[self.groups_of[c], p] += sign
        self.on_day[c, p // self.a_day] += sign
        self.in_room[c, r] += sign

    # -- compactness: what joining or leaving a period changes

    def _lonely(self, present: Any) -> tuple[Any, Any]:
        """Return, by row and period, the change in lonely meetings when one joins and leaves."""
        taken = present.reshape(present.shape[0], self.days, self.a_day)
        shape = (*taken.shape[:2], self.a_day + 4)
        wide = np.zeros(shape, dtype=bool)
        wide[:, :, 2:-2] = taken > 0
        here, left, right = wide[:, :, 2:-2], wide[:, :, 1:-3], wide[:, :, 3:-1]
        far_left, far_right = wide[:, :, :-4], wide[:, :, 4:]
        alone = ~(left | right)
        joins = alone.astype(float) - (left & ~far_left) - (right & ~far_right)
        leaves = (left & ~far_left).astype(float) + (right & ~far_right) - alone
        weight = self.instance.weights.isolated
        joins = np.where(here, 0.0, weight * joins)
        leaves = np.where(taken == 1, weight * leaves, 0.0)
        return joins.reshape(present.shape), leaves.reshape(present.shape)

    def _refresh(self, c: int) -> None:
        """Reckon anew the changes for all courses that share a curriculum with one."""
        kin = self.kin[c]
        if not len(kin):
            return
        groups = np.flatnonzero(self.kin_member[c].any(axis=0))
        joins, leaves = self._lonely(self.present[groups])
        member = self.kin_member[c][:, groups]
        self.joins[kin] = member @ joins + self.closed[kin]
        self.leaves[:, kin] = (member @ leaves - self.closed[kin]).T

    # -- one step

    def step(self, temperature: float) -> None:
        """Take one meeting out and draw it a new place."""
        if not self._draws:
            self._draws = self.rng.integers(0, len(self.meetings), 4096).tolist()
        lecture = self._draws.pop()
        c, p, r = int(self.course_of[lecture]), int(self.period[lecture]), int(self.room[lecture])
        grid = self.grid
        grid[p, r] = self.nobody
        self._count(c, p, r, -1)
        by_period = self._period_costs(c)
        by_room = self.lack[c] + self._room_costs(c)
        clash = self.conflict[c][grid]
        total = (by_period + clash.sum(axis=1))[:, None] + by_room[None, :] - clash
        crowd = self.conflict[:, grid[p]].sum(axis=1) + self.joins[:, p] + self.lack[:, r]
        crowd[self.nobody] = 0.0
        total += crowd[grid] + self.leaves.take(self.row_start + grid)
        total -= self.lack.take(grid * self.rooms + self.columns)
        flat = total.ravel()
        weights = np.exp((flat.min() - flat) / temperature)
        heap = np.cumsum(weights)
        target = int(np.searchsorted(heap, self.rng.random() * heap[-1]))
        here = float(flat[p * self.rooms + r])
        new_p, new_r = divmod(target, self.rooms)
        self._count(c, p, r, 1)
        grid[p, r] = c
        if (new_p, new_r) == (p, r):
            return
        self._move(lecture, new_p, new_r, float(flat[target]) - here, temperature)

    def _period_costs(self, c: int) -> Any:
        joins, _leaves = self._lonely(self.present[self.groups_of[c]])
        costs = self.closed[c] + joins.sum(axis=0)
        on_day = self.on_day[c]
        if np.count_nonzero(on_day) < self.min_days[c]:
            costs = costs - self.instance.weights.spread * (on_day[self.day_of] == 0)
        return costs

    def _room_costs(self, c: int) -> Any:
        used = self.in_room[c] > 0
        return self.instance.weights.series_room * ~used if used.any() else 0.0

    def _move(self, lecture: int, p: int, r: int, guess: float, temperature: float) -> None:
        """Make a move, weigh it exactly, and take it back when it is worse than guessed."""
        other = int(self.lecture_at[p, r])
        old_p, old_r = int(self.period[lecture]), int(self.room[lecture])
        before = self._local_cost(lecture, other, old_p, p)
        self._swap(lecture, other, old_p, old_r, p, r)
        change = self._local_cost(lecture, other, old_p, p) - before
        worse = change - guess
        if worse > 0 and self.rng.random() >= math.exp(-worse / temperature):
            self._swap(lecture, other, p, r, old_p, old_r)
            return
        self.cost += change
        self._refresh(int(self.course_of[lecture]))
        if other >= 0:
            self._refresh(int(self.course_of[other]))
        if self.cost < self.best:
            self._remember()

    def _swap(self, lecture: int, other: int, p: int, r: int, new_p: int, new_r: int) -> None:
        """Put a lecture from one cell into another; what was there takes its former cell."""
        c = int(self.course_of[lecture])
        self._count(c, p, r, -1)
        self._count(c, new_p, new_r, 1)
        self.period[lecture], self.room[lecture] = new_p, new_r
        self.grid[new_p, new_r], self.lecture_at[new_p, new_r] = c, lecture
        if other >= 0:
            m = int(self.course_of[other])
            self._count(m, new_p, new_r, -1)
            self._count(m, p, r, 1)
            self.period[other], self.room[other] = p, r
            self.grid[p, r], self.lecture_at[p, r] = m, other
        else:
            self.grid[p, r], self.lecture_at[p, r] = self.nobody, -1

    def _local_cost(self, lecture: int, other: int, p: int, q: int) -> float:
        """Return everything that a move between two periods can change."""
        courses = {int(self.course_of[lecture])}
        if other >= 0:
            courses.add(int(self.course_of[other]))
        groups: set[int] = set()
        cost = 0.0
        for c in courses:
            cost += self._course_cost(c)
            groups.update(self.groups_of[c].tolist())
        for period in {p, q}:
            row = self.grid[period]
            cost += (
                self.conflict[np.ix_(row, row)].sum() / 2 - np.diag(self.conflict)[row].sum() / 2
            )
            cost += self.closed[row, period].sum()
        if groups:
            days = {p // self.a_day, q // self.a_day}
            cost += self._lonely_count(sorted(groups), sorted(days))
        return cost

    def _course_cost(self, c: int) -> float:
        weights = self.instance.weights
        days = int(np.count_nonzero(self.on_day[c]))
        rooms = int(np.count_nonzero(self.in_room[c]))
        return float(
            weights.spread * max(0, self.min_days[c] - days)
            + weights.series_room * max(0, rooms - 1)
            + self.in_room[c] @ self.lack[c]
        )

    def _lonely_count(self, groups: list[int], days: list[int]) -> float:
        taken = self.present[groups].reshape(len(groups), self.days, self.a_day)[:, days, :] > 0
        wide = np.zeros((len(groups), len(days), self.a_day + 2), dtype=bool)
        wide[:, :, 1:-1] = taken
        lonely = taken & ~wide[:, :, :-2] & ~wide[:, :, 2:]
        return float(self.instance.weights.isolated * np.count_nonzero(lonely))

    def _whole_cost(self) -> float:
        cost = sum(self._course_cost(c) for c in range(self.count))
        for period in range(self.periods):
            row = self.grid[period]
            cost += (
                self.conflict[np.ix_(row, row)].sum() / 2 - np.diag(self.conflict)[row].sum() / 2
            )
            cost += self.closed[row, period].sum()
        every = list(range(len(self.instance.groups)))
        return cost + self._lonely_count(every, list(range(self.days)))

    def _remember(self) -> None:
        self.best = self.cost
        self.best_state = (self.period.copy(), self.room.copy())

    def plan(self) -> Plan:
        """Return the best timetable met."""
        period, room = self.best_state
        places = {}
        for at, one in enumerate(self.meetings):
            day, start, end = self.slots[int(period[at])]
            number = self.instance.rooms[int(room[at])].id
            places[one.id] = Place(one.id, day, start, end, number, tuple(sorted(one.may_teach)))
        return Plan(places)
