"""The steps of annealing, compiled: millions of small changes a second, each weighed by difference.

A timetable is a table of periods and rooms with at most one lecture in each cell. A step takes a
lecture to another cell that is open to it; a lecture that sits there takes the cell it leaves. What
is cheap to reckon is reckoned first, and a step that is already too dear is left (Bellio, Ceschia,
Di Gaspero, Schaerf, Urli, "Feature-based tuning of simulated annealing applied to the
curriculum-based course timetabling problem", 2016, for moves and swaps in one neighbourhood with
hard rules as prices; the books and the order of reckoning are our own).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
#: Small functions become part of whoever calls them: calls would take a third of the time.
inlined = njit(cache=True, inline="always")


class Facts(NamedTuple):
    """What never changes: courses, curricula (as groups), periods and prices, by number."""

    #: The course of each lecture.
    course: Numbers
    #: Periods of a day.
    a_day: int
    #: By course: days it must meet on at least.
    min_days: Numbers
    #: By course and room: what the seats that are short cost.
    lack: Numbers
    #: By course and period: what it costs to meet where it must not.
    closed: Numbers
    #: By course and course: what it costs to meet at once where they must not; with itself too.
    conflict: Numbers
    #: The courses in conflict with each course one after the other, and where each row begins.
    near: Numbers
    near_at: Numbers
    #: The same of the groups of each course.
    groups: Numbers
    groups_at: Numbers
    #: By course and group: whether the group attends.
    member: NDArray[np.bool_]
    #: The periods open to each course, and the rooms that fit it.
    open: Numbers
    open_at: Numbers
    fits: Numbers
    fits_at: Numbers
    #: Draws of an exponential variable, to draw from again.
    draws: NDArray[np.float64]
    #: Shares of steps that keep the period, and the room.
    same_period: float
    same_room: float
    #: By course: what a step is supposed to save at most in what is not yet reckoned.
    saving: Numbers
    #: Prices: of a lonely period, a missing day, a further room.
    lonely: int
    spread: int
    further: int


class Books(NamedTuple):
    """What each step keeps up to date, by number of course, group, period, day or room."""

    #: Period and room of each lecture, and the lecture of each cell (-1: none).
    seat: Numbers
    cell: Numbers
    #: By course and period: what the lectures there cost that it must not meet beside.
    crowd: Numbers
    #: By group and period: its lectures.
    present: Numbers
    on_day: Numbers
    in_room: Numbers
    used_days: Numbers


@njit(cache=True)
def run(
    facts: Facts, books: Books, best: Numbers, costs: tuple[int, int], steps: int,
    warmth: tuple[float, float], rng: np.random.Generator,
) -> tuple[int, int]:  # fmt: skip
    """Take so many steps while cooling from `warmth[0]` to `warmth[1]`.

    `costs` are the present one and the lowest met, and come back so; `best` becomes the seats of
    the lowest.
    """
    # Small functions are given the arrays they need: whole records are slow to hand over.
    (
        course,
        a_day,
        min_days,
        lack,
        closed,
        conflict,
        near,
        near_at,
        groups,
        groups_at,
        member,
        open_periods,
        open_at,
        fits,
        fits_at,
        draws,
        same_period,
        same_room,
        saving,
        lonely,
        spread,
        further,
    ) = facts
    seat, cell, crowd, present, on_day, in_room, used_days = books
    cost, lowest = costs
    temperature = warmth[0]
    cooling = (warmth[1] / warmth[0]) ** (1 / steps)
    lectures, many = len(course), len(draws)
    for _step in range(steps):
        temperature *= cooling
        one = int(rng.random() * lectures)
        mine = course[one]
        p, r = seat[one]
        period, room = p, r
        kind = rng.random()
        if kind >= same_period:
            first = open_at[mine]
            period = open_periods[first + int(rng.random() * (open_at[mine + 1] - first))]
        if kind < same_period or kind >= same_period + same_room:
            first = fits_at[mine]
            room = fits[first + int(rng.random() * (fits_at[mine + 1] - first))]
        other = cell[period, room]
        theirs = course[other] if other >= 0 else -1
        if mine == theirs:
            continue
        limit = temperature * draws[int(rng.random() * many)]
        hopeless = limit + saving[mine] + (saving[theirs] if other >= 0 else 0)
        change = 0
        if p != period:
            change += _broken(crowd, closed, conflict, mine, theirs, p, period)
            if change > hopeless:
                continue
        change += _of_rooms(in_room, lack, mine, r, room, further)
        day, then = p // a_day, period // a_day
        change += spread * _of_days(on_day, used_days, min_days, mine, day, then)
        if other >= 0:
            change += _of_rooms(in_room, lack, theirs, room, r, further)
            change += spread * _of_days(on_day, used_days, min_days, theirs, then, day)
        if change > hopeless:
            continue
        if p != period:
            change += lonely * _meet(
                present, groups, groups_at, member, mine, theirs, p, period, a_day
            )
        if change > limit:
            if p != period:
                _meet(present, groups, groups_at, member, mine, theirs, period, p, a_day)
            continue
        in_room[mine, r] -= 1
        in_room[mine, room] += 1
        _book(on_day, used_days, crowd, conflict, near, near_at, mine, p, period, a_day)
        seat[one, 0], seat[one, 1] = period, room
        if other >= 0:
            in_room[theirs, room] -= 1
            in_room[theirs, r] += 1
            _book(on_day, used_days, crowd, conflict, near, near_at, theirs, period, p, a_day)
            seat[other, 0], seat[other, 1] = p, r
        cell[period, room], cell[p, r] = one, other
        cost += change
        if cost < lowest:
            lowest = cost
            best[:] = seat
    return cost, lowest


@inlined
def _broken(
    crowd: Numbers, closed: Numbers, conflict: Numbers, mine: int, theirs: int, p: int, period: int
) -> int:
    """Return what hard rules cost more when two courses change places, -1 being none."""
    pair = conflict[mine, theirs] if theirs >= 0 else 0
    more = crowd[mine, period] - pair - crowd[mine, p] + conflict[mine, mine]
    more += closed[mine, period] - closed[mine, p]
    if theirs >= 0:
        more += crowd[theirs, p] - pair - crowd[theirs, period] + conflict[theirs, theirs]
        more += closed[theirs, p] - closed[theirs, period]
    return int(more)


@inlined
def _of_rooms(
    in_room: Numbers, lack: Numbers, course: int, r: int, room: int, further: int
) -> int:  # fmt: skip
    """Return what seats and rooms of a course cost more when a lecture changes its room."""
    change = lack[course, room] - lack[course, r]
    if r != room:
        change += further * ((in_room[course, room] == 0) - (in_room[course, r] == 1))
    return int(change)


@inlined
def _of_days(
    on_day: Numbers, used_days: Numbers, min_days: Numbers, course: int, day: int, then: int
) -> int:
    """Return the days a course lacks more when a lecture goes to another day."""
    if day == then:
        return 0
    days, least = used_days[course], min_days[course]
    after = days - (on_day[course, day] == 1) + (on_day[course, then] == 0)
    return int(max(0, least - after) - max(0, least - days))


@inlined
def _meet(
    present: Numbers, groups: Numbers, groups_at: Numbers, member: NDArray[np.bool_],
    mine: int, theirs: int, p: int, period: int, a_day: int,
) -> int:  # fmt: skip
    """Take a course from a period to another, and what was there back; return lonely ones more.

    Whoever attends both notices nothing.
    """
    change = 0
    for at in range(groups_at[mine], groups_at[mine + 1]):
        group = groups[at]
        if theirs < 0 or not member[theirs, group]:
            change += _leave_and_join(present, group, p, period, a_day)
    if theirs >= 0:
        for at in range(groups_at[theirs], groups_at[theirs + 1]):
            group = groups[at]
            if not member[mine, group]:
                change += _leave_and_join(present, group, period, p, a_day)
    return change


@inlined
def _leave_and_join(present: Numbers, group: int, p: int, period: int, a_day: int) -> int:
    change = 0
    present[group, p] -= 1
    if present[group, p] == 0:
        change -= _loneliness(present, group, p, a_day)
    if present[group, period] == 0:
        change += _loneliness(present, group, period, a_day)
    present[group, period] += 1
    return change


@inlined
def _loneliness(present: Numbers, group: int, period: int, a_day: int) -> int:
    """Return how many lonely periods more there are when a group meets in a period than when not.

    One more if nobody is beside it; one less for each neighbour that has no other.
    """
    first = period - period % a_day
    last = first + a_day - 1
    before = period > first and present[group, period - 1] > 0
    after = period < last and present[group, period + 1] > 0
    if not before and not after:
        return 1
    change = 0
    if before and (period - 1 == first or present[group, period - 2] == 0):
        change -= 1
    if after and (period + 1 == last or present[group, period + 2] == 0):
        change -= 1
    return change


@inlined
def _book(
    on_day: Numbers, used_days: Numbers, crowd: Numbers, conflict: Numbers, near: Numbers,
    near_at: Numbers, course: int, p: int, period: int, a_day: int,
) -> None:  # fmt: skip
    """Note that a lecture of a course goes from a period to another."""
    if p == period:
        return
    day, then = p // a_day, period // a_day
    if day != then:
        on_day[course, day] -= 1
        used_days[course] += (on_day[course, then] == 0) - (on_day[course, day] == 0)
        on_day[course, then] += 1
    for at in range(near_at[course], near_at[course + 1]):
        other = near[at]
        crowd[other, p] -= conflict[other, course]
        crowd[other, period] += conflict[other, course]
