"""Reporting a training elsewhere: what counts, what is refused, and what looks like a copy."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.competence.models import OutsideTraining, TrainingEvidence
from lms.core.clock import today
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.competence.conftest import a_picture, latest, told


@pytest.fixture
def browser(sign_in: Callable[..., FlaskClient], sari: Person) -> FlaskClient:
    """Give Sari's browser."""
    return sign_in(sari)


def _count() -> int:
    return db.session.scalar(select(func.count(OutsideTraining.id))) or 0


def test_a_report_waits_with_its_hours_computed(browser: FlaskClient, send: Any) -> None:
    answer = send(browser)
    assert answer.status_code == 302
    found = latest()
    assert (found.jp, found.state, found.cell) == (Decimal(4), "submitted", "seminar")
    page = browser.get("/jam-pelatihan").text
    assert "4 JP lagi akan dihitung setelah diverifikasi" in page
    assert "Menunggu verifikasi" in page


@pytest.mark.parametrize(
    ("changes", "jp"),
    [
        ({"form": "teknis", "units": "40", "days": 5}, "40"),
        ({"form": "teknis", "units": "40", "days": 5, "is_international": "y"}, "48"),
        ({"form": "seminar", "units": "2", "days": 2}, "8"),
        ({"form": "seminar", "units": "2", "days": 2, "is_international": "y"}, "12"),
        ({"form": "workshop", "units": "1", "is_international": "y"}, "7"),
        ({"form": "e_learning", "units": "10", "days": 2}, "6"),
        ({"form": "coaching", "units": "5", "days": 20}, "4"),
        ({"form": "magang", "units": "1", "days": 30}, "20"),
        ({"form": "patok_banding", "units": "1", "is_international": "y"}, "10"),
        ({"form": "belajar_mandiri", "units": "7,5", "days": 2}, "4"),
    ],
)
def test_hours_follow_form_and_amount(
    browser: FlaskClient, send: Any, changes: dict[str, Any], jp: str
) -> None:
    last = today().replace(day=28) - timedelta(days=31)  # well inside one month
    last = last.replace(day=28)
    changes = dict(changes)  # the same for every engine
    first = last - timedelta(days=changes.pop("days", 1) - 1)
    if changes["form"] == "coaching":
        first = last.replace(day=1)
    send(browser, **changes, starts_on=first.isoformat(), ends_on=last.isoformat())
    assert latest().jp == Decimal(jp)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form": ""}, "Pilih bentuknya"),
        ({"form": "ngopi"}, "Pilih salah satu"),
        ({"title": ""}, "Tulis nama pelatihannya"),
        ({"number": ""}, "Isi nomor sertifikat"),
        ({"units": "banyak"}, "Isi dengan angka"),
        ({"units": "NaN"}, "Isi jumlah"),
        ({"units": "-3"}, "Isi jumlah antara"),
        ({"units": "2"}, "Tanggalnya hanya 1 hari"),
        ({"form": "teknis", "units": "40"}, "40 JP tidak mungkin dalam 1 hari"),
        ({"starts_on": "2030-01-01", "ends_on": "2030-01-02"}, "belum lewat"),
        ({"ends_on": "2020-01-01"}, "Hari terakhir tidak boleh sebelum"),
        ({"starts_on": "1024-01-01"}, "Periksa tanggalnya"),
        ({"ends_on": "31/02/2026"}, "Isi tanggal"),
        ({"picture": b""}, "Unggah buktinya"),
        ({"picture": b"MZ\x90\x00 no picture"}, "Isi berkas ini bukan"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    browser: FlaskClient, send: Any, changes: dict[str, Any], sentence: str
) -> None:
    answer = send(browser, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert _count() == 0


def test_the_same_number_is_never_taken_twice_however_it_is_written(
    browser: FlaskClient, send: Any
) -> None:
    send(browser)
    answer = send(browser, number="wbn - 2026 / 0042", title="Judul lain", is_other="y")
    assert answer.status_code == 422
    assert "Nomor sertifikat ini sudah tercatat pada “Webinar Keamanan Siber”" in answer.text


def test_the_same_file_proves_one_training_only(browser: FlaskClient, send: Any) -> None:
    send(browser, picture=a_picture(7))
    answer = send(browser, picture=a_picture(7), number="X/99/2026", title="Arsip", is_other="y")
    assert answer.status_code == 422
    assert "sama persis dengan bukti" in answer.text
    assert db.session.scalar(select(func.count(TrainingEvidence.id))) == 1


def test_a_similar_training_needs_the_persons_word(browser: FlaskClient, send: Any) -> None:
    send(browser)
    again = {"title": "Keamanan siber, Webinar", "number": "LAIN/1/2026"}
    answer = send(browser, **again)
    assert answer.status_code == 422 and "mirip dengan" in answer.text
    assert "Ini pelatihan lain" in answer.text
    assert send(browser, **again, is_other="y").status_code == 302


def test_colleagues_may_attend_the_same_webinar(
    browser: FlaskClient, send: Any, sign_in: Callable[..., FlaskClient]
) -> None:
    send(browser)
    assert send(sign_in(cast.a_person("Tono")), number="WBN/2026/0043").status_code == 302


def test_others_do_not_see_a_report_nor_its_evidence(
    browser: FlaskClient, send: Any, sign_in: Callable[..., FlaskClient]
) -> None:
    send(browser)
    stranger = sign_in(cast.a_person("Tono"))
    piece = db.session.scalars(select(TrainingEvidence.id)).one()
    assert stranger.get(f"/jam-pelatihan/{latest().id}").status_code == 404
    assert stranger.get(f"/bukti/{piece}").status_code == 404
    served = browser.get(f"/bukti/{piece}?lihat=1")
    assert served.status_code == 200 and served.mimetype == "image/png"


def test_a_withdrawn_report_may_be_sent_again(browser: FlaskClient, send: Any) -> None:
    send(browser)
    assert browser.post(f"/jam-pelatihan/{latest().id}/tarik").status_code == 302
    assert send(browser).status_code == 302


def test_the_page_is_exported_without_formulas(browser: FlaskClient, send: Any) -> None:
    send(browser, title="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in browser.get("/jam-pelatihan.csv").text
    assert browser.get("/jam-pelatihan.xlsx").data.startswith(b"PK")
    assert browser.get("/jam-pelatihan?tahun=99999").status_code == 200


def test_a_file_too_many_is_refused(app: Flask, browser: FlaskClient) -> None:
    many = [(BytesIO(a_picture(at)), f"{at}.png") for at in range(6)]
    answer = browser.post("/jam-pelatihan/lapor", data=told() | {"proofs": many},
                          content_type="multipart/form-data")  # fmt: skip
    assert answer.status_code == 422 and "paling banyak 5 berkas" in answer.text
