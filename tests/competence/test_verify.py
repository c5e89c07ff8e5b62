"""Deciding on reports: own tree only, one by one or together, undone, and reversed for good."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from lms.competence import queries
from lms.competence.models import OutsideTraining, TrainingStep
from lms.competence.permissions import visible_trainings
from lms.core.access import can, forget
from lms.core.clock import today
from lms.core.db import db, rows
from lms.people import actions as people
from lms.people.models import Person
from tests import cast
from tests.competence.conftest import latest, told


@pytest.fixture
def nurse(dedi: Person) -> Person:
    """Give an employee of Dedi's office."""
    return cast.a_person("Nina Perawat", opd=cast.an_office("Dinkes"))


@pytest.fixture
def waiting(sign_in: Callable[..., FlaskClient], nurse: Person, send: Any) -> OutsideTraining:
    """Give a report of hers that waits."""
    send(sign_in(nurse))
    return latest()


def _hours(person: Person) -> Decimal:
    forget()
    return queries.hours_of(queries.ledger(person), today().year).total


def _decide(client: FlaskClient, report: OutsideTraining, step: str, note: str = "") -> Any:
    return client.post(f"/verifikasi-jp/{report.id}", data={"langkah": step, "note": note})


def test_the_officer_verifies_and_it_counts(
    sign_in: Callable[..., FlaskClient], dedi: Person, nurse: Person, waiting: OutsideTraining
) -> None:
    browser = sign_in(dedi, "opd")
    assert "Nina Perawat" in browser.get("/verifikasi-jp").text
    assert "Webinar Keamanan Siber" in browser.get(f"/verifikasi-jp/{waiting.id}").text
    assert _hours(nurse) == 0
    assert _decide(browser, waiting, "verifikasi").status_code == 302
    assert _hours(nurse) == 4
    assert "dihitung penuh" in sign_in(nurse).get("/jam-pelatihan").text


@pytest.mark.parametrize("step", ["tolak", "lengkapi"])
def test_no_and_more_need_a_reason_that_the_person_reads(
    sign_in: Callable[..., FlaskClient], dedi: Person, nurse: Person, waiting: OutsideTraining,
    step: str,
) -> None:  # fmt: skip
    browser = sign_in(dedi)
    answer = _decide(browser, waiting, step, "kurang")
    assert answer.status_code == 422 and "Tulis alasannya" in answer.text
    assert _decide(browser, waiting, step, "Tanggal pada sertifikat berbeda.").status_code == 302
    assert (
        "Tanggal pada sertifikat berbeda."
        in sign_in(nurse).get(f"/jam-pelatihan/{waiting.id}").text
    )


def test_what_was_asked_for_is_completed_and_waits_again(
    sign_in: Callable[..., FlaskClient], dedi: Person, nurse: Person, waiting: OutsideTraining,
    send: Any,
) -> None:  # fmt: skip
    _decide(sign_in(dedi), waiting, "lengkapi", "Lampirkan halaman kedua.")
    mine = sign_in(nurse)
    address = f"/jam-pelatihan/{waiting.id}/lengkapi"
    assert "Lampirkan halaman kedua." in mine.get(address).text
    assert mine.post(address, data=told(organiser="Badan Siber")).status_code == 302
    db.session.refresh(waiting)
    assert (waiting.state, waiting.organiser) == ("submitted", "Badan Siber")
    assert mine.get(address).status_code == 404


def test_nobody_verifies_the_own_training(
    sign_in: Callable[..., FlaskClient], dedi: Person, rina: Person, send: Any
) -> None:
    for person in (dedi, rina):
        browser = sign_in(person)
        send(browser, number=f"N/{person.id}/2026")
        assert _decide(browser, latest(), "verifikasi").status_code == 403


def test_officers_decide_in_their_own_tree_only(
    app: Flask, sign_in: Callable[..., FlaskClient], dedi: Person, rina: Person, send: Any
) -> None:
    hospital = people.add_office("rs", "Rumah Sakit", kind="uptd", short_name="RS",
                                 parent=dedi.opd)  # fmt: skip
    db.session.flush()
    below, other = cast.a_person("Dokter", opd=hospital), cast.a_person("Lain")
    for at, person in enumerate((below, other)):
        send(sign_in(person), number=f"NOMOR/{at}")
    reports = rows(select(OutsideTraining).order_by(OutsideTraining.id))
    browser = sign_in(dedi)
    assert [browser.get(f"/verifikasi-jp/{one.id}").status_code for one in reports] == [200, 404]
    for person in (dedi, rina, other):
        person = queries_person(person)
        forget()
        listed = {one.id for one in rows(visible_trainings(person))}
        allowed = {one.id for one in reports if can(person, "outside_training.decide", one)}
        assert listed == allowed


def queries_person(person: Person) -> Person:
    """Return the person with grants loaded and today's roles held."""
    db.session.refresh(person, ["grants"])
    person.held_roles = person.granted_roles()
    return person


def test_a_second_decision_on_the_same_report_is_refused(
    sign_in: Callable[..., FlaskClient], dedi: Person, waiting: OutsideTraining
) -> None:
    browser = sign_in(dedi)
    _decide(browser, waiting, "verifikasi")
    answer = _decide(browser, waiting, "tolak", "Tidak sesuai dengan jabatannya.")
    assert answer.status_code == 422 and "sudah berubah" in answer.text


def test_a_reversal_takes_the_hours_back_and_keeps_the_history(
    sign_in: Callable[..., FlaskClient], dedi: Person, nurse: Person, waiting: OutsideTraining,
    send: Any,
) -> None:  # fmt: skip
    browser = sign_in(dedi)
    _decide(browser, waiting, "verifikasi")
    assert _decide(browser, waiting, "batalkan", "Sertifikatnya ternyata palsu.").status_code == 302
    assert _hours(nurse) == 0
    steps = rows(select(TrainingStep.verb).order_by(TrainingStep.id))
    assert steps == ["submitted", "verified", "reversed"]
    assert send(sign_in(nurse)).status_code == 302, "what is right is reported anew"


@pytest.mark.parametrize("state", ["verified", "reversed"])
def test_the_database_refuses_to_rewrite_what_was_verified(
    waiting: OutsideTraining, state: str
) -> None:
    db.session.execute(update(OutsideTraining).values(state=state))
    db.session.commit()
    with pytest.raises(DBAPIError, match="never changes"):
        db.session.execute(text("UPDATE outside_training SET jp = 40"))
    db.session.rollback()
    with pytest.raises(DBAPIError, match="never changes"):
        db.session.execute(text("DELETE FROM training_step"))


def test_many_are_verified_at_once_but_doubtful_ones_are_left(
    sign_in: Callable[..., FlaskClient], dedi: Person, send: Any
) -> None:
    office = cast.an_office("Dinkes")
    for at in range(3):
        send(sign_in(cast.a_person(f"Pegawai {at}", opd=office)), number=f"NOMOR/{max(at, 1)}")
    outsider = cast.a_person("Orang Luar")
    send(sign_in(outsider), number="LUAR/1")
    browser = sign_in(dedi)
    ids = [str(one) for one in rows(select(OutsideTraining.id))]
    answer = browser.post("/verifikasi-jp/terima", data={"laporan": ids}, follow_redirects=True)
    assert "1 laporan diverifikasi" in answer.text
    assert "perlu dilihat sendiri: Pegawai 0, Pegawai 1" in answer.text or (
        "perlu dilihat sendiri: Pegawai 1" in answer.text
    )
    states = dict(db.session.execute(select(OutsideTraining.number, OutsideTraining.state)).all())
    assert states["NOMOR/2"] == "verified"
    assert (states["NOMOR/1"], states["LUAR/1"]) == ("submitted", "submitted")


def test_a_joint_decision_is_undone_together_except_what_went_on(
    sign_in: Callable[..., FlaskClient], dedi: Person, rina: Person, send: Any
) -> None:
    office = cast.an_office("Dinkes")
    for at in range(3):
        send(sign_in(cast.a_person(f"Pegawai {at}", opd=office)), number=f"NOMOR/{at}")
    browser = sign_in(dedi)
    ids = [str(one) for one in rows(select(OutsideTraining.id))]
    answer = browser.post("/verifikasi-jp/terima", data={"laporan": ids})
    mark = answer.location.rsplit("urungkan=", 1)[1]
    first = db.session.scalars(select(OutsideTraining).order_by(OutsideTraining.id)).first()
    _decide(browser, first, "batalkan", "Ternyata keliru orangnya.")
    assert sign_in(rina).post(f"/verifikasi-jp/urungkan/{mark}").status_code == 422
    answer = browser.post(f"/verifikasi-jp/urungkan/{mark}", follow_redirects=True)
    assert "2 keputusan diurungkan" in answer.text
    assert "sudah berubah sejak itu: Pegawai 0" in answer.text
    states = list(db.session.scalars(select(OutsideTraining.state).order_by(OutsideTraining.id)))
    assert states == ["reversed", "submitted", "submitted"]


def test_the_queue_asks_few_statements(
    sign_in: Callable[..., FlaskClient], dedi: Person, send: Any,
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    office = cast.an_office("Dinkes")
    for at in range(4):
        send(sign_in(cast.a_person(f"Pegawai {at}", opd=office)), number=f"NOMOR/{at}")
    browser = sign_in(dedi, "opd")
    assert count_queries(lambda: browser.get("/verifikasi-jp")) <= 12
    assert count_queries(lambda: browser.get("/jam-pelatihan")) <= 8
