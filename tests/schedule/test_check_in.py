"""Self check-in: by code and by QR, early, late, wrong, twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalogue.models import Batch, Enrolment
from lms.core import codes
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import CheckinTry, Person
from lms.schedule import actions, queries
from lms.schedule.actions import Noted
from lms.schedule.models import Attendance, Session
from tests import cast
from tests.schedule.cast import wib


def _code(session: Session) -> str:
    return codes.code_at(session.checkin_secret, now())


def _noted(session: Session) -> list[Attendance]:
    return list(db.session.scalars(select(Attendance).where(Attendance.session_id == session.id)))


def test_the_code_notes_presence_with_the_time(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    clock.move_to(wib("12.41"))
    browser = sign_in(sari)
    page = browser.get("/hadir")
    assert "Analisis Isu Kontemporer" in page.text
    typed = _code(meeting).lower()
    answer = browser.post("/hadir", data={"code": f" {typed[:3]} {typed[3:]}"})
    assert answer.status_code == 302
    assert "Hadir pukul 12.41 WIB" in browser.get(answer.location).text
    (mark,) = _noted(meeting)
    assert (mark.status, mark.via, mark.minutes_late) == ("present", "code", 0)
    assert "Hadir" in browser.get("/hadir").text
    assert "Hadir 12.41" in browser.get("/jadwal").text


def test_a_second_time_changes_nothing(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller
) -> None:
    clock.move_to(wib("12.50"))
    first = actions.check_in(sari, _code(meeting))
    db.session.commit()
    clock.shift(timedelta(minutes=10))
    again = actions.check_in(sari, _code(meeting))
    assert first is not None
    assert again is not None
    assert again.at == wib("12.50")
    assert len(_noted(meeting)) == 1


def test_after_the_start_the_minutes_are_noted(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller
) -> None:
    clock.move_to(wib("13.09"))
    mark = actions.check_in(sari, _code(meeting))
    assert mark is not None
    assert mark.minutes_late == 9


@pytest.mark.parametrize(
    ("at", "word"),
    [("12.29", "dibuka 24 November 2026, 12.30 WIB. Sekarang pukul 12.29 WIB"),
     ("13.16", "sudah ditutup: dibuka 12.30 WIB sampai 13.15 WIB")],
)  # fmt: skip
def test_early_and_late_are_explained_with_the_times(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient], at: str, word: str,
) -> None:  # fmt: skip
    clock.move_to(wib(at))
    answer = sign_in(sari).post("/hadir", data={"code": _code(meeting)})
    assert answer.status_code == 422
    assert word in answer.text
    assert _noted(meeting) == []


@pytest.mark.parametrize("at", ["12.30", "13.15"])
def test_both_ends_of_the_window_are_open(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller, at: str
) -> None:
    clock.move_to(wib(at))
    assert actions.check_in(sari, _code(meeting)) is not None


def test_an_early_scan_does_not_hinder_the_real_one(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    clock.move_to(wib("12.28"))
    browser = sign_in(sari)
    assert "Presensi dibuka" in browser.get(f"/hadir/{meeting.id}/{_code(meeting)}").text
    clock.move_to(wib("12.31"))
    code = _code(meeting)
    assert "Catat kehadiran saya" in browser.get(f"/hadir/{meeting.id}/{code}").text
    assert browser.post(f"/hadir/{meeting.id}/{code}").status_code == 302
    (mark,) = _noted(meeting)
    assert mark.via == "qr"


def _stamp(text: str) -> str:
    return text.split('name="dipindai" value="')[1].split('"')[0]


def test_the_button_under_a_scanned_code_works_a_little_longer(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    clock.move_to(wib("12.40"))
    browser, address = sign_in(sari), f"/hadir/{meeting.id}/{_code(meeting)}"
    mark = _stamp(browser.get(address).text)
    clock.shift(timedelta(seconds=100))
    assert browser.post(address).status_code == 422  # without the stamp the code is old
    assert browser.post(address, data={"dipindai": mark}).status_code == 302


def test_a_stamp_is_personal_and_ends(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    other = cast.a_person("Tono Wijaya")
    cast.an_enrolment(other, meeting.batch)
    clock.move_to(wib("12.40"))
    address = f"/hadir/{meeting.id}/{_code(meeting)}"
    mine = _stamp(sign_in(sari).get(address).text)
    clock.shift(timedelta(seconds=100))
    assert sign_in(other).post(address, data={"dipindai": mine}).status_code == 422
    clock.shift(timedelta(seconds=100))
    assert sign_in(sari).post(address, data={"dipindai": mine}).status_code == 422
    assert sign_in(sari).post(address, data={"dipindai": "x.y"}).status_code == 422
    assert _noted(meeting) == []


def test_a_forwarded_picture_is_worth_nothing_after_its_minute(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    """Sari stays at home, keeps a stamp ready, and is sent the picture a little too late."""
    clock.move_to(wib("12.40"))
    picture, browser = _code(meeting), sign_in(sari)
    ready = _stamp(browser.get(f"/hadir/{meeting.id}/AAAAAA").text)
    clock.shift(timedelta(seconds=61))
    address = f"/hadir/{meeting.id}/{picture}"
    late = _stamp(browser.get(address).text)
    for proof in ("", ready, late):
        assert browser.post(address, data={"dipindai": proof}).status_code == 422
    assert browser.post("/hadir", data={"code": picture}).status_code == 422
    assert _noted(meeting) == []


def test_opening_the_address_writes_nothing(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    clock.move_to(wib("12.40"))
    sign_in(sari).get(f"/hadir/{meeting.id}/{_code(meeting)}")
    assert _noted(meeting) == []


def test_wrong_codes_are_counted_and_make_wait(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    clock.move_to(wib("12.40"))
    browser = sign_in(sari)
    for _time in range(5):
        answer = browser.post("/hadir", data={"code": "AAAAAA"})
        assert answer.status_code == 422
        assert "belum sesuai atau sudah berganti" in answer.text
    assert db.session.scalar(select(func.count(CheckinTry.id))) == 5
    answer = browser.post("/hadir", data={"code": _code(meeting)})
    assert answer.status_code == 422
    assert "Coba lagi dalam" in answer.text
    clock.shift(timedelta(seconds=62))
    assert browser.post("/hadir", data={"code": _code(meeting)}).status_code == 302
    assert db.session.scalar(select(func.count(CheckinTry.id))) == 0


def test_an_instructors_word_stands(
    meeting: Session, seat: Enrolment, sari: Person, budi: Person, clock: time_machine.Traveller
) -> None:
    clock.move_to(wib("12.40"))
    actions.save_roll(meeting, {seat.id: Noted("permit")}, by=budi)
    with pytest.raises(RuleBroken, match="menandai Anda izin"):
        actions.check_in(sari, _code(meeting))


def test_a_cancelled_or_closed_session_takes_nobody(
    meeting: Session, seat: Enrolment, sari: Person, rina: Person, clock: time_machine.Traveller
) -> None:
    actions.cancel_session(meeting, "Libur", by=rina)
    db.session.commit()
    clock.move_to(wib("12.40"))
    assert queries.open_checkin(sari) is None
    with pytest.raises(RuleBroken, match="tidak memakai presensi"):
        actions.check_in(sari, _code(meeting), session=meeting)


def test_only_trainees_of_the_batch_check_in(
    meeting: Session, seat: Enrolment, budi: Person, dedi: Person, rina: Person,
    clock: time_machine.Traveller, sign_in: Callable[..., FlaskClient], client: FlaskClient,
) -> None:  # fmt: skip
    clock.move_to(wib("12.40"))
    address = f"/hadir/{meeting.id}/{_code(meeting)}"
    assert client.get(address).status_code == 302
    for person, status in ((budi, 403), (rina, 403), (dedi, 404)):
        browser = sign_in(person)
        assert browser.get(address).status_code == status
        assert browser.post(address).status_code == status
    with pytest.raises(RuleBroken, match="Tidak ada sesi"):
        actions.check_in(dedi, _code(meeting))


def test_open_checkin_is_what_home_asks(
    meeting: Session, seat: Enrolment, sari: Person, clock: time_machine.Traveller
) -> None:
    assert queries.open_checkin(sari) is None
    clock.move_to(wib("12.40"))
    found = queries.open_checkin(sari)
    assert found is not None
    assert found.id == meeting.id
    actions.check_in(sari, _code(meeting))
    assert queries.open_checkin(sari) is None


def test_pages_stay_within_eight_questions(
    meeting: Session, seat: Enrolment, batch: Batch, sari: Person,
    sign_in: Callable[..., FlaskClient], count_queries: Callable[..., int],
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    clock.move_to(wib("12.40"))
    browser = sign_in(sari)
    for address in (
        "/hadir", "/jadwal", f"/hadir/{meeting.id}/ABCDEF", f"/sesi/{meeting.id}",
        f"/angkatan/{batch.id}/jadwal", f"/angkatan/{batch.id}/kehadiran", "/kalender",
    ):  # fmt: skip
        assert count_queries(lambda path=address: browser.get(path)) <= 8, address
