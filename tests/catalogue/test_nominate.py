"""An officer puts own staff forward: on their application, directly, and never another's staff."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.catalogue import actions, queries
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast

Browser = Callable[..., FlaskClient]


@pytest.fixture
def nurse(dedi: Person) -> Person:
    """Give someone of Dedi's office."""
    return cast.a_person("Nani Lestari", opd=cast.an_office("Dinkes"))


def test_the_board_lists_applications_of_the_own_office_only(
    sign_in: Browser, dedi: Person, nurse: Person, sari: Person
) -> None:
    batch = cast.a_batch()
    actions.apply(batch, nurse, by=nurse)
    actions.apply(batch, sari, by=sari)
    shown = sign_in(dedi).get("/nominasi").text
    assert "1 pengajuan menunggu usulan Anda" in shown
    assert "Nani Lestari" in shown
    assert "Sari Wulandari" not in shown


def test_endorsing_moves_the_application_on(sign_in: Browser, dedi: Person, nurse: Person) -> None:
    place = actions.apply(cast.a_batch(), nurse, by=nurse)
    browser = sign_in(dedi)
    assert browser.post(f"/nominasi/{place.id}/usulkan").status_code == 302
    assert (place.state, place.nominated_by_id) == ("nominated", dedi.id)
    again = browser.post(f"/nominasi/{place.id}/usulkan")
    assert again.status_code == 422
    assert "sudah diproses" in again.text


@pytest.mark.parametrize("verb", ["usulkan", "tolak"])
def test_another_offices_application_does_not_exist_for_the_officer(
    sign_in: Browser, dedi: Person, sari: Person, verb: str
) -> None:
    place = actions.apply(cast.a_batch(), sari, by=sari)
    answer = sign_in(dedi).post(f"/nominasi/{place.id}/{verb}", data={"reason": "x"})
    assert answer.status_code == 404
    assert place.state == "applied"


def test_refusing_needs_a_reason_that_the_person_reads(
    sign_in: Browser, dedi: Person, nurse: Person
) -> None:
    place = actions.apply(cast.a_batch(), nurse, by=nurse)
    browser = sign_in(dedi)
    assert "Tolak pengajuan Nani Lestari?" in browser.get(f"/nominasi/{place.id}/tolak").text
    empty = browser.post(f"/nominasi/{place.id}/tolak", data={"reason": " "})
    assert empty.status_code == 422
    assert place.state == "applied"
    browser.post(f"/nominasi/{place.id}/tolak", data={"reason": "Sedang bertugas"})
    assert place.state == "declined"
    assert "Alasan: Sedang bertugas" in sign_in(nurse).get("/pelatihan").text


def test_staff_are_searched_in_the_own_office(
    sign_in: Browser, dedi: Person, nurse: Person, sari: Person
) -> None:
    cast.a_batch()
    browser = sign_in(dedi)
    assert "Nani Lestari" in browser.get("/nominasi?q=lestari").text
    assert "Tidak ada pegawai instansi Anda" in browser.get("/nominasi?q=wulandari").text


def test_several_people_are_nominated_at_once(
    sign_in: Browser, dedi: Person, nurse: Person
) -> None:
    batch = cast.a_batch()
    data = {"batch": batch.id, "person": [nurse.id, dedi.id], "q": ""}
    answer = sign_in(dedi).post("/nominasi", data=data, follow_redirects=True)
    assert "2 pegawai diusulkan" in answer.text
    assert [len(places) for places in queries.roster(batch).values()] == [2]


def test_all_or_none_are_nominated(sign_in: Browser, dedi: Person, nurse: Person) -> None:
    batch = cast.a_batch()
    cast.an_enrolment(nurse, batch, "accepted")
    data = {"batch": batch.id, "person": [dedi.id, nurse.id], "q": "n"}
    answer = sign_in(dedi).post("/nominasi", data=data)
    assert answer.status_code == 422
    assert "Nani Lestari sudah terdaftar di angkatan ini" in answer.text
    assert queries.place_of(dedi, batch) is None


def test_another_offices_person_cannot_be_slipped_in(
    sign_in: Browser, dedi: Person, nurse: Person, sari: Person
) -> None:
    batch = cast.a_batch()
    data = {"batch": batch.id, "person": [nurse.id, sari.id]}
    assert sign_in(dedi).post("/nominasi", data=data).status_code == 404
    assert queries.roster(batch) == {}


@pytest.mark.parametrize("data", [{}, {"batch": 99999, "person": 1}, {"batch": "x"}])
def test_nonsense_is_answered_with_a_sentence(
    sign_in: Browser, dedi: Person, data: dict[str, object]
) -> None:
    cast.a_batch()
    assert sign_in(dedi).post("/nominasi", data=data).status_code in (404, 422)


def test_others_do_not_nominate(
    sign_in: Browser, sari: Person, rina: Person, budi: Person, adi: Person
) -> None:
    for person in (sari, rina, budi, adi):
        assert sign_in(person).get("/nominasi").status_code == 403


def test_a_running_batch_takes_no_nominations(dedi: Person, nurse: Person) -> None:
    batch = cast.a_batch()
    place = actions.apply(batch, nurse, by=nurse)
    batch.state = "running"
    with pytest.raises(RuleBroken, match="sudah berjalan"):
        actions.endorse(place, by=dedi)
    with pytest.raises(RuleBroken):
        actions.nominate(batch, dedi, by=dedi)
