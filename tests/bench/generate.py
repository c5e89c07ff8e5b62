"""Timetable tasks drawn from a seed: one batch's classical week, a province's half-year."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from lms.schedule.solver.model import (
    Batch,
    Grid,
    Group,
    Instance,
    Instructor,
    Meeting,
    Room,
    Span,
)  # fmt: skip

MONDAY = date(2026, 1, 5)
#: 08.00-09.30, pause, 09.45-12.00, ishoma, 13.00-15.15, pause, 15.30-17.00: ten JP; Friday eight.
_MORNING = ((480, 525), (525, 570), (585, 630), (630, 675), (675, 720))
_NOON = ((780, 825), (825, 870), (870, 915), (930, 975), (975, 1020))
_FRIDAY = (_MORNING[:4], _NOON[:4])
GRID = Grid((*[(*_MORNING, *_NOON)] * 4, (*_FRIDAY[0], *_FRIDAY[1]), (), ()))
#: JP of the 15 meetings of a group in a classical week: 40 of the 48 there are.
WEEK = (2, 3, 3, 2, 3, 2, 3, 3, 2, 3, 3, 2, 3, 3, 3)


def week(seed: int = 1) -> Instance:
    """Return a Latsar batch's classical week: 4 groups, 60 meetings, 12 instructors, 6 rooms."""
    rng = Random(seed)
    people = [Instructor(one, f"Pengajar {one}", day_jp=8) for one in range(1, 13)]
    rooms = [Room(one, f"Kelas {one}", 30 + 10 * (one % 2), f"Gedung {'AB'[one % 2]}")
             for one in range(1, 7)]  # fmt: skip
    batch = Batch(1, "Latsar Angkatan I", workdays(MONDAY, 5), GRID, frozenset({1, 3, 5}))
    groups = tuple(Group(one, f"Kelompok {one}", 1) for one in range(1, 5))
    meetings = tuple(_meetings(rng, batch, groups, people, WEEK, first_id=1))
    return Instance((batch,), groups, meetings, tuple(rooms), tuple(people))


def province(
    seed: int = 1, *, batches: int = 40, instructors: int = 60, rooms: int = 25, days: int = 125
) -> Instance:
    """Return a half-year: each batch has 75 meetings of 4 groups, or of 2 over more days.

    Their days are about as full as a classical week's. Instructors have leave and ceilings, rooms
    are closed now and then, buildings lie apart.
    """
    rng = Random(seed)
    year = workdays(MONDAY, days)
    people = tuple(_instructor(rng, one, year) for one in range(1, instructors + 1))
    halls = tuple(_room(rng, one, year) for one in range(1, rooms + 1))
    runs: list[Batch] = []
    groups: list[Group] = []
    meetings: list[Meeting] = []
    for number in range(1, batches + 1):
        count = 4 if number % 2 else 2
        length = 7 if count == 4 else 14
        first = (number - 1) * (days - length) // max(1, batches - 1)
        liked = frozenset(rng.sample(range(1, rooms + 1), 5))
        batch = Batch(number, f"Angkatan {number}", year[first : first + length], GRID, liked)
        own = tuple(Group(number * 10 + one, f"Kelompok {one}", number) for one in range(count))
        jps = tuple(jp for _ in range(40) for jp in rng.choice(((2, 3), (3, 2), (3,))))
        jps = jps[: -(-75 // count)]
        runs.append(batch)
        groups += own
        meetings += list(_meetings(rng, batch, own, people, jps, len(meetings) + 1))[:75]
    return Instance(
        tuple(runs), tuple(groups), tuple(meetings), halls, people,
        travel={("Kampus A", "Kampus B"): 40},
    )  # fmt: skip


def workdays(first: date, count: int) -> tuple[date, ...]:
    """Return so many days from Monday to Friday."""
    found: list[date] = []
    day = first
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day += timedelta(days=1)
    return tuple(found)


def _meetings(
    rng: Random, batch: Batch, groups: Sequence[Group], people: Sequence[Instructor],
    jps: Sequence[int], first_id: int,
) -> Iterator[Meeting]:  # fmt: skip
    """Give the subjects in order to each group: three in an agenda, agendas after each other."""
    number = first_id
    able = [tuple(sorted(one.id for one in rng.sample(list(people), min(8, len(people)))))
            for _ in jps]  # fmt: skip
    former: dict[int, tuple[int, ...]] = {group.id: () for group in groups}
    for at in range(0, len(jps), 3):
        agenda: dict[int, list[int]] = {group.id: [] for group in groups}
        for subject in range(at, min(at + 3, len(jps))):
            for group in groups:
                yield Meeting(
                    number, batch.id, f"Mata pelatihan {subject + 1}", jps[subject],
                    (group.id,), seats=25, may_teach=able[subject], after=former[group.id],
                )  # fmt: skip
                agenda[group.id].append(number)
                number += 1
        former = {group: tuple(ids) for group, ids in agenda.items()}


def _instructor(rng: Random, number: int, year: Sequence[date]) -> Instructor:
    starts = rng.sample(range(len(year) - 5), 3)
    away = tuple(Span(year[at], year[at + rng.randrange(5)], why="cuti") for at in starts)
    return Instructor(number, f"Pengajar {number}", away, day_jp=8, week_jp=30)


def _room(rng: Random, number: int, year: Sequence[date]) -> Room:
    at = rng.randrange(len(year) - 5)
    closed = (Span(year[at], year[at + 4], why="perbaikan"),) if number % 3 == 0 else ()
    building = "Kampus B" if number % 4 == 0 else "Kampus A"
    return Room(number, f"Ruang {number}", rng.choice((25, 30, 40)), building, closed=closed)
