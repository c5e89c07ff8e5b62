"""Reading lessons: the player, finishing, reading positions, and the progress that follows."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion, Unit
from lms.core.db import db
from lms.elearning import actions, queries
from lms.elearning.models import Quiz, Visit
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]


def _visit(seat: Enrolment) -> Visit:
    return db.session.scalars(select(Visit).where(Visit.enrolment_id == seat.id)).one()


def test_the_player_shows_text_outline_and_the_way_on(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    first, second = sample.a_lesson(version, "Pertama"), sample.a_lesson(version, "Kedua")
    text = sign_in(sari).get(f"/angkatan/{batch.id}/belajar/{first.id}").text
    assert "<p>Isi Pertama</p>" in text
    assert "20 menit" in text and "2,8 MB" in text
    assert f"/angkatan/{batch.id}/belajar/{second.id}" in text
    assert "Selesai dan lanjut" in text
    assert db.session.scalars(select(Visit)).all() == []  # a GET writes nothing


def test_finishing_leads_on_and_twice_changes_nothing(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    first, second = sample.a_lesson(version, "Pertama"), sample.a_lesson(version, "Kedua")
    browser = sign_in(sari)
    address = f"/angkatan/{batch.id}/belajar/{first.id}/selesai"
    assert browser.post(address).location == f"/angkatan/{batch.id}/belajar/{second.id}"
    finished = _visit(seat).finished_at
    assert browser.post(address).status_code == 302
    assert _visit(seat).finished_at == finished
    last = browser.post(f"/angkatan/{batch.id}/belajar/{second.id}/selesai")
    assert last.location == f"/angkatan/{batch.id}/belajar"
    assert "2 dari 2 bagian" in browser.get(last.location).text


@pytest.mark.one_engine
def test_what_can_be_kept_tells_its_weight_first(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion,
    quiz: Quiz,
) -> None:  # fmt: skip
    lesson = sample.a_lesson(version, "Pertama")
    browser = sign_in(sari)
    text = browser.get(f"/angkatan/{batch.id}/luring").text
    assert "Pertama" in text and "20 menit" in text
    assert "Simpan, sekitar 2,8 MB" in text and "Versi ringan 28 kB" in text
    assert f"/angkatan/{batch.id}/belajar/{lesson.id}" in text
    assert "mulai saat tersambung" in text
    finish = f"/angkatan/{batch.id}/belajar/{lesson.id}/selesai"
    told = browser.post(finish, headers={"Accept": "application/json"})
    assert told.json is not None and told.json["saved_at"]
    assert _visit(seat).finished_at is not None


def test_the_reading_position_is_kept_and_offered(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    unit = sample.a_lesson(version)
    browser = sign_in(sari)
    address = f"/angkatan/{batch.id}/belajar/{unit.id}"
    assert browser.post(f"{address}/posisi", data={"position": 40}).status_code == 200
    assert browser.post(f"{address}/posisi", data={"position": 999}).status_code == 200
    assert _visit(seat).position == 100
    browser.post(f"{address}/posisi", data={"position": 60})
    text = browser.get(address).text
    assert "sampai 60%" in text and 'data-position="60"' in text
    assert browser.post(f"{address}/posisi", data={"position": "jauh"}).status_code == 422


def test_a_unit_of_another_version_is_not_in_this_batch(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    other = cast.a_programme("pkp", title="PKP")
    unit, quiz = sample.a_lesson(other), sample.a_quiz(other)
    browser = sign_in(sari)
    assert browser.get(f"/angkatan/{batch.id}/belajar/{unit.id}").status_code == 404
    assert browser.post(f"/angkatan/{batch.id}/belajar/{unit.id}/selesai").status_code == 404
    assert browser.post(f"/angkatan/{batch.id}/belajar/{unit.id}/posisi",
                        data={"position": 1}).status_code == 404  # fmt: skip
    assert browser.get(f"/angkatan/{batch.id}/kuis/{quiz.unit_id}").status_code == 404
    assert browser.post(f"/angkatan/{batch.id}/kuis/{quiz.unit_id}/mulai").status_code == 404
    assert browser.get(f"/angkatan/{batch.id}/belajar/{quiz.unit_id}").status_code == 404


def test_instructors_and_organisers_read_along_without_progress(
    sign_in: SignIn, budi: Person, rina: Person, batch: Batch, version: ProgrammeVersion
) -> None:
    unit = sample.a_lesson(version)
    for person in (budi, rina):
        browser = sign_in(person)
        text = browser.get(f"/angkatan/{batch.id}/belajar/{unit.id}").text
        assert "tanpa mencatat kemajuan" in text and "data-reading" not in text
        assert browser.get(f"/angkatan/{batch.id}/belajar").status_code == 200
        assert browser.post(f"/angkatan/{batch.id}/belajar/{unit.id}/selesai").status_code == 403


def test_others_do_not_see_the_batch(
    sign_in: SignIn, client: FlaskClient, dedi: Person, lena: Person, batch: Batch,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    unit = sample.a_lesson(version)
    waiting = cast.a_person("Tono Wijaya")
    cast.an_enrolment(waiting, batch, "waiting")
    for person in (dedi, lena, waiting):
        assert sign_in(person).get(f"/angkatan/{batch.id}/belajar/{unit.id}").status_code == 404
    assert client.get(f"/angkatan/{batch.id}/belajar/{unit.id}").status_code == 302


def test_progress_is_derived_from_what_was_done(
    sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion, quiz: Quiz
) -> None:
    lesson = sample.a_lesson(version)
    other = cast.an_enrolment(cast.a_person("Tono Wijaya"), batch)
    assert queries.progress(batch, seat) == queries.Progress(0, 2)
    actions.finish_lesson(seat, lesson, by=sari)
    attempt = sample.an_attempt(batch, quiz, seat, sari)
    assert queries.progress(batch, seat) == queries.Progress(1, 2)
    sample.answer_all(attempt)
    actions.submit_attempt(attempt, by=sari)
    db.session.commit()
    assert queries.progress(batch, seat).percent == 100
    assert {one.seat.id: one.outline.progress for one in queries.standings(batch)} == {
        seat.id: queries.Progress(2, 2), other.id: queries.Progress(0, 2),
    }  # fmt: skip


def test_a_failed_quiz_counts_once_all_attempts_are_used(
    sari: Person, batch: Batch, seat: Enrolment, quiz: Quiz
) -> None:
    for done in (0, 1):
        actions.submit_attempt(sample.an_attempt(batch, quiz, seat, sari), by=sari)
        db.session.commit()
        assert queries.progress(batch, seat).done == done


def test_where_a_trainee_goes_on(
    app: object, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    units: list[Unit] = [sample.a_lesson(version, title) for title in ("Satu", "Dua", "Tiga")]
    quiz = sample.a_quiz(version)
    assert _place(sari) == (batch, units[0].id)
    step = queries.step_in(batch, units[1].id)
    assert step is not None
    actions.record_reading(seat, units[1], step, 30, by=sari)
    db.session.commit()
    assert _place(sari) == (batch, units[1].id)
    actions.finish_lesson(seat, units[1], by=sari)
    assert _place(sari) == (batch, units[0].id)
    assert [step.unit_id for _batch, step in queries.quizzes_due(sari)] == [quiz.unit_id]
    attempt = sample.an_attempt(batch, quiz, seat, sari)
    assert _place(sari) == (batch, quiz.unit_id)
    sample.answer_all(attempt)
    actions.submit_attempt(attempt, by=sari)
    actions.finish_lesson(seat, units[0], by=sari)
    actions.finish_lesson(seat, units[2], by=sari)
    db.session.commit()
    assert _place(sari) is None
    assert _fresh(queries.quizzes_due, sari) == []


def _fresh(question: Callable[[Person], object], person: Person) -> object:
    from lms.core.access import forget

    forget()
    return question(person)


def _place(person: Person) -> object:
    found = _fresh(queries.continue_at, person)
    return (found[0], found[1].unit_id) if found else None  # type: ignore[index]


def test_pages_ask_the_database_a_bounded_number_of_times(
    sign_in: SignIn, count_queries: Callable[..., int], sari: Person, batch: Batch,
    seat: Enrolment, version: ProgrammeVersion,
) -> None:  # fmt: skip
    units = [sample.a_lesson(version, f"Bacaan {number}") for number in range(12)]
    quizzes = [sample.a_quiz(version, f"Kuis {number}") for number in range(4)]
    for quiz in quizzes:
        actions.submit_attempt(sample.an_attempt(batch, quiz, seat, sari), by=sari)
    db.session.commit()
    browser = sign_in(sari)
    home = f"/angkatan/{batch.id}"
    places = [
        f"{home}/belajar",
        f"{home}/belajar/{units[0].id}",
        f"{home}/kuis/{quizzes[0].unit_id}",
    ]
    for place in places:
        assert count_queries(lambda: browser.get(place)) <= 8  # noqa: B023
    db.session.refresh(batch)
    assert count_queries(lambda: queries.scores(batch)) == 1
