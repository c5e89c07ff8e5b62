"""The hard rules are said once: form, board and judge refuse the same in the same words."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from lms.schedule import hard
from lms.schedule.checks import Away, Meeting, Place, Terms, World, advice, problems, why_not
from lms.schedule.hard import Load, Stay
from lms.schedule.solver import model
from lms.schedule.solver.judge import judge

DAY = date(2026, 11, 24)
BUDI, HALL = 1, 7


def at(clock: str, day: date = DAY) -> datetime:
    """Return the moment of a clock time in WIB."""
    hour, minute = (int(one) for one in clock.split("."))
    return datetime.combine(day, time(hour, minute), UTC) - timedelta(hours=7)


def meets(number: int = 1, starts: str = "08.00", ends: str = "09.30", **facts) -> Meeting:
    day = facts.get("day", DAY)
    known = {
        "session_id": number, "title": f"Materi {number}", "batch_id": number, "batch": "Latsar I",
        "programme_id": 1, "rung": "latsar", "course_key": "etika", "mode": "classical",
        "starts_at": at(starts, day), "ends_at": at(ends, day), "day": day,
        "starts": time.fromisoformat(starts.replace(".", ":")),
        "ends": time.fromisoformat(ends.replace(".", ":")), "jp": 2, "people": {BUDI: "Budi"},
        "room_id": HALL, "size": 20,
    }  # fmt: skip
    return Meeting(**known | facts)


def world(**facts) -> World:
    terms = Terms("pkn", facts.pop("per_day", None), facts.pop("per_week", None),
                  facts.pop("per_month", None), {}, {})  # fmt: skip
    return World(rooms={HALL: Place(HALL, "Aula", facts.pop("seats", 30))},
                 terms={BUDI: terms}, **facts)  # fmt: skip


def judged(**facts) -> list[str]:
    """Return what the judge says of the meeting at eight in the hall with Budi."""
    slots = ((480, 525), (525, 570))
    budi = model.Instructor(BUDI, "Budi", facts.pop("away", ()), day_jp=facts.pop("per_day", None),
                            elsewhere=facts.pop("elsewhere", ()))  # fmt: skip
    hall = model.Room(HALL, "Aula", facts.pop("seats", 30), closed=facts.pop("closed", ()))
    one = model.Meeting(1, 1, "Etika", 2, (1,), 20, may_teach=facts.pop("able", (BUDI,)))
    task = model.Instance(
        (model.Batch(1, "Latsar I", (DAY,), model.Grid((slots,) * 7)),),
        (model.Group(1, "A", 1),), (one,), (hall,), (budi,),
    )  # fmt: skip
    plan = model.Plan({1: model.Place(1, DAY, 480, 570, HALL, (BUDI,))})
    return [one.sentence for one in judge(task, plan).violations]


CLOSED = Away("room", HALL, at("08.00"), at("12.00"), "perawatan")
LEAVE = Away("person", BUDI, at("08.00"), at("12.00"), "cuti")
MORNING = model.Span(DAY, DAY, 480, 720)


@pytest.mark.parametrize(
    ("house", "task", "said"),
    [
        ({}, {}, ""),
        ({"aways": [CLOSED]}, {"closed": (replace(MORNING, why="perawatan"),)},
         "Aula tidak dapat dipakai: perawatan."),
        ({"aways": [LEAVE]}, {"away": (replace(MORNING, why="cuti"),)}, "Budi berhalangan: cuti."),
        ({"seats": 19}, {"seats": 19}, "Aula memuat 19 orang, pesertanya 20."),
        ({"per_day": 1}, {"per_day": 1}, "Budi mengajar 2 JP sehari, paling banyak 1."),
        ({"per_day": 9, "loads": {BUDI: [Load(BUDI, DAY, 8, 99)]}},
         {"per_day": 9, "elsewhere": ((DAY, 8),)},
         "Budi mengajar 10 JP sehari, paling banyak 9."),
    ],
)  # fmt: skip
def test_house_and_solver_say_the_same(house: dict, task: dict, said: str) -> None:
    assert why_not(meets(), [], world(**house)) == said
    assert judged(**task) == ([said] if said else [])


def test_rights_hours_and_holidays() -> None:
    known = world(holidays={DAY: "Pilkada"})
    assert why_not(meets(), [], known) == "Hari libur: Pilkada."
    below = replace(known, holidays={}, terms={BUDI: Terms("pppk", None, None, None, {}, {})})
    said = "Budi belum berhak mengajar mata pelatihan ini."
    assert why_not(meets(), [], below) == said
    assert judged(able=()) == [said]
    noon = {"1": [["12:00", "16:00"]]}
    late = replace(below, terms={BUDI: Terms("pkn", None, None, None, noon, {})})
    assert why_not(meets(), [], late) == "Budi tidak tersedia pada jam itu."


def test_a_month_counts_what_is_taught_outside_the_week_and_a_move_counts_once() -> None:
    loads = {BUDI: [Load(BUDI, DAY - timedelta(days=14), 9, 50), Load(BUDI, DAY, 2, 1)]}
    assert why_not(meets(), [], world(per_month=11, loads=loads)) == ""
    over = world(per_month=10, loads=loads)
    assert why_not(meets(), [], over) == "Budi mengajar 11 JP sebulan, paling banyak 10."
    assert why_not(meets(), [], replace(over, loads={})) == ""
    assert why_not(meets(people={}), [], over) == ""


def test_touching_ends_and_neighbouring_weeks_are_apart() -> None:
    holds = [hard.Hold("x", 8, 10, 1), hard.Hold("x", 10, 12, 2), hard.Hold("x", 11, 13, 3),
             hard.Hold("y", 8, 13, 4)]  # fmt: skip
    assert [(one.by, other.by) for one, other in hard.doubles(holds)] == [(2, 3)]
    sunday, monday = date(2026, 11, 29), date(2026, 11, 30)
    loads = [Load(1, sunday, 5, 1), Load(1, monday, 5, 2)]
    found = list(hard.excesses(loads, lambda _one, unit: 9 if unit != "day" else None))
    assert [(one.unit, one.jp, one.by) for one in found] == [("month", 10, (1, 2))]


def test_trainees_of_two_batches_and_ways_are_pointed_at_from_both_sides() -> None:
    one = meets(1, batch="Latsar I")
    other = meets(2, "09.00", "10.30", batch="PKP I", room_id=8, people={})
    known = world(shared={(1, 2): ["Sari"]})
    said = "Sari juga peserta PKP I, yang bertemu pada waktu yang sama."
    assert said in advice(one, [one, other], known)
    assert "Sari juga peserta Latsar I, yang bertemu pada waktu yang sama." in advice(
        other, [one, other], known
    )
    assert why_not(one, [other], known) == "", "people to talk to, not a refusal"
    rooms = {HALL: Place(HALL, "Aula", 30, 1), 8: Place(8, "Kelas", 30, 2)}
    far = World(rooms=rooms, travel={(1, 2): 30, (2, 1): 30})
    then = meets(3, "09.45", "11.15", room_id=8)
    said = "Budi perlu 30 menit dari Aula, jedanya 15 menit."
    assert said in advice(one, [then], far)
    assert said in advice(then, [one], far)
    assert [found.kind for found in problems([one, then], replace(far, travel={}))] == []


def test_a_way_is_hurried_only_when_the_pause_is_too_short() -> None:
    def stays(pause: int) -> list[Stay]:
        return [Stay(BUDI, DAY, 480, 570, "A", 1), Stay(BUDI, DAY, 570 + pause, 660, "B", 2)]

    def minutes(one: str, other: str) -> int:
        return 30 if one != other else 0

    assert [need for _one, _other, need in hard.hurries(stays(15), minutes)] == [30]
    assert list(hard.hurries(stays(30), minutes)) == []
