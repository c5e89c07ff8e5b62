"""The format of the ITC-2007 competition, track 3 (curriculum-based timetabling), and its mapping.

A course is a series of one-JP meetings with one instructor, a curriculum a group, a period a slot.
The competition's costs are ours: room capacity `seat`, minimum working days `spread`, curriculum
compactness `isolated`, room stability `series_room`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from lms.core.i18n import _
from lms.schedule.solver.model import (
    Batch,
    Grid,
    Group,
    Instance,
    Instructor,
    Meeting,
    Place,
    Plan,
    Room,
    Weights,
)  # fmt: skip

#: The first day of a timetable without dates: a Monday.
FIRST = date(2026, 1, 5)
#: Minute at which the first period begins, and its length.
OPENS, PERIOD = 480, 45
WEIGHTS = Weights(
    gap=0, isolated=2, group_room=0, series_room=1, pause=0, unliked_room=0, load=0, building=0,
    hurry=0, spread=5, seat=1,
)  # fmt: skip
_SECTIONS = {
    "COURSES": 5, "ROOMS": 2, "CURRICULA": 3, "UNAVAILABILITY_CONSTRAINTS": 3,
}  # fmt: skip


class BadFile(ValueError):
    """A file that is not in the competition's format; says where."""


def read(text: str) -> Instance:
    """Read a `.ctt` file; raises BadFile with the line that cannot be understood."""
    header, sections = _split(text)
    days, periods = _number(header, "Days"), _number(header, "Periods_per_day")
    if not 1 <= days <= 7 or not 1 <= periods <= 18:
        raise BadFile(_("Paling banyak 7 hari dan 18 jam pelajaran sehari."))
    rooms = tuple(
        Room(at, row[0], _whole(row[1])) for at, row in enumerate(sections["ROOMS"], start=1)
    )
    batch = Batch(1, header.get("Name", ""), tuple(_day(at) for at in range(days)), _grid(periods))
    groups = tuple(
        Group(at, row[0], 1) for at, row in enumerate(sections["CURRICULA"], start=1)
    )  # fmt: skip
    teachers = {row[1]: at for at, row in enumerate(sections["COURSES"], start=1)}
    return Instance(
        (batch,), groups, tuple(_meetings(sections, teachers)), rooms,
        tuple(Instructor(at, name) for name, at in teachers.items()), WEIGHTS,
        min_days={row[0]: _whole(row[3]) for row in sections["COURSES"]},
    )  # fmt: skip


def write(instance: Instance, plan: Plan) -> str:
    """Return a plan in the competition's solution format: course, room, day, period in a line."""
    lines = []
    for meeting in instance.meetings:
        place = plan.places.get(meeting.id)
        if place is not None and place.room is not None:
            room = instance.room[place.room].name
            day, period = (place.day - FIRST).days, (place.start - OPENS) // PERIOD
            lines.append(f"{meeting.series} {room} {day} {period}")
    return "\n".join(lines) + "\n"


def read_solution(instance: Instance, text: str) -> Plan:
    """Read a solution back, its lines given to the course's meetings in turn."""
    waiting: dict[str, list[Meeting]] = {}
    for meeting in instance.meetings:
        waiting.setdefault(meeting.series, []).append(meeting)
    rooms = {room.name: room.id for room in instance.rooms}
    places = {}
    for line in text.split("\n"):
        row = line.split()
        if len(row) != 4 or not waiting.get(row[0]) or row[1] not in rooms:
            continue
        meeting = waiting[row[0]].pop(0)
        start = OPENS + PERIOD * _whole(row[3])
        places[meeting.id] = Place(
            meeting.id, _day(_whole(row[2])), start, start + PERIOD, rooms[row[1]],
            meeting.may_teach,
        )  # fmt: skip
    return Plan(places)


def _split(text: str) -> tuple[dict[str, str], dict[str, list[list[str]]]]:
    header: dict[str, str] = {}
    sections: dict[str, list[list[str]]] = {name: [] for name in _SECTIONS}
    current = None
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words or words[0] == "END.":
            continue
        if len(words) == 1 and words[0].rstrip(":") in sections and words[0].endswith(":"):
            current = words[0].rstrip(":")
        elif current is None:
            name, _colon, value = line.partition(":")
            header[name.strip()] = value.strip()
        elif len(words) < _SECTIONS[current]:
            raise BadFile(_("Baris %(number)s tidak lengkap: %(line)s",
                            number=number, line=line.strip()))  # fmt: skip
        else:
            sections[current].append(words)
    if not sections["COURSES"] or not sections["ROOMS"]:
        raise BadFile(_("Berkas ini tidak memuat COURSES dan ROOMS."))
    return header, sections


def _number(header: Mapping[str, str], name: str) -> int:
    if name not in header:
        raise BadFile(_("Baris %(name)s tidak ada.", name=name))
    return _whole(header[name])


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise BadFile(_("Bukan bilangan bulat: %(word)s", word=text))
    return int(text)


def _day(at: int) -> date:
    return FIRST + timedelta(days=at)


def _grid(periods: int) -> Grid:
    slots = tuple(
        (OPENS + PERIOD * at, OPENS + PERIOD * (at + 1)) for at in range(periods)
    )  # fmt: skip
    return Grid((slots,) * 7)


def _meetings(
    sections: Mapping[str, Sequence[Sequence[str]]], teachers: Mapping[str, int]
) -> Iterator[Meeting]:
    curricula: dict[str, list[int]] = {}
    for at, row in enumerate(sections["CURRICULA"], start=1):
        for course in row[2:]:
            curricula.setdefault(course, []).append(at)
    closed: dict[str, set[tuple[date, int]]] = {}
    for course, day, period in (row[:3] for row in sections["UNAVAILABILITY_CONSTRAINTS"]):
        moment = _day(_whole(day)), OPENS + PERIOD * _whole(period)
        closed.setdefault(course, set()).add(moment)
    number = 0
    for course, teacher, lectures, _days, students in (row[:5] for row in sections["COURSES"]):
        for _lecture in range(_whole(lectures)):
            number += 1
            yield Meeting(
                number, 1, course, 1, tuple(curricula.get(course, ())), seats=_whole(students),
                may_teach=(teachers[teacher],), not_at=frozenset(closed.get(course, ())),
                series=course,
            )  # fmt: skip
