"""Simulated annealing for tasks in which every meeting is one slot long and has its instructor.

Hard rules are prices too while it is warm, so that a timetable may pass through what is forbidden.
Needs Numba (`steps.py`), which compiles the steps.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lms.schedule.solver.model import Instance, Place, Plan
from lms.schedule.solver.steps import Books, Facts, Numbers, run

#: What a broken hard rule costs, and more for each curriculum of the course: little enough to be
#: broken in passing, more than it pays to break it.
HARD, HARD_EACH = 10, 3
#: What a step may save at most, and for each curriculum, in what is not yet reckoned: dearer ones
#: are left at once.
SAVED, SAVED_EACH = 2, 1
#: First and last temperature.
HOT, COLD = 8.0, 0.1
#: Shares of the time after which broken rules get dearer if some are left.
DEARER = (0.6, 0.7, 0.8, 0.9)
#: Shares of steps that keep the period, and that keep the room; the others may change both.
SAME_PERIOD, SAME_ROOM = 0.2, 0.2
#: Rooms tried for a course: those that cost no more than this above its cheapest.
FITTING = 20
#: Draws of an exponential variable, reckoned once: a logarithm a step would be slow.
DRAWS = -np.log1p(-(np.arange(1 << 14) + 0.5) / (1 << 14))
#: Steps between two looks at the clock.
LOOK = 200_000


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
    instance: Instance, *, seconds: float, seed: int = 1, steps: int | None = None, floor: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Plan:  # fmt: skip
    """Return the best timetable met while cooling over `seconds`, or over `steps` if given.

    Ends as soon as one costs no more than `floor`, which none can beat.
    """
    bath = Bath(instance, seed)
    bath.step(1, (HOT, HOT))  # compiles
    began, done, share, waiting = time.perf_counter(), 0, 0.0, list(DEARER)
    while share < 1.0 and bath.lowest > floor:
        count = min(LOOK, steps - done) if steps else LOOK
        spent = (time.perf_counter() - began) / seconds
        until = (done + count) / steps if steps else min(1.0, spent * (1 + count / max(done, LOOK)))
        bath.step(count, (_warmth(share), _warmth(until)))
        done, share = done + count, until
        if waiting and share >= waiting[0]:
            waiting.pop(0)
            bath.make_dearer()
        if progress is not None:
            progress(bath.lowest)
    return bath.plan()


def _warmth(share: float) -> float:
    """Return the temperature after a share of the time."""
    return float(HOT * (COLD / HOT) ** share)


class Bath:
    """The present timetable with its books, and the best one met."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self.instance, self.rng = instance, np.random.default_rng(seed)
        batch = instance.batches[0]
        self.slots = [(day, *slot) for day in batch.days for slot in batch.grid.slots(day)]
        self.facts = _facts(instance, [(day, start) for day, start, _end in self.slots])
        shape = len(self.slots), len(instance.rooms)
        cells = self.rng.permutation(shape[0] * shape[1])[: len(instance.meetings)]
        seat = np.stack(np.divmod(cells, shape[1]), axis=1).astype(np.int32)
        self.books = _books(self.facts, seat, shape)
        self.cost = self.lowest = self.whole_cost()
        self.best = self.books.seat.copy()

    def step(self, count: int, warmth: tuple[float, float]) -> None:
        """Take so many steps while cooling from one temperature to the other."""
        self.cost, self.lowest = run(
            self.facts, self.books, self.best, (self.cost, self.lowest), count, warmth, self.rng
        )

    def make_dearer(self) -> None:
        """Double the price of broken rules if there are some, and begin the best anew from here."""
        if self.broken():
            for prices in self.facts.conflict, self.facts.closed, self.books.crowd:
                prices *= 2
            self.cost = self.lowest = self.whole_cost()
            self.best[:] = self.books.seat

    def broken(self) -> int:
        """Return what the broken rules of the present timetable cost."""
        facts, books = self.facts, self.books
        period = books.seat[:, 0]
        alone = facts.conflict[facts.course, facts.course]
        together = (books.crowd[facts.course, period] - alone).sum() // 2
        return int(together + facts.closed[facts.course, period].sum())

    def whole_cost(self) -> int:
        """Return the cost of the present timetable, reckoned from the start."""
        facts, books = self.facts, self.books
        room = books.seat[:, 1]
        days = (books.present > 0).reshape(len(books.present), -1, facts.a_day)
        wide = np.pad(days, ((0, 0), (0, 0), (1, 1)))
        lonely = days & ~wide[:, :, :-2] & ~wide[:, :, 2:]
        return int(
            self.broken()
            + facts.lonely * lonely.sum()
            + facts.lack[facts.course, room].sum()
            + facts.spread * np.maximum(0, facts.min_days - books.used_days).sum()
            + facts.further * np.maximum(0, (books.in_room > 0).sum(axis=1) - 1).sum()
        )

    def plan(self) -> Plan:
        """Return the best timetable met."""
        places = {}
        for one, (period, room) in zip(self.instance.meetings, self.best.tolist(), strict=True):
            day, start, end = self.slots[period]
            number = self.instance.rooms[room].id
            places[one.id] = Place(one.id, day, start, end, number, tuple(sorted(one.may_teach)))
        return Plan(places)


def _facts(instance: Instance, moments: Sequence[tuple[object, int]]) -> Facts:
    weights, meetings = instance.weights, instance.meetings
    number = {name: at for at, name in enumerate(sorted({one.series for one in meetings}))}
    at_moment = {moment: at for at, moment in enumerate(moments)}
    group_at = {group.id: at for at, group in enumerate(instance.groups)}
    teacher_at = {one.id: at for at, one in enumerate(instance.instructors)}
    count = len(number)
    member = np.zeros((count, max(1, len(group_at))), dtype=bool)
    taught = np.zeros((count, max(1, len(teacher_at))), dtype=bool)
    closed = np.zeros((count, len(moments)), dtype=np.int32)
    lack = np.zeros((count, len(instance.rooms)), dtype=np.int32)
    min_days = np.zeros(count, dtype=np.int32)
    for one in meetings:
        at = number[one.series]
        min_days[at] = instance.min_days.get(one.series, 0)
        member[at, [group_at[group] for group in one.groups]] = True
        taught[at, [teacher_at[who] for who in one.may_teach]] = True
        closed[at, [at_moment[moment] for moment in one.not_at if moment in at_moment]] = 1
        lack[at] = [(weights.seat or 0) * max(0, one.seats - room.seats) for room in instance.rooms]
    conflict = (member @ member.T) | (taught @ taught.T) | np.eye(count, dtype=bool)
    each = member.sum(axis=1)
    price = HARD + HARD_EACH * each
    cheapest = lack.min(axis=1, keepdims=True)
    return Facts(
        np.array([number[one.series] for one in meetings], dtype=np.int32),
        len(moments) // len(instance.batches[0].days), min_days, lack,
        (closed * price[:, None]).astype(np.int32),
        (conflict * np.minimum(price[:, None], price)).astype(np.int32), *_rows(conflict),
        *_rows(member), member, *_rows(closed == closed.min(axis=1, keepdims=True)),
        *_rows(lack <= cheapest + FITTING), DRAWS, SAME_PERIOD, SAME_ROOM,
        (SAVED + SAVED_EACH * each).astype(np.int32),
        weights.isolated, weights.spread, weights.series_room,
    )  # fmt: skip


def _rows(true: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return the places of what is true, row after row, and where each row begins."""
    begins = np.cumsum([0, *true.sum(axis=1)])
    return np.nonzero(true)[1].astype(np.int32), begins.astype(np.int32)


def _books(facts: Facts, seat: Numbers, shape: tuple[int, int]) -> Books:
    periods, rooms = shape
    courses = len(facts.min_days)
    cell = np.full(shape, -1, dtype=np.int32)
    crowd = np.zeros((courses, periods), dtype=np.int32)
    present = np.zeros((facts.member.shape[1], periods), dtype=np.int32)
    on_day = np.zeros((courses, periods // facts.a_day), dtype=np.int32)
    in_room = np.zeros((courses, rooms), dtype=np.int32)
    for lecture, (period, room) in enumerate(seat.tolist()):
        course = facts.course[lecture]
        cell[period, room] = lecture
        crowd[:, period] += facts.conflict[:, course]
        present[:, period] += facts.member[course]
        on_day[course, period // facts.a_day] += 1
        in_room[course, room] += 1
    used_days = (on_day > 0).sum(axis=1).astype(np.int32)
    return Books(seat, cell, crowd, present, on_day, in_room, used_days)
