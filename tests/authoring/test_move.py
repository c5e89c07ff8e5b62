"""A running batch goes over to another version: what goes along, what stays, what forbids it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.assignments.models import Submission
from lms.authoring import check, publish
from lms.authoring.moving import actions, queries, rules
from lms.authoring.moving.rules import Place
from lms.catalogue.models import Batch, Course, Enrolment, ProgrammeVersion, Unit
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import actions as elearning
from lms.elearning.models import Attempt, Quiz, Visit
from lms.gradebook.models import Release
from lms.people.models import Person
from tests import cast
from tests.authoring.sample import write_programme

SignIn = Callable[..., FlaskClient]
#: Tables that say what a version teaches; all others that name its parts must go along.
TAUGHT = {
    "phase", "course", "unit", "document", "lesson", "activity", "unit_rule", "quiz", "question",
    "brief", "programme_version", "programme_draft", "version_file", "batch_move", "batch",
}  # fmt: skip
MOVED = {
    "visit", "opening", "discussion_post", "discussion_reading", "attempt", "submission",
    "task_setting", "session", "batch_phase", "regrade", "quiz_room",
    "package_run", "package_choice", "material_import", "meeting_recording",
    "extension", "upload", "work_group", "work_group_member",
}  # fmt: skip


def test_every_table_that_names_a_part_of_a_version_is_known(app: Flask) -> None:
    parts = {"phase", "course", "unit", "quiz", "question", "programme_version", "document"}
    naming = {
        table.name
        for table in db.metadata.tables.values()
        if any(key.column.table.name in parts for key in table.foreign_keys)
    }
    assert naming == MOVED | (TAUGHT & naming)


def test_units_are_found_again_by_key_then_name_then_title() -> None:
    old = [
        Place(1, "01-a/01-x", "lesson", "X"),
        Place(2, "01-a/02-y", "quiz", "Y"),
        Place(3, "01-a/03-z", "lesson", "Z"),
        Place(4, "01-a/04-w", "lesson", "Apa"),
    ]
    new = [
        Place(11, "01-a/01-x", "lesson", "X baru"),
        Place(12, "02-a/05-y", "quiz", "Y"),
        Place(13, "01-a/03-z", "quiz", "Z"),
        Place(14, "01-a/09-lain", "lesson", "apa"),
    ]
    found = rules.match(old, new)
    assert found.ids == {1: 11, 2: 12, 4: 14}
    assert ([one.id for one in found.gone], [one.id for one in found.added]) == ([3], [13])


@pytest.fixture
def versions(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[ProgrammeVersion, ProgrammeVersion]:
    """Give two versions: in the second the quiz comes first and a lesson replaces the other."""
    var = tmp_path / "var"
    monkeypatch.setitem(app.config, "VAR_DIR", var)
    folder = write_programme(tmp_path / "courses")
    first = publish.publish(check.read(folder), by=None, var=var).version
    course = folder / "01-nilai"
    (course / "02-kuis.yaml").rename(course / "00-kuis.yaml")
    test = folder / "02-seminar" / "01-tes-akhir.yaml"
    test.write_text(test.read_text().replace("01-nilai/02-kuis", "01-nilai/00-kuis"))
    lesson = (course / "01-pengantar.md").read_text()
    (course / "01-pengantar.md").rename(course / "04-lanjutan.md")
    (course / "04-lanjutan.md").write_text(lesson.replace("title: Pengantar", "title: Lanjutan"))
    second = publish.publish(check.read(folder), by=None, var=var).version
    db.session.commit()
    return first, second


def _unit(version: ProgrammeVersion, kind: str) -> Unit:
    found = db.session.scalars(
        select(Unit)
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version.id, Unit.kind == kind)
        .order_by(Course.position, Unit.position)
    ).first()
    assert found is not None
    return found


def _quiz(version: ProgrammeVersion) -> Quiz:
    return db.session.scalars(select(Quiz).where(Quiz.unit_id == _unit(version, "quiz").id)).one()


@pytest.fixture
def seat(versions: tuple[ProgrammeVersion, ProgrammeVersion], sari: Person) -> Enrolment:
    """Give Sari's place in a running batch: she read the lesson, did the quiz, began the task."""
    batch = cast.a_batch(versions[0], state="running", starts_on=today() - timedelta(days=1))
    place = cast.an_enrolment(sari, batch)
    elearning.finish_lesson(place, _unit(versions[0], "lesson"), by=sari)
    quiz = _quiz(versions[0])
    attempt = elearning.start_attempt(batch, quiz, place, by=sari)
    elearning.submit_attempt(attempt, by=sari)
    task = _unit(versions[0], "assignment")
    db.session.add(
        Submission(unit_id=task.id, enrolment_id=place.id, version=1, text="a", saved_at=now())
    )
    db.session.commit()
    return place


def test_what_people_did_goes_along_or_stays_and_comes_back(
    versions: tuple[ProgrammeVersion, ProgrammeVersion], seat: Enrolment, rina: Person
) -> None:
    first, second = versions
    batch = db.session.get_one(Batch, seat.batch_id)
    found = queries.consequence(batch, second)
    assert found.refusals == []
    how = {line.title: line.how for line in found.units}
    assert how["Pengantar"] == "gone" and how["Lanjutan"] == "added"
    assert how["Kuis nilai"] == "renamed" and how[_unit(first, "assignment").title] == "same"
    assert [(one.name, one.visits, one.attempts) for one in found.people] == [
        ("Sari Wulandari", 1, 0)
    ]
    done = actions.move(batch, second, by=rina)
    db.session.commit()
    assert batch.version_id == second.id
    attempt = db.session.scalars(select(Attempt)).one()
    assert attempt.quiz_id == _quiz(second).id
    assert db.session.scalars(select(Submission)).one().unit_id == _unit(second, "assignment").id
    assert db.session.scalars(select(Visit)).one().unit_id == _unit(first, "lesson").id
    actions.undo(batch, done, by=rina)
    db.session.commit()
    assert batch.version_id == first.id
    assert db.session.scalars(select(Attempt)).one().quiz_id == _quiz(first).id
    with pytest.raises(RuleBroken, match="pindah lagi"):
        actions.undo(batch, done, by=rina)


@pytest.mark.one_engine
def test_the_page_shows_the_consequence_and_refuses_with_reasons(
    versions: tuple[ProgrammeVersion, ProgrammeVersion], seat: Enrolment, sign_in: SignIn,
    rina: Person, sari: Person,
) -> None:  # fmt: skip
    second, address = versions[1].id, f"/angkatan/{seat.batch_id}/versi"
    browser = sign_in(rina)
    shown = browser.get(f"{address}?ke={second}").text
    assert "Sari Wulandari" in shown and "hilang" in shown and "Pindahkan angkatan" in shown
    assert sign_in(sari).get(address).status_code in (403, 404)
    db.session.add(Release(batch_id=seat.batch_id, by_id=rina.id, at=now(), rulebook="latsar_cpns"))
    db.session.commit()
    refused = browser.post(address, data={"ke": second})
    assert refused.status_code == 422 and "sudah diumumkan" in refused.text
    assert db.session.get_one(Batch, seat.batch_id).version_id != second
