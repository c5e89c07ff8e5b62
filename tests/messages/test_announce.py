"""Announcing to a batch: the look at who gets it, whom it reaches, once however often pressed."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalogue.models import Batch
from lms.core.db import db
from lms.messages.models import Announcement
from lms.people.models import Person
from tests import cast

SignIn = Callable[..., FlaskClient]
Told = Callable[[Person], list[str]]
WORDS = {
    "audience": "everybody",
    "title": "Pakaian hari pertama",
    "text": "Putih hitam.\nHadir 07.30.",
    "key": "k1",
}


@pytest.fixture
def batch(app: Flask, sari: Person, budi: Person) -> Batch:
    """Give a batch with Sari in it, Budi both in it and teaching, and Tono waiting."""
    found = cast.a_batch(state="running")
    cast.an_enrolment(sari, found)
    cast.an_enrolment(budi, found)
    cast.a_staff(budi, found)
    cast.an_enrolment(cast.a_person("Tono Wijaya"), found, "waiting")
    return found


def test_the_organiser_looks_before_sending(
    sign_in: SignIn, told: Told, batch: Batch, sari: Person, rina: Person
) -> None:
    client, address = sign_in(rina), f"/angkatan/{batch.id}/pengumuman/baru"
    key = re.search(r'name="key"[^>]*value="([^"]+)"', client.get(address).text)
    assert key is not None
    looked = client.post(address, data=WORDS | {"key": key[1]})
    assert looked.status_code == 200
    assert "2 orang menerima pesan ini" in looked.text
    assert "Sari Wulandari" in looked.text
    assert "Tono" not in looked.text
    assert told(sari) == []
    again = client.post(address, data=WORDS | {"key": key[1], "ubah": "1"})
    assert 'name="text"' in again.text
    sent = client.post(address, data=WORDS | {"key": key[1], "kirim": "1"})
    assert sent.status_code == 302
    assert "2 orang" in client.get(f"/angkatan/{batch.id}/pengumuman").text


def test_two_presses_tell_once_and_two_roles_too(
    sign_in: SignIn, told: Told, batch: Batch, sari: Person, budi: Person, rina: Person
) -> None:
    for _press in range(2):
        sign_in(rina).post(f"/angkatan/{batch.id}/pengumuman/baru", data=WORDS | {"kirim": "1"})
    assert told(sari) == told(budi) == ["announcement"]
    assert db.session.scalar(select(func.count(Announcement.id))) == 1


@pytest.mark.parametrize(
    ("audience", "reached"),
    [("trainees", {"sari", "budi"}), ("team", {"budi"}), ("everybody", {"sari", "budi"}),
     ("waiting", {"tono"})],
)  # fmt: skip
def test_audiences(
    sign_in: SignIn, told: Told, batch: Batch, sari: Person, budi: Person, rina: Person,
    audience: str, reached: set[str],
) -> None:  # fmt: skip
    data = WORDS | {"kirim": "1", "audience": audience}
    sign_in(rina).post(f"/angkatan/{batch.id}/pengumuman/baru", data=data)
    tono = db.session.scalars(select(Person).where(Person.name == "Tono Wijaya")).one()
    people = {"sari": sari, "budi": budi, "tono": tono}
    assert {name for name, person in people.items() if told(person)} == reached


def test_trainees_read_what_was_for_them(
    sign_in: SignIn, batch: Batch, sari: Person, rina: Person
) -> None:
    organiser, address = sign_in(rina), f"/angkatan/{batch.id}/pengumuman"
    for number, audience in enumerate(("trainees", "team")):
        data = WORDS | {"kirim": "1", "audience": audience, "key": f"k{number}",
                        "title": f"Untuk {audience}"}  # fmt: skip
        organiser.post(f"{address}/baru", data=data)
    page = sign_in(sari).get(address).text
    assert "Untuk trainees" in page
    assert "Untuk team" not in page
    assert "Tulis pengumuman" not in page
    inbox = sign_in(sari).get("/pesan").text
    assert "Untuk trainees" in inbox
    assert "Hadir 07.30." in inbox


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"title": ""}, "Isian ini wajib diisi"), ({"text": " "}, "Isian ini wajib diisi"),
     ({"text": "a" * 4001}, "4.000"), ({"audience": "semua orang"}, "Pilih salah satu")],
)  # fmt: skip
@pytest.mark.parametrize("step", [{}, {"kirim": "1"}])
def test_bad_words_are_refused(
    sign_in: SignIn, batch: Batch, rina: Person, change: dict[str, str], sentence: str,
    step: dict[str, str],
) -> None:  # fmt: skip
    answer = sign_in(rina).post(f"/angkatan/{batch.id}/pengumuman/baru", data=WORDS | change | step)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(func.count(Announcement.id))) == 0


def test_an_empty_group_is_refused_and_nothing_is_kept(
    sign_in: SignIn, rina: Person, app: Flask
) -> None:
    batch = cast.a_batch()
    answer = sign_in(rina).post(
        f"/angkatan/{batch.id}/pengumuman/baru", data=WORDS | {"kirim": "1"}
    )
    assert answer.status_code == 422
    assert "Belum ada orang" in answer.text
    assert db.session.scalar(select(func.count(Announcement.id))) == 0


def test_only_organisers_write(sign_in: SignIn, batch: Batch, sari: Person, budi: Person) -> None:
    for person in (sari, budi):
        assert sign_in(person).get(f"/angkatan/{batch.id}/pengumuman/baru").status_code == 403
