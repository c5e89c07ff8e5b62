"""Hours per office, training histories for SIASN, and light events as lines of the ledger."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.competence import queries
from lms.competence.models import IndexTouched, OutsideTraining
from lms.competence.rules import siasn
from lms.core.clock import from_local_date, now, today
from lms.core.db import db
from lms.events.models import Event, Participation
from lms.people.models import Person
from tests import cast


def a_training(person: Person, jp: str, **facts: object) -> OutsideTraining:
    """Add a verified training of this year's first week."""
    day = date(today().year, 1, 5)
    told = {
        "form": "teknis", "cell": "teknis", "title": "Arsip Dinamis", "organiser": "LPK Mitra",
        "number": "12/ARS/2026", "starts_on": day, "ends_on": day, "state": "verified",
    }  # fmt: skip
    training = OutsideTraining(person_id=person.id, jp=Decimal(jp), **(told | facts))
    db.session.add(training)
    db.session.commit()
    return training


@pytest.fixture
def nurse(dedi: Person) -> Person:
    """Give an employee of Dedi's office."""
    return cast.a_person("Nina Perawat", opd=cast.an_office("Dinkes"))


def test_the_report_counts_who_met_the_duty(
    app: Flask, dedi: Person, nurse: Person, sari: Person
) -> None:
    a_training(nurse, "24", ends_on=date(today().year, 1, 8))
    a_training(sari, "6")
    found = {one.opd.short_name: one for one in queries.hours_by_office(None, today().year)}
    assert (found["Dinkes"].people, found["Dinkes"].met, found["Dinkes"].none) == (2, 1, 1)
    assert found["Dinkes"].mean == Decimal(12)
    assert (found["BPSDM"].met, found["BPSDM"].mean) == (0, Decimal(6))


def test_hours_on_shared_days_count_once_in_the_report_too(nurse: Person) -> None:
    for number in ("A/1", "B/2"):
        a_training(nurse, "8", number=number)
    [(_dedi, _none), (_nina, hours)] = queries.hours_of_staff(nurse.opd, today().year)[0]
    assert hours == 10


def test_officers_report_on_their_own_tree_only(
    sign_in: Callable[..., FlaskClient], dedi: Person, nurse: Person, sari: Person
) -> None:
    a_training(nurse, "24", ends_on=date(today().year, 1, 8))
    a_training(sari, "6", title="Rahasia BPSDM")
    browser = sign_in(dedi, "opd")
    page = browser.get("/laporan-jp").text
    assert "Kantor Dinkes" in page and "Kantor BPSDM" not in page
    assert "Nina Perawat" in browser.get(f"/laporan-jp/{dedi.opd_id}").text
    assert browser.get(f"/laporan-jp/{sari.opd_id}").status_code == 404
    assert browser.get(f"/laporan-jp/{sari.opd_id}.xlsx").status_code == 404
    assert browser.get(f"/laporan-jp/siasn-kursus.csv?opd={sari.opd_id}").status_code == 404
    assert "Rahasia" not in browser.get("/laporan-jp/siasn-kursus.csv").text
    assert (
        "Rahasia"
        in sign_in(cast.a_person("Rini", roles=("organiser",)))
        .get("/laporan-jp/siasn-kursus.csv")
        .text
    )


def test_courses_leave_in_the_fields_of_siasn(
    sign_in: Callable[..., FlaskClient], rina: Person, sari: Person
) -> None:
    a_training(sari, "19.5", title="=1+1", ends_on=date(today().year, 1, 9))
    a_training(sari, "290", form="struktural", cell="struktural", title="PKP")
    browser = sign_in(rina)
    [course] = browser.get("/laporan-jp/siasn-kursus.json").json
    assert tuple(course) == siasn.COURSE_COLUMNS
    assert course["tanggalKursus"] == f"05-01-{today().year}"
    assert course["tanggalSelesaiKursus"] == f"09-01-{today().year}"
    assert (course["jumlahJam"], course["pnsOrangId"]) == (20, sari.nip)
    assert (course["jenisDiklatId"], course["tahunKursus"]) == (3, today().year)
    [structural] = json.loads(browser.get("/laporan-jp/siasn-diklat.json").text)
    assert tuple(structural) == siasn.STRUCTURAL_COLUMNS and structural["jumlahJam"] == 290
    text = browser.get("/laporan-jp/siasn-kursus.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert rows[0] == list(siasn.COURSE_COLUMNS)
    assert rows[1][8] == "'=1+1", "no cell acts as a formula"
    book = CalamineWorkbook.from_filelike(
        BytesIO(browser.get("/laporan-jp/siasn-kursus.xlsx").data)
    )
    assert book.get_sheet_by_index(0).to_python()[1][10] == sari.nip


def test_taking_part_in_a_closed_event_is_a_line_of_the_ledger(
    app: Flask, sign_in: Callable[..., FlaskClient], rina: Person, sari: Person
) -> None:
    day = today() - timedelta(days=3)
    event = Event(
        kind="webinar", title="Webinar Layanan Inklusif", opd_id=rina.opd_id, owner_id=rina.id,
        starts_at=from_local_date(day) + timedelta(hours=9),
        ends_at=from_local_date(day) + timedelta(hours=12), registration_opens_on=day,
        registration_closes_on=day, uid="a", checkin_secret="b", created_at=now(), state="closed",
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    place = Participation(
        event_id=event.id, person_id=sari.id, state="registered", registered_at=now()
    )
    db.session.add(place)
    db.session.commit()
    assert queries.ledger(sari) == []
    place.jp, place.earned_on = Decimal(4), day
    db.session.commit()
    [entry] = queries.ledger(sari)
    assert (entry.form, entry.cell, entry.jp, entry.source) == ("webinar", "seminar", 4, "event")
    assert (entry.starts_on, entry.ends_on) == (day, day)
    assert "Webinar Layanan Inklusif" in sign_in(sari).get("/jam-pelatihan").text


def test_a_change_of_taking_part_touches_the_index(app: Flask, rina: Person, sari: Person) -> None:
    test_events = select(IndexTouched.person_id)
    before = list(db.session.scalars(test_events))
    event = Event(
        kind="seminar", title="Seminar", opd_id=rina.opd_id, owner_id=rina.id, starts_at=now(),
        ends_at=now() + timedelta(hours=2), registration_opens_on=today(),
        registration_closes_on=today(), uid="c", checkin_secret="d", created_at=now(),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    db.session.add(
        Participation(event_id=event.id, person_id=sari.id, state="registered",
                      registered_at=now(), jp=Decimal(4), earned_on=today())
    )  # fmt: skip
    db.session.flush()
    assert list(db.session.scalars(test_events))[len(before) :] == [sari.id]


def test_the_report_of_an_office_asks_few_statements(
    sign_in: Callable[..., FlaskClient], rina: Person, count_queries: Callable[..., int]
) -> None:
    for at in range(20):
        a_training(cast.a_person(f"Pegawai {at}"), "4", number=f"N/{at}")
    browser = sign_in(rina, "organiser")
    assert count_queries(lambda: browser.get("/laporan-jp")) <= 12
    assert count_queries(lambda: browser.get(f"/laporan-jp/{rina.opd_id}")) <= 12
