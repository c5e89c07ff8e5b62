"""The front doors: each kind of work finds its own, in a bounded number of statements."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.core.clock import today
from lms.core.db import db
from lms.people import actions as people
from lms.people.models import Person
from lms.people.queries import with_grants
from tests import cast


@pytest.mark.parametrize(
    ("name", "door"),
    [
        ("sari", "/beranda"),
        ("budi", "/beranda/pengajar"),
        ("rina", "/beranda/penyelenggara"),
        ("dedi", "/beranda/opd"),
        ("lena", "/kompetensi"),
        ("adi", "/beranda/penyelenggara"),
    ],
)
def test_everybody_comes_home(
    request: pytest.FixtureRequest, sign_in: Callable[..., FlaskClient], name: str, door: str
) -> None:
    client = sign_in(request.getfixturevalue(name))
    assert client.get("/").location == door
    assert client.get(door).status_code == 200


def test_guests_come_to_the_catalogue(client: FlaskClient) -> None:
    assert client.get("/").location == "/katalog"


def test_a_person_with_two_roles_switches_front(
    sign_in: Callable[..., FlaskClient], budi: Person
) -> None:
    client = sign_in(budi)
    client.post("/peran", data={"front": "trainee"})
    assert client.get("/").location == "/beranda"
    client.post("/peran", data={"front": "leader"})  # not his: nothing changes
    assert client.get("/").location == "/beranda"


def test_a_role_that_ended_closes_its_door(
    sign_in: Callable[..., FlaskClient], rina: Person, adi: Person
) -> None:
    client = sign_in(rina)
    assert client.get("/beranda/penyelenggara").status_code == 200
    grant = with_grants(rina.id).grants[0]
    people.end_role(grant, by=adi, on=today() - timedelta(days=1))
    db.session.commit()
    assert client.get("/beranda/penyelenggara").status_code == 403


def test_a_trainee_home_asks_at_most_eight_questions(
    sign_in: Callable[..., FlaskClient], sari: Person, count_queries
) -> None:
    version = cast.a_programme()
    for kind in ("lesson", "quiz", "assignment"):
        cast.a_unit(version, kind)
    for number in (1, 2, 3):
        cast.an_enrolment(sari, cast.a_batch(version, number=number, state="running"))
    client = sign_in(sari)
    client.get("/beranda")
    assert count_queries(lambda: client.get("/beranda")) <= 8


def test_an_organisers_home_asks_few_questions_however_many_batches(
    sign_in: Callable[..., FlaskClient], rina: Person, count_queries
) -> None:
    version = cast.a_programme()
    for number in range(1, 12):
        cast.a_batch(version, number=number)
    client = sign_in(rina)
    assert count_queries(lambda: client.get("/beranda/penyelenggara")) <= 12


@pytest.mark.parametrize("state", ["running", "closed"])
def test_a_batch_home_asks_at_most_eight_questions(
    sign_in: Callable[..., FlaskClient], sari: Person, count_queries, state: str
) -> None:
    version = cast.a_programme()
    for kind in ("lesson", "quiz", "assignment"):
        cast.a_unit(version, kind)
    batch = cast.a_batch(version, state=state)
    cast.an_enrolment(sari, batch)
    client, address = sign_in(sari), f"/angkatan/{batch.id}"
    client.get(address)
    assert count_queries(lambda: client.get(address)) <= 8
