"""Nudges: one press, only who must act, once a day, and the last one is shown."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.assignments import actions as assignments
from lms.core import clock
from lms.core.audit import JournalEntry
from lms.core.clock import now
from lms.core.db import db
from lms.messages import wording
from lms.messages.actions import nudge_for_task
from lms.messages.models import Message
from lms.people.models import Person
from tests import cast
from tests.messages.conftest import Scene

SignIn = Callable[..., FlaskClient]
Told = Callable[[Person], list[str]]


def _task(scene: Scene) -> str:
    return f"/angkatan/{scene.batch.id}/ingatkan/tugas/{scene.brief.unit_id}"


def test_who_has_not_handed_in_is_reminded_once_a_day(
    scene: Scene,
    sign_in: SignIn,
    told: Told,
    sari: Person,
    budi: Person,
) -> None:
    done = cast.a_person("Tono")
    seat = cast.an_enrolment(done, scene.batch)
    assignments.hand_in(scene.batch, scene.brief, seat, text="Isu", uploads=[], own_work=True,
                        by=done)  # fmt: skip
    client = sign_in(budi)
    assert "Ingatkan yang belum mengumpulkan" in client.get(scene.address).text
    assert "Terakhir diingatkan" not in client.get(scene.address).text
    assert client.post(_task(scene)).status_code == 302
    page = client.get(scene.address).text
    assert "1 orang diingatkan" in page
    assert "Terakhir diingatkan" in page
    again = client.post(_task(scene))
    assert again.status_code == 422
    assert "sudah diingatkan hari ini" in again.text
    assert (told(sari), told(done)) == (["task_late"], [])
    with clock.at(now() + timedelta(days=1)):
        assert nudge_for_task(scene.batch, scene.brief, by=budi) == 1
    verbs = db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)).all()
    assert verbs.count("people.nudged") == 1  # the second is not committed yet


def test_nobody_to_remind_is_said(
    scene: Scene,
    sign_in: SignIn,
    told: Told,
    sari: Person,
    budi: Person,
) -> None:
    assignments.hand_in(scene.batch, scene.brief, scene.seat, text="Isu", uploads=[],
                        own_work=True, by=sari)  # fmt: skip
    db.session.commit()
    refused = sign_in(budi).post(_task(scene))
    assert refused.status_code == 422
    assert "Tidak ada yang perlu diingatkan" in refused.text


def test_instructors_are_reminded_of_works_by_the_organiser(
    scene: Scene,
    sign_in: SignIn,
    told: Told,
    sari: Person,
    budi: Person,
    rina: Person,
) -> None:
    cast.a_staff(budi, scene.batch, "coach")  # two kinds of work, one message
    address = f"/angkatan/{scene.batch.id}/ingatkan/penilaian"
    assert sign_in(rina).post(address).status_code == 422
    assignments.hand_in(scene.batch, scene.brief, scene.seat, text="Isu", uploads=[],
                        own_work=True, by=sari)  # fmt: skip
    db.session.commit()
    tasks = f"/angkatan/{scene.batch.id}/tugas"
    assert "Ingatkan pengajar untuk menilai" in sign_in(rina).get(tasks).text
    assert "Ingatkan pengajar untuk menilai" not in sign_in(budi).get(tasks).text
    assert sign_in(rina).post(address).status_code == 302
    assert told(budi) == ["works_waiting"]
    assert told(sari) == []


def test_the_board_reminds_trainees_and_their_offices(
    sign_in: SignIn, told: Told, sari: Person, dedi: Person, rina: Person
) -> None:
    batch = cast.a_batch(state="grading")
    without_nip = cast.a_person("Tono Wijaya", nip=None, opd=cast.an_office("Dinkes"),
                                birth_place="Metro", birth_date=date(1990, 1, 1))  # fmt: skip
    for person in (sari, without_nip):
        cast.an_enrolment(person, batch)
    board = f"/angkatan/{batch.id}/sertifikat"
    client = sign_in(rina)
    assert "Ingatkan yang harus melengkapi data" in client.get(board).text
    assert client.post(f"/angkatan/{batch.id}/ingatkan/sertifikat").status_code == 302
    page = client.get(board).text
    assert "2 orang diingatkan" in page
    assert "Terakhir diingatkan" in page
    assert told(sari) == ["certificate_data"]
    assert told(dedi) == ["office_data"]
    assert told(without_nip) == []
    words = wording.of(db.session.scalars(
        select(Message).where(Message.person_id == dedi.id)).one())  # fmt: skip
    assert "Tono Wijaya" in words.detail
    assert "Tono" not in words.title + words.body  # names stay in the system


@pytest.mark.parametrize(
    ("what", "allowed"),
    [("sertifikat", {"rina", "adi"}), ("penilaian", {"rina", "adi"}),
     ("tugas", {"rina", "adi", "budi"})],
)  # fmt: skip
def test_who_may_nudge(
    scene: Scene,
    sign_in: SignIn,
    request: pytest.FixtureRequest,
    what: str,
    allowed: set[str],
) -> None:
    tail = f"/{scene.brief.unit_id}" if what == "tugas" else ""
    for name in ("sari", "budi", "rina", "dedi", "lena", "adi"):
        person = request.getfixturevalue(name)
        status = sign_in(person).post(
            f"/angkatan/{scene.batch.id}/ingatkan/{what}{tail}"
        ).status_code  # fmt: skip
        assert (status in (302, 422)) is (name in allowed), name
