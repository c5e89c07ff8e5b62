"""What attendance adds up to, against the limit of the programme."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.actions import Noted
from tests import cast
from tests.schedule.cast import MONDAY, a_room, a_session, wib


@pytest.fixture
def other_seat(batch: Batch) -> Enrolment:
    """Give the seat of a second trainee."""
    return cast.an_enrolment(cast.a_person("Tono Wijaya", title_front="=Dr."), batch)


@pytest.fixture
def week(
    batch: Batch, seat: Enrolment, other_seat: Enrolment, rina: Person, budi: Person,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    """Let three days pass: Sari present, on leave, sick; Tono never there. A fourth is to come."""
    room = a_room(by=rina)
    sessions = [
        a_session(batch, by=rina, room=room, instructors=(budi,),
                  day=MONDAY + timedelta(days=number), title=f"Hari {number + 1}")
        for number in range(4)
    ]  # fmt: skip
    a_session(batch, by=rina, mode="asynchronous", title="Mandiri")
    for number, status in enumerate(("present", "permit", "sick")):
        clock.move_to(wib("13.30", MONDAY + timedelta(days=number)))
        actions.save_roll(
            sessions[number],
            {seat.id: Noted(status), other_seat.id: Noted("absent")},
            by=budi,
        )
        db.session.commit()


def test_jp_by_status_and_days(
    batch: Batch, week: None, seat: Enrolment, other_seat: Enrolment
) -> None:
    found = queries.absences(batch)
    mine, his = found[seat.id], found[other_seat.id]
    assert (mine.present_jp, mine.permit_jp, mine.sick_jp, mine.absent_jp) == (3, 3, 3, 0)
    assert (his.absent_jp, his.absent_sessions, his.absent_days) == (9, 3, 3)
    assert his.sessions == 3


def test_the_limit_of_the_programme_is_told(
    batch: Batch, week: None, rina: Person, budi: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    states = {line.enrolment.person.name: line.state for line in queries.attendance_recap(batch)}
    assert states == {"Sari Wulandari": "ok", "Tono Wijaya": "exceeded"}
    for person in (rina, budi):
        page = sign_in(person).get(f"/angkatan/{batch.id}/kehadiran").text
        assert "Tidak hadir 3 hari, batasnya 2." in page
        assert "6 sesi, 18 JP atau 2 hari" in page
    part = sign_in(rina).get(f"/angkatan/{batch.id}/kehadiran?batas=exceeded").text
    assert "Tono Wijaya" in part
    assert "Sari Wulandari" not in part


def test_a_trainee_sees_only_the_own_attendance(
    batch: Batch, week: None, sari: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    browser = sign_in(sari)
    page = browser.get(f"/angkatan/{batch.id}/kehadiran").text
    assert "Hari 3" in page
    assert "Hari 4" not in page
    assert "Tono" not in page
    assert browser.get(f"/angkatan/{batch.id}/kehadiran.xlsx").status_code == 403


def test_taking_it_along_as_a_table(
    batch: Batch, week: None, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    browser = sign_in(rina)
    text = browser.get(f"/angkatan/{batch.id}/kehadiran.csv").get_data(as_text=True)
    lines = text.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("Nama,NIP,Instansi,JP hadir")
    assert lines[1].split(",")[3:7] == ["3", "3", "3", "0"]
    assert lines[2].split(",")[-1] == "Melewati batas"
    answer = browser.get(f"/angkatan/{batch.id}/kehadiran.xlsx")
    assert answer.data.startswith(b"PK")


def test_who_may_see_it(
    batch: Batch, dedi: Person, lena: Person, sign_in: Callable[..., FlaskClient],
    client: FlaskClient,
) -> None:  # fmt: skip
    assert client.get(f"/angkatan/{batch.id}/kehadiran").status_code == 302
    for person in (dedi, lena):
        assert sign_in(person).get(f"/angkatan/{batch.id}/kehadiran").status_code == 404


def test_the_recap_asks_as_many_questions_for_many_trainees(
    batch: Batch, week: None, rina: Person, sign_in: Callable[..., FlaskClient],
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    browser = sign_in(rina)
    few = count_queries(lambda: browser.get(f"/angkatan/{batch.id}/kehadiran"))
    for number in range(10):
        cast.an_enrolment(cast.a_person(f"Peserta {number}"), batch)
    assert count_queries(lambda: browser.get(f"/angkatan/{batch.id}/kehadiran")) <= few <= 12
