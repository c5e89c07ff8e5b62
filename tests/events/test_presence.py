"""Presence: by code, by QR, by roll call; early, late, wrong, twice, by strangers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core import codes
from lms.core.clock import now
from lms.core.db import db
from lms.events import actions
from lms.events.models import Event, Participation
from lms.people.models import CheckinTry, Person
from tests.events.cast import NEXT_WEEK, a_period, an_event, wib

Browser = Callable[..., FlaskClient]


@pytest.fixture
def place(webinar: Event, sari: Person, clock: time_machine.Traveller) -> Participation:
    """Give Sari's place in the webinar, half an hour before it begins."""
    place = actions.register(webinar, sari, by=sari)
    db.session.commit()
    clock.move_to(wib("08.30", NEXT_WEEK))
    return place


def _code(event: Event) -> str:
    return codes.code_at(event.checkin_secret, now())


def test_the_typed_code_notes_presence(
    webinar: Event, place: Participation, sari: Person, sign_in: Browser
) -> None:
    browser = sign_in(sari)
    assert "Catat kehadiran" in browser.get(f"/kegiatan/{webinar.id}").text
    typed = _code(webinar).lower()
    answer = browser.post(
        f"/kegiatan/{webinar.id}/hadir", data={"code": f" {typed[:3]} {typed[3:]}"}
    )
    assert answer.status_code == 302
    assert "Hadir pukul 08.30 WIB" in browser.get(answer.location).text
    assert (place.attended_via, place.attended_by_id) == ("code", sari.id)


def test_the_scanned_code_waits_for_the_button(
    webinar: Event, place: Participation, rina: Person, sari: Person, sign_in: Browser,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    screen = sign_in(rina, "organiser").get(f"/kegiatan/{webinar.id}/layar").text
    code = _code(webinar)
    assert f"<b>{code[:3]} {code[3:]}</b>" in screen
    browser = sign_in(sari)
    page = browser.get(f"/kegiatan/{webinar.id}/hadir?kode={code}").text
    assert "Kode terbaca" in page
    db.session.refresh(place)
    assert place.attended_at is None  # opening an address writes nothing
    stamp = page.split('name="dipindai" value="')[1].split('"')[0]
    clock.shift(timedelta(seconds=100))  # the code on the screen has changed three times
    form = {"code": code, "dipindai": stamp}
    assert browser.post(f"/kegiatan/{webinar.id}/hadir", data=form).status_code == 302
    assert place.attended_via == "qr"


def test_an_old_code_without_its_stamp_does_not_fit(
    webinar: Event, place: Participation, sari: Person, sign_in: Browser,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    code = _code(webinar)
    clock.shift(timedelta(seconds=100))
    for stamp in ("", "palsu"):
        form = {"code": code, "dipindai": stamp}
        answer = sign_in(sari).post(f"/kegiatan/{webinar.id}/hadir", data=form)
        assert answer.status_code == 422
        assert "sudah berganti" in answer.text
    assert place.attended_at is None


@pytest.mark.parametrize(
    ("at", "sentence"),
    [("08.29", "Presensi dibuka 1 Desember 2026, 08.30 WIB"),
     ("12.16", "Presensi ditutup 1 Desember 2026, 12.15 WIB")],
)  # fmt: skip
def test_early_and_late_are_explained(
    webinar: Event, place: Participation, sari: Person, sign_in: Browser,
    clock: time_machine.Traveller, at: str, sentence: str,
) -> None:  # fmt: skip
    clock.move_to(wib(at, NEXT_WEEK))
    answer = sign_in(sari).post(f"/kegiatan/{webinar.id}/hadir", data={"code": _code(webinar)})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert place.attended_at is None


@pytest.mark.parametrize("at", ["08.30", "12.15"])
def test_both_ends_of_the_window_are_open(
    webinar: Event, place: Participation, sari: Person, clock: time_machine.Traveller, at: str
) -> None:
    clock.move_to(wib(at, NEXT_WEEK))
    assert actions.check_in(webinar, sari, _code(webinar)) is not None


def test_wrong_codes_make_wait(
    webinar: Event, place: Participation, sari: Person, sign_in: Browser
) -> None:
    browser = sign_in(sari)
    address = f"/kegiatan/{webinar.id}/hadir"
    for _try in range(5):
        assert "belum sesuai" in browser.post(address, data={"code": "AAAAAA"}).text
    answer = browser.post(address, data={"code": _code(webinar)})
    assert answer.status_code == 422
    assert "Terlalu banyak kode" in answer.text
    assert db.session.scalar(select(func.count(CheckinTry.id))) == 5
    assert place.attended_at is None


def test_who_has_no_seat_is_not_noted(
    webinar: Event, place: Participation, budi: Person, sign_in: Browser
) -> None:
    answer = sign_in(budi, "trainee").post(
        f"/kegiatan/{webinar.id}/hadir", data={"code": _code(webinar)}
    )
    assert answer.status_code == 422
    assert "Anda belum terdaftar pada kegiatan ini" in answer.text


def test_another_event_of_the_same_hour_has_another_code(
    webinar: Event, place: Participation, rina: Person, sari: Person, clock: time_machine.Traveller
) -> None:
    clock.move_to(wib("08.00", NEXT_WEEK) - timedelta(days=1))
    other = an_event(rina, starts_at=wib("09.00", NEXT_WEEK), ends_at=wib("12.00", NEXT_WEEK),
                     registration_closes_on=NEXT_WEEK)  # fmt: skip
    clock.move_to(wib("09.00", NEXT_WEEK))
    assert actions.check_in(webinar, sari, _code(other)) is None


def test_the_roll_keeps_who_checked_in_meanwhile(
    webinar: Event, place: Participation, rina: Person, sari: Person, budi: Person,
    sign_in: Browser,
) -> None:  # fmt: skip
    second = actions.register(webinar, budi, by=rina)
    db.session.commit()
    browser = sign_in(rina, "organiser")
    page = browser.get(f"/kegiatan/{webinar.id}/presensi").text
    assert "0 <small>dari 2 hadir" in page
    actions.check_in(webinar, sari, _code(webinar))
    db.session.commit()
    form = {"tampil": [place.id, second.id], "hadir": [second.id]}
    assert browser.post(f"/kegiatan/{webinar.id}/presensi", data=form).status_code == 302
    assert (place.attended_via, second.attended_via) == ("code", "roll")
    form |= {"semula": [place.id, second.id], "hadir": [place.id]}
    browser.post(f"/kegiatan/{webinar.id}/presensi", data=form)
    assert (place.attended_via, second.attended_at) == ("code", None)
    browser.post(f"/kegiatan/{webinar.id}/presensi", data=form | {"semua": "1"})
    assert second.attended_via == "roll"


def test_the_roll_of_ids_from_elsewhere_marks_nobody(
    webinar: Event, place: Participation, rina: Person, sign_in: Browser
) -> None:
    form = {"hadir": ["abc", "99999", "-1"]}
    assert sign_in(rina, "organiser").post(
        f"/kegiatan/{webinar.id}/presensi", data=form
    ).status_code == 302  # fmt: skip
    assert place.attended_at is None


def test_the_roll_opens_with_the_window(
    webinar: Event, place: Participation, rina: Person, sign_in: Browser,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    clock.move_to(wib("08.29", NEXT_WEEK))
    answer = sign_in(rina, "organiser").post(
        f"/kegiatan/{webinar.id}/presensi", data={"hadir": place.id}
    )
    assert answer.status_code == 422
    assert "Presensi kegiatan ini dibuka 1 Desember 2026, 08.30 WIB" in answer.text


def test_a_speaker_takes_the_roll_and_sees_the_list_but_runs_nothing(
    rina: Person, budi: Person, sari: Person, sign_in: Browser
) -> None:
    event = an_event(rina, speaker_nips=(budi.nip,))
    actions.register(event, sari, by=sari)
    db.session.commit()
    browser = sign_in(budi)
    assert "Anda narasumber" in browser.get("/kegiatan/saya").text
    for page in ("peserta", "peserta.csv", "presensi", "layar"):
        assert browser.get(f"/kegiatan/{event.id}/{page}").status_code == 200
        assert sign_in(sari).get(f"/kegiatan/{event.id}/{page}").status_code == 403
    assert browser.get(f"/kegiatan/{event.id}/ubah").status_code == 403
    assert browser.post(f"/kegiatan/{event.id}/sahkan").status_code == 403


def test_coaching_takes_no_code(rina: Person, budi: Person, sari: Person, sign_in: Browser) -> None:
    event = a_period(rina, speaker_nips=(budi.nip,))
    actions.register(event, sari, by=sari)
    db.session.commit()
    answer = sign_in(sari).post(f"/kegiatan/{event.id}/hadir", data={"code": _code(event)})
    assert answer.status_code == 422
    assert "tidak memakai presensi" in answer.text
