"""Timetables of a person, a batch, and all rooms; on paper; and as a calendar."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.core.access import can
from lms.core.db import db
from lms.people.models import Person
from lms.people.queries import with_grants
from lms.schedule import actions, queries
from lms.schedule.models import CalendarFeed, Session
from lms.schedule.permissions import visible_sessions
from tests import cast
from tests.schedule.cast import MONDAY, TODAY, a_plan, a_room, a_running_batch, a_session, wib

pytestmark = pytest.mark.one_engine


def test_my_day_joins_batches_and_shows_what_can_be_done(
    meeting: Session, seat: Enrolment, batch: Batch, sari: Person, rina: Person,
    clock: time_machine.Traveller, sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    other = a_running_batch(2, version=batch.version)
    cast.an_enrolment(sari, other)
    a_session(other, by=rina, mode="virtual", link="https://rapat.contoh.id/1", starts="10.00",
              ends="12.15", title="Harmonis")  # fmt: skip
    a_session(batch, by=rina, day=TODAY + timedelta(days=1), title="Besok")
    page = sign_in(sari).get("/jadwal").text
    assert "Selasa, 24 November 2026" in page
    assert page.index("Harmonis") < page.index("Analisis Isu Kontemporer")
    assert "Catat kehadiran mulai pukul 12.30 WIB" in page
    assert "Besok" not in page
    clock.move_to(wib("10.20"))
    page = sign_in(sari).get("/jadwal").text
    assert "https://rapat.contoh.id/1" in page
    assert "Berlangsung" in page
    assert "Berikutnya" in page


def test_my_day_of_an_instructor(
    meeting: Session, budi: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    clock.move_to(wib("12.40"))
    assert "Isi presensi" in sign_in(budi).get("/jadwal").text


def test_my_day_leads_to_the_next_session(
    meeting: Session, seat: Enrolment, sari: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    page = sign_in(sari).get("/jadwal?tanggal=2026-11-30").text
    assert "Tidak ada sesi pada hari ini" in page
    assert "Analisis Isu Kontemporer" in page


@pytest.mark.parametrize("written", ["besok", "2026-13-99", "0001-01-01", "9999-12-31", "%00"])
def test_strange_days_show_some_page(
    sari: Person, sign_in: Callable[..., FlaskClient], written: str
) -> None:
    assert sign_in(sari).get(f"/jadwal?tanggal={written}").status_code == 200


def test_the_week_of_a_batch(
    meeting: Session, seat: Enrolment, batch: Batch, sari: Person, rina: Person,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    a_session(batch, by=rina, day=date(2026, 11, 28), title="Sabtu", starts="08.00", ends="10.15")
    browser = sign_in(sari)
    page = browser.get(f"/angkatan/{batch.id}/jadwal?minggu=2026-W48").text
    assert "2 sesi, 6 JP" in page
    assert "28 Nov" in page
    assert "Sesi baru" not in page
    assert "Belum ada sesi" in browser.get(f"/angkatan/{batch.id}/jadwal?minggu=2026-W49").text
    assert browser.get(f"/angkatan/{batch.id}/jadwal?minggu=2026-W99").status_code == 200
    assert "Sesi baru" in sign_in(rina).get(f"/angkatan/{batch.id}/jadwal").text


def test_the_board_shows_rooms_by_time(
    meeting: Session, rina: Person, sari: Person, budi: Person,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    a_room("Krakatau", by=rina)
    page = sign_in(rina).get("/jadwal/papan?minggu=2026-W48").text
    assert "Krakatau" in page
    assert "Analisis Isu Kontemporer" in page
    assert "13.00–13.45" in page
    assert sign_in(sari).get("/jadwal/papan").status_code == 403
    assert sign_in(budi).get("/jadwal/papan").status_code == 403


def test_the_board_asks_as_many_questions_for_many_sessions(
    meeting: Session, batch: Batch, rina: Person, sign_in: Callable[..., FlaskClient],
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    browser = sign_in(rina)
    addresses = ["/jadwal/papan", f"/angkatan/{batch.id}/jadwal"]
    few = [count_queries(lambda path=address: browser.get(path)) for address in addresses]
    for number in range(2, 7):
        other = a_running_batch(number, version=batch.version)
        a_session(other, by=rina, starts="08.00", ends="09.30")
        a_session(batch, by=rina, starts=f"{number + 14}.15", ends=f"{number + 15}.00")
    many = [count_queries(lambda path=address: browser.get(path)) for address in addresses]
    assert [one <= other <= 12 for one, other in zip(many, few, strict=True)] == [True, True]


def test_lists_and_things_agree(
    app: Flask, meeting: Session, seat: Enrolment, sari: Person, budi: Person, rina: Person,
    dedi: Person,
) -> None:  # fmt: skip
    for person_id in (sari.id, budi.id, rina.id, dedi.id):
        person = with_grants(person_id)
        listed = db.session.scalars(visible_sessions(person)).unique().all()
        with app.test_request_context():
            assert (meeting in listed) == can(person, "session.view", meeting)


# ---- paper


def _pages(data: bytes) -> int:
    with pikepdf.open(BytesIO(data)) as document:
        return len(document.pages)


def test_the_timetable_on_paper(
    meeting: Session, seat: Enrolment, batch: Batch, sari: Person,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    browser = sign_in(sari)
    answer = browser.get(f"/angkatan/{batch.id}/jadwal.pdf?minggu=2026-W48")
    assert answer.mimetype == "application/pdf"
    assert _pages(answer.data) == 1
    assert _pages(browser.get(f"/angkatan/{batch.id}/jadwal.pdf").data) == 1


def test_the_attendance_sheet_on_paper(
    meeting: Session, batch: Batch, budi: Person, sari: Person, rina: Person,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    for number in range(40):
        cast.an_enrolment(cast.a_person(f"Peserta Nomor {number}"), batch)
    cast.an_enrolment(sari, batch)
    address = f"/angkatan/{batch.id}/daftar-hadir/2026-11-24.pdf"
    answer = sign_in(budi).get(address)
    assert answer.mimetype == "application/pdf"
    assert _pages(answer.data) == 2
    with pikepdf.open(BytesIO(answer.data)) as document:
        box = document.pages[0].mediabox
        assert (round(box[2]), round(box[3])) == (595, 842)
    assert sign_in(sari).get(address).status_code == 403
    browser = sign_in(rina)
    assert browser.get(f"/angkatan/{batch.id}/daftar-hadir/2026-11-25.pdf").status_code == 404
    assert browser.get(f"/angkatan/{batch.id}/daftar-hadir/x.pdf").status_code == 404


# ---- calendar


def _events(data: bytes) -> dict[str, object]:
    return {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}


def test_the_calendar_feed(
    meeting: Session, seat: Enrolment, batch: Batch, sari: Person, rina: Person,
    sign_in: Callable[..., FlaskClient], client: FlaskClient,
) -> None:  # fmt: skip
    browser = sign_in(sari)
    assert "Belum ada tautan" in browser.get("/kalender").text
    assert browser.post("/kalender").status_code == 302
    token = db.session.scalars(select(CalendarFeed)).one().token
    assert token in browser.get("/kalender").text
    answer = client.get(f"/kalender/{token}.ics")
    assert answer.mimetype == "text/calendar"
    first = _events(answer.data)[meeting.uid]
    assert first["summary"] == "Analisis Isu Kontemporer"
    start = first["dtstart"].dt
    assert start == datetime(2026, 11, 24, 13, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert first["dtstart"].params["TZID"] == "Asia/Jakarta"
    assert "BEGIN:VTIMEZONE" in answer.text
    assert (first["sequence"], first["status"]) == (0, "CONFIRMED")

    actions.edit_session(meeting, a_plan("13.30", "15.45", room_id=meeting.room_id), by=rina)
    db.session.commit()
    moved = _events(client.get(f"/kalender/{token}.ics").data)[meeting.uid]
    assert (moved["sequence"], moved["dtstart"].dt.minute) == (1, 30)

    actions.cancel_session(meeting, "Pengajar sakit", by=rina)
    db.session.commit()
    off = _events(client.get(f"/kalender/{token}.ics").data)[meeting.uid]
    assert (off["sequence"], off["status"]) == (2, "CANCELLED")


def test_a_new_link_ends_the_old_one(
    meeting: Session, seat: Enrolment, sari: Person, rina: Person,
    sign_in: Callable[..., FlaskClient], client: FlaskClient,
) -> None:  # fmt: skip
    browser = sign_in(sari)
    browser.post("/kalender")
    old = db.session.scalars(select(CalendarFeed.token)).one()
    browser.post("/kalender")
    new = db.session.scalars(select(CalendarFeed.token)).one()
    assert old != new
    assert len(new) >= 32
    assert client.get(f"/kalender/{old}.ics").status_code == 404
    assert client.get(f"/kalender/{new}.ics").status_code == 200
    sari.ended_on = MONDAY
    db.session.commit()
    assert client.get(f"/kalender/{new}.ics").status_code == 404


def test_the_feed_asks_as_many_questions_for_many_sessions(
    meeting: Session, seat: Enrolment, batch: Batch, sari: Person, rina: Person,
    client: FlaskClient, count_queries: Callable[..., int],
) -> None:  # fmt: skip
    token = actions.renew_calendar(sari).token
    db.session.commit()
    few = count_queries(lambda: client.get(f"/kalender/{token}.ics"))
    for number in range(6):
        a_session(batch, by=rina, day=MONDAY + timedelta(days=number), starts="08.00", ends="09.30")
    assert count_queries(lambda: client.get(f"/kalender/{token}.ics")) <= few <= 6


def test_what_home_asks(
    meeting: Session, seat: Enrolment, sari: Person, budi: Person, dedi: Person,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    for person in (sari, budi):
        assert queries.next_session(person).id == meeting.id
        assert [one.id for one in queries.sessions_today(person)] == [meeting.id]
    assert queries.next_session(dedi) is None
    clock.move_to(wib("15.16"))
    assert queries.next_session(sari) is None
