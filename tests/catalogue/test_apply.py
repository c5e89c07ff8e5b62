"""A trainee asks for a place: works, refused, repeated, edge of the window."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from lms.catalogue import actions, queries
from lms.catalogue.models import Enrolment
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast


def place(person: Person, batch: object) -> Enrolment | None:
    return queries.place_of(person, batch)  # type: ignore[arg-type]


def test_applying_is_noted_and_tells_what_comes_next(
    sign_in: Callable[..., FlaskClient], sari: Person
) -> None:
    batch = cast.a_batch()
    answer = sign_in(sari).post(f"/angkatan/{batch.id}/daftar", follow_redirects=True)
    assert "terkirim ke instansi Anda" in answer.text
    assert "Menunggu usulan instansi" in answer.text
    found = place(sari, batch)
    assert found is not None
    assert found.state == "applied"


def test_applying_twice_is_refused_and_changes_nothing(
    sign_in: Callable[..., FlaskClient], sari: Person
) -> None:
    batch = cast.a_batch()
    browser = sign_in(sari)
    browser.post(f"/angkatan/{batch.id}/daftar")
    again = browser.post(f"/angkatan/{batch.id}/daftar")
    assert again.status_code == 422
    assert "sudah terdaftar" in again.text
    assert db.session.query(Enrolment).count() == 1


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    batch = cast.a_batch()
    assert client.post(f"/angkatan/{batch.id}/daftar").status_code == 302
    assert db.session.query(Enrolment).count() == 0


def test_a_planned_batch_does_not_exist_for_applicants(
    sign_in: Callable[..., FlaskClient], sari: Person
) -> None:
    batch = cast.a_batch(state="planned")
    assert sign_in(sari).post(f"/angkatan/{batch.id}/daftar").status_code == 404


@pytest.mark.parametrize("state", ["running", "grading", "closed"])
def test_only_open_batches_take_applications(sari: Person, state: str) -> None:
    batch = cast.a_batch(state=state)
    with pytest.raises(RuleBroken, match="tidak membuka pendaftaran"):
        actions.apply(batch, sari, by=sari)


@pytest.mark.parametrize(("days", "works"), [(-1, False), (0, True), (59, True), (60, False)])
def test_the_window_includes_its_first_and_last_day(sari: Person, days: int, works: bool) -> None:
    batch = cast.a_batch(starts_on=today() + timedelta(days=90))
    with time_machine.travel(_noon(batch.registration_opens_on + timedelta(days=days)), tick=False):
        if works:
            assert actions.apply(batch, sari, by=sari).state == "applied"
        else:
            with pytest.raises(RuleBroken):
                actions.apply(batch, sari, by=sari)


def _noon(day: date) -> str:
    return f"{day.isoformat()}T05:00:00+00:00"


def test_a_place_given_up_can_be_asked_for_again(sari: Person) -> None:
    batch = cast.a_batch()
    first = actions.apply(batch, sari, by=sari)
    actions.withdraw(first, by=sari, reason="Bertugas")
    again = actions.apply(batch, sari, by=sari)
    assert (again.id, again.state, again.reason, again.decided_at) == (
        first.id,
        "applied",
        "",
        None,
    )


def test_whoever_was_declined_cannot_ask_again(sari: Person) -> None:
    batch = cast.a_batch()
    cast.an_enrolment(sari, batch, "declined")
    with pytest.raises(RuleBroken, match="tidak diterima"):
        actions.apply(batch, sari, by=sari)


def test_nobody_sits_in_two_batches_of_one_programme(sari: Person) -> None:
    version = cast.a_programme()
    cast.an_enrolment(sari, cast.a_batch(version, number=1, state="running"))
    with pytest.raises(RuleBroken, match="sudah menjadi peserta Latsar CPNS Angkatan I"):
        actions.apply(cast.a_batch(version, number=2), sari, by=sari)


def test_who_left_service_cannot_apply(sari: Person) -> None:
    sari.ended_on = today() - timedelta(days=1)
    with pytest.raises(RuleBroken, match="tidak bertugas"):
        actions.apply(cast.a_batch(), sari, by=sari)
