"""Rooms: adding, changing, closing."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.schedule import actions
from lms.schedule.models import Room, Session
from tests.schedule.cast import a_room

FACTS = {"name": "Krakatau", "building": "Gedung A", "capacity": "40", "equipment": "Proyektor"}


def test_the_organiser_adds_changes_and_closes_a_room(
    rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    browser = sign_in(rina)
    assert "Belum ada ruang" in browser.get("/ruang").text
    assert browser.post("/ruang/baru", data=FACTS).status_code == 302
    room = db.session.scalars(select(Room)).one()
    assert (room.name, room.capacity) == ("Krakatau", 40)
    answer = browser.post(f"/ruang/{room.id}", data=FACTS | {"capacity": "30"})
    assert answer.status_code == 302
    assert room.capacity == 30
    assert browser.post(f"/ruang/{room.id}/tutup").status_code == 302
    assert room.is_closed
    assert browser.post(f"/ruang/{room.id}/buka").status_code == 302
    assert not room.is_closed


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"name": "  "}, "Isi nama ruang."),
        ({"capacity": "banyak"}, "Isi dengan angka bulat."),
        ({"capacity": "0"}, "Isi jumlah kursi antara 1 dan 5.000."),
        ({"name": "Way Kambas"}, "Sudah ada yang bernama Way Kambas."),
    ],
)
def test_bad_facts_are_refused(
    rina: Person, sign_in: Callable[..., FlaskClient], changes: dict[str, str], word: str
) -> None:
    a_room(by=rina)
    answer = sign_in(rina).post("/ruang/baru", data=FACTS | changes)
    assert answer.status_code == 422
    assert word in answer.text


def test_a_room_in_use_is_not_closed(
    meeting: Session, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    with pytest.raises(RuleBroken, match="masih dipakai untuk Analisis Isu"):
        actions.close_room(meeting.room, by=rina)
    answer = sign_in(rina).post(f"/ruang/{meeting.room_id}/tutup")
    assert answer.status_code == 422
    assert "Pindahkan atau batalkan sesi itu dahulu." in answer.text
    assert not meeting.room.is_closed


def test_only_organisers_see_rooms(
    batch: Batch, sari: Person, budi: Person, dedi: Person, rina: Person,
    sign_in: Callable[..., FlaskClient], client: FlaskClient,
) -> None:  # fmt: skip
    room = a_room(by=rina)
    assert client.get("/ruang").status_code == 302
    for person in (sari, budi, dedi):
        browser = sign_in(person)
        assert browser.get("/ruang").status_code == 403
        assert browser.get("/ruang/baru").status_code == 403
        assert browser.get(f"/ruang/{room.id}").status_code == 404


def test_the_list_asks_as_many_questions_for_many_rooms(
    rina: Person, sign_in: Callable[..., FlaskClient], count_queries: Callable[..., int]
) -> None:
    a_room(by=rina)
    browser = sign_in(rina)
    few = count_queries(lambda: browser.get("/ruang"))
    for number in range(10):
        a_room(f"Ruang {number}", by=rina)
    assert count_queries(lambda: browser.get("/ruang")) <= few <= 6
