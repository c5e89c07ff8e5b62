"""Places: the last seat, the queue, the audience, the time, giving up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.events import actions, queries
from lms.events.models import Event
from lms.people.models import Person
from tests import cast
from tests.events.cast import NEXT_WEEK, an_event, wib

Browser = Callable[..., FlaskClient]


def _join(event: Event, *names: str) -> list[Person]:
    people = [cast.a_person(name) for name in names]
    for person in people:
        actions.register(event, person, by=person)
    db.session.commit()
    return people


def _states(event: Event) -> dict[str, list[str]]:
    board = queries.roster(event)
    return {
        state: [place.person.name for place in getattr(board, state)]
        for state in ("registered", "waiting", "invited", "cancelled")
        if getattr(board, state)
    }


def test_one_registers_and_gives_up_through_the_pages(
    webinar: Event, sari: Person, sign_in: Browser
) -> None:
    browser = sign_in(sari)
    address = f"/kegiatan/{webinar.id}"
    assert "2 dari 2 tempat tersisa" in browser.get(address).text
    assert webinar.link not in browser.get(address).text  # only for who takes part
    assert browser.post(f"{address}/daftar").location == address
    page = browser.get(address).text
    assert "Anda terdaftar" in page
    assert webinar.link in page
    assert "Pelayanan Publik Digital" in browser.get("/kegiatan/saya").text
    place = queries.place_of(sari, webinar)
    assert place is not None
    assert "Batalkan pendaftaran ini?" in browser.get(f"/keikutsertaan/{place.id}/batal").text
    browser.post(f"/keikutsertaan/{place.id}/batal")
    assert _states(webinar) == {"cancelled": ["Sari Wulandari"]}
    browser.post(f"{address}/daftar")
    assert _states(webinar) == {"registered": ["Sari Wulandari"]}


def test_a_second_click_changes_nothing(webinar: Event, sari: Person, sign_in: Browser) -> None:
    browser = sign_in(sari)
    for _time in range(2):
        assert browser.post(f"/kegiatan/{webinar.id}/daftar").status_code == 302
    assert _states(webinar) == {"registered": ["Sari Wulandari"]}


def test_the_queue_moves_up_in_order(webinar: Event, sari: Person, sign_in: Browser) -> None:
    first, _second, third, fourth = _join(webinar, "Ana", "Bayu", "Citra", "Dwi")
    assert _states(webinar) == {"registered": ["Ana", "Bayu"], "waiting": ["Citra", "Dwi"]}
    assert "urutan 2" in sign_in(fourth).get(f"/kegiatan/{webinar.id}").text
    place = queries.place_of(third, webinar)
    assert place is not None
    actions.cancel_place(place, by=third)
    own = queries.place_of(first, webinar)
    assert own is not None
    assert actions.cancel_place(own, by=first) == 1
    db.session.commit()
    assert _states(webinar)["registered"] == ["Bayu", "Dwi"]
    actions.register(webinar, third, by=third)  # comes back: behind everybody
    actions.register(webinar, sari, by=sari)
    db.session.commit()
    assert _states(webinar)["waiting"] == ["Citra", "Sari Wulandari"]


def test_a_larger_quota_lets_the_queue_in(webinar: Event, rina: Person, sign_in: Browser) -> None:
    _join(webinar, "Ana", "Bayu", "Citra", "Dwi")
    browser = sign_in(rina, "organiser")
    form = _form(quota="3", opd=str(rina.opd_id))
    answer = browser.post(f"/kegiatan/{webinar.id}/ubah", data=form)
    assert answer.status_code == 302
    assert "1 orang dari daftar tunggu" in browser.get(answer.location).text
    assert _states(webinar)["waiting"] == ["Dwi"]
    answer = browser.post(f"/kegiatan/{webinar.id}/ubah", data=form | {"quota": "1"})
    assert answer.status_code == 422
    assert "3 orang sudah terdaftar" in answer.text


def _form(**facts: str) -> dict[str, str]:
    return {
        "title": "Pelayanan Publik Digital", "day": NEXT_WEEK.isoformat(), "starts": "09:00",
        "ends": "12:00", "zone": "WIB", "link": "https://rapat.contoh.invalid/webinar",
        "registration_opens_on": "2026-11-24", "registration_closes_on": NEXT_WEEK.isoformat(),
        "audience": "all",
    } | facts  # fmt: skip


def test_nobody_moves_up_once_it_has_begun(
    webinar: Event, rina: Person, clock: time_machine.Traveller
) -> None:
    first, *_rest = _join(webinar, "Ana", "Bayu", "Citra")
    clock.move_to(wib("09.00", NEXT_WEEK))
    place = queries.place_of(first, webinar)
    assert place is not None
    with pytest.raises(RuleBroken, match="Kegiatan sudah mulai"):
        actions.cancel_place(place, by=first)
    assert actions.cancel_place(place, by=rina) == 0
    assert _states(webinar)["waiting"] == ["Citra"]


@pytest.mark.parametrize(
    ("move", "sentence"),
    [(-timedelta(days=1), "Pendaftaran belum dibuka"), (timedelta(days=8), "sudah ditutup")],
)
def test_registration_has_its_days(
    webinar: Event, sari: Person, sign_in: Browser, clock: time_machine.Traveller,
    move: timedelta, sentence: str,
) -> None:  # fmt: skip
    clock.shift(move)
    browser = sign_in(sari)
    assert sentence in browser.get(f"/kegiatan/{webinar.id}").text
    answer = browser.post(f"/kegiatan/{webinar.id}/daftar")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert _states(webinar) == {}


def test_events_of_one_office_are_for_its_people(
    rina: Person, sari: Person, dedi: Person, sign_in: Browser
) -> None:
    event = an_event(rina, audience="offices", office_ids=(dedi.opd_id,))
    assert "Pelayanan Publik" not in sign_in(sari).get("/kegiatan").text
    assert sign_in(sari).post(f"/kegiatan/{event.id}/daftar").status_code == 404
    assert "Pelayanan Publik" in sign_in(dedi, "trainee").get("/kegiatan").text
    assert sign_in(dedi).post(f"/kegiatan/{event.id}/daftar").status_code == 302


def test_who_is_invited_says_yes_or_no(
    rina: Person, sari: Person, dedi: Person, sign_in: Browser
) -> None:
    event = an_event(rina, audience="invited")
    address = f"/kegiatan/{event.id}"
    assert sign_in(sari).get(address).status_code == 404
    answer = sign_in(rina, "organiser").post(
        f"{address}/peserta", data={"nips": f"{sari.nip}\n{dedi.nip}"}
    )
    assert answer.status_code == 302
    assert "Terima undangan" in sign_in(sari).get(address).text
    assert sign_in(sari).post(f"{address}/daftar").status_code == 302
    place = queries.place_of(dedi, event)
    assert place is not None
    sign_in(dedi).post(f"/keikutsertaan/{place.id}/batal")
    assert _states(event) == {"registered": ["Sari Wulandari"], "cancelled": ["Dedi Saputro"]}


def test_an_unknown_nip_adds_nobody(
    webinar: Event, rina: Person, sari: Person, sign_in: Browser
) -> None:
    answer = sign_in(rina, "organiser").post(
        f"/kegiatan/{webinar.id}/peserta", data={"nips": f"{sari.nip}\n123", "seat": "y"}
    )
    assert answer.status_code == 422
    assert "NIP ini tidak dikenal atau tidak bertugas lagi: 123." in answer.text
    assert f"{sari.nip}" in answer.text  # what was typed stays
    assert _states(webinar) == {}


def test_nobody_gives_up_the_place_of_another(
    webinar: Event, sari: Person, dedi: Person, sign_in: Browser
) -> None:
    place = actions.register(webinar, sari, by=sari)
    db.session.commit()
    assert sign_in(dedi).post(f"/keikutsertaan/{place.id}/batal").status_code == 404
    assert _states(webinar) == {"registered": ["Sari Wulandari"]}
