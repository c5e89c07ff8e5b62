"""Seminar days: the arithmetic, the search, its fallback, and what is said when none is found."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core import jobs
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.projects import panels, queries, seating
from lms.projects.panels import Day, Hearing
from tests import cast
from tests.projects.conftest import Scene

FOUR = Day((time(8), time(9), time(10), time(11)), 2)


def _hearings(count: int, coaches: int, examiners: int) -> list[Hearing]:
    """Return projects whose coaches also examine, so that independence matters."""
    return [
        Hearing(n, f"Proyek {n}", (f"p{n % coaches}", f"m:{n}"),
                tuple(f"p{e}" for e in range(examiners) if e != n % coaches))
        for n in range(count)
    ]  # fmt: skip


def test_times_go_around_the_breaks() -> None:
    pauses = [(time(10, 15), time(10, 30)), (time(12), time(13))]
    times = panels.times_of_day(time(8), time(15), 45, pauses)
    assert times == (time(8), time(8, 45), time(9, 30), time(10, 30), time(11, 15), time(13),
                     time(13, 45))  # fmt: skip
    assert panels.until(time(13, 45), 45) == time(14, 30)
    with pytest.raises(RuleBroken):
        panels.times_of_day(time(15), time(8), 45, [])
    with pytest.raises(RuleBroken):
        panels.times_of_day(time(8), time(15), 45, [(time(13), time(12))])


@pytest.mark.parametrize(
    ("hearings", "day", "sentence"),
    [
        ([], FOUR, "Tidak ada proyek"),
        (_hearings(9, 3, 3), FOUR, "hanya memuat 8: 2 tempat kali 4 waktu"),
        (_hearings(5, 1, 3), Day(FOUR.times, 3), "Budi mendampingi 5 proyek"),
        ([Hearing(1, "Loket", ("p0",), ())], FOUR, "Loket belum mempunyai penguji"),
        (_hearings(6, 6, 1)[1:] , Day(FOUR.times, 3), "1 penguji dapat menguji paling banyak 4"),
    ],
)  # fmt: skip
def test_counting_says_what_cannot_be(hearings: list, day: Day, sentence: str) -> None:
    assert any(sentence in text for text in panels.refusals(hearings, day, {"p0": "Budi"}))


def test_the_search_shares_the_examining_and_knows_when_there_is_none() -> None:
    hearings = _hearings(8, 4, 4)
    how, seats = seating.find(hearings, FOUR, seconds=10)
    assert how == seating.BEST
    assert panels.faults(seats, hearings, FOUR) == []
    load = [sum(seat.examiner == f"p{e}" for seat in seats) for e in range(4)]
    assert max(load) - min(load) <= 1
    both = [Hearing(n, "", ("p1", f"p{2 + n}"), ("p9",)) for n in range(4)]
    crossed = [*both, Hearing(9, "", ("p7",), ("p1",))]  # p1 would be needed five times
    assert panels.refusals(crossed, FOUR, {}) == []
    assert seating.find(crossed, FOUR, seconds=10) == (seating.NONE, [])


@settings(max_examples=60)
@given(st.integers(1, 24), st.integers(2, 6), st.integers(2, 6), st.integers(1, 4))
def test_first_fit_keeps_every_rule(count: int, coaches: int, examiners: int, places: int) -> None:
    day = Day(tuple(time(hour) for hour in range(7, 19)), places)
    hearings = _hearings(count, coaches, examiners)
    seats = panels.first_fit(hearings, day)
    if seats is not None:
        assert panels.faults(panels.settle(seats), hearings, day) == []


def test_the_organiser_plans_publishes_and_takes_back_a_day(
    scene: Scene, sign_in: Callable[..., FlaskClient]
) -> None:
    for number in range(3):
        person = cast.a_person(f"Tono {number}")
        cast.an_enrolment(person, scene.batch)
    organiser, trainee = sign_in(scene.organiser, "organiser"), sign_in(scene.trainee)
    mentor, coach_id, project_id = sign_in(scene.mentor), scene.coach.id, scene.project.id
    base = f"/angkatan/{scene.batch.id}/proyek"
    dues = {stage: day.isoformat() for stage, day in queries.dues_of(scene.batch).items()}
    organiser.post(f"{base}/atur", data=dues)
    organiser.post(f"{base}/bagi")
    form = {
        "stage": "design_seminar", "group": "", "day": (today() + timedelta(days=1)).isoformat(),
        "starts": "08:00", "ends": "09:30", "minutes": "45", "breaks": "", "places": "Aula",
    }  # fmt: skip
    refused = organiser.post(f"{base}/seminar", data=form)
    assert refused.status_code == 422
    assert "hanya memuat 2: 1 tempat kali 2 waktu" in refused.text
    wrong = organiser.post(f"{base}/seminar", data={**form, "breaks": "siang"})
    assert "Tulis istirahat seperti" in wrong.text
    address = organiser.post(f"{base}/seminar", data={**form, "ends": "12:00"}).location
    assert trainee.get(address).status_code == 404
    jobs.run_pending()  # a worker's work: what was loaded before belongs to no session afterwards
    shown = organiser.get(address).text
    assert "Susunan terbaik" in shown
    assert shown.count("Penguji Eka Prasetya") == 4
    assert organiser.post(f"{address}/umumkan").status_code == 302
    assert "Aula" in trainee.get(f"/proyek/{project_id}").text
    assert mentor.get(address).status_code == 200
    again = organiser.post(f"{base}/seminar", data={**form, "ends": "12:00"})
    assert "Tidak ada proyek yang menunggu seminar ini" in again.text
    coach = db.session.get_one(Person, coach_id)
    assert len(queries.hearings_between(coach, today(), today() + timedelta(days=2))) == 4
    assert organiser.post(f"{address}/buang").status_code == 302
    assert queries.hearings_between(coach, today(), today() + timedelta(days=2)) == []
