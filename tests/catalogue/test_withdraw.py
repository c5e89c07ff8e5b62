"""Giving a place up, and the waiting list that moves up in order."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.catalogue import actions
from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast
from tests.catalogue.test_accept import nominated

Browser = Callable[..., FlaskClient]


@pytest.fixture
def crowded(rina: Person) -> tuple[Batch, list[Enrolment]]:
    """Give a batch with one seat and four people: one seated, three waiting in order."""
    batch = cast.a_batch(quota=1)
    places = nominated(batch, 4)
    actions.accept(batch, [place.id for place in places], by=rina)
    db.session.commit()
    return batch, places


def states(places: list[Enrolment]) -> list[str]:
    return [place.state for place in places]


def test_a_freed_seat_goes_to_the_first_in_line(
    crowded: tuple[Batch, list[Enrolment]], rina: Person
) -> None:
    _batch, places = crowded
    assert actions.withdraw(places[0], by=rina) == 1
    assert states(places) == ["withdrawn", "accepted", "waiting", "waiting"]


def test_whoever_leaves_the_queue_frees_no_seat(
    crowded: tuple[Batch, list[Enrolment]], rina: Person
) -> None:
    _batch, places = crowded
    assert actions.withdraw(places[1], by=rina) == 0
    assert states(places) == ["accepted", "withdrawn", "waiting", "waiting"]
    actions.withdraw(places[0], by=rina)
    assert states(places) == ["withdrawn", "withdrawn", "accepted", "waiting"]


def test_nobody_moves_up_once_the_batch_began(
    crowded: tuple[Batch, list[Enrolment]], rina: Person
) -> None:
    batch, places = crowded
    batch.starts_on = today()
    assert actions.withdraw(places[0], by=rina) == 0
    assert states(places) == ["withdrawn", "waiting", "waiting", "waiting"]


def test_the_day_before_the_start_the_queue_still_moves(
    crowded: tuple[Batch, list[Enrolment]], rina: Person
) -> None:
    batch, places = crowded
    batch.starts_on = today() + timedelta(days=1)
    assert actions.withdraw(places[0], by=rina) == 1


def test_giving_up_twice_is_refused(sari: Person) -> None:
    place = cast.an_enrolment(sari, cast.a_batch())
    actions.withdraw(place, by=sari)
    with pytest.raises(RuleBroken, match="sudah berakhir"):
        actions.withdraw(place, by=sari)


def test_a_running_training_is_left_through_the_organiser(sari: Person, rina: Person) -> None:
    place = cast.an_enrolment(sari, cast.a_batch(state="running"))
    with pytest.raises(RuleBroken, match="Hubungi penyelenggara"):
        actions.withdraw(place, by=sari)
    actions.withdraw(place, by=rina, reason="Sakit")
    assert (place.state, place.reason) == ("withdrawn", "Sakit")


@pytest.mark.parametrize("state", ["grading", "closed"])
def test_a_finished_training_cannot_be_left(sari: Person, rina: Person, state: str) -> None:
    place = cast.an_enrolment(sari, cast.a_batch(state=state))
    with pytest.raises(RuleBroken, match="tidak dapat dibatalkan"):
        actions.withdraw(place, by=rina)


def test_the_page_asks_first_and_then_withdraws(sign_in: Browser, sari: Person) -> None:
    place = cast.an_enrolment(sari, cast.a_batch())
    browser = sign_in(sari)
    assert "Batalkan keikutsertaan?" in browser.get(f"/pendaftaran/{place.id}/batal").text
    answer = browser.post(f"/pendaftaran/{place.id}/batal", follow_redirects=True)
    assert "Keikutsertaan dibatalkan." in answer.text
    assert "Tidak dilanjutkan" in answer.text


def test_a_refusal_is_shown_on_the_page(sign_in: Browser, sari: Person) -> None:
    place = cast.an_enrolment(sari, cast.a_batch(state="running"))
    answer = sign_in(sari).post(f"/pendaftaran/{place.id}/batal", data={"reason": "Pindah"})
    assert answer.status_code == 422
    assert "Hubungi penyelenggara" in answer.text
    assert "Pindah" in answer.text


def test_nobody_withdraws_another(
    sign_in: Browser, sari: Person, budi: Person, dedi: Person, rina: Person
) -> None:
    place = cast.an_enrolment(sari, cast.a_batch())
    for person in (budi, dedi):
        assert sign_in(person).post(f"/pendaftaran/{place.id}/batal").status_code == 404
    assert place.state == "accepted"
    answer = sign_in(rina).post(f"/pendaftaran/{place.id}/batal", follow_redirects=True)
    assert "Tidak diterima atau mengundurkan diri" in answer.text
