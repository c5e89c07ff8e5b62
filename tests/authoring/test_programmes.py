"""Our own three programmes: published, studied to the end by a trainee, and bound as books."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from lms.assignments import actions as handing_in
from lms.assignments import queries as assignments
from lms.authoring import book, check, publish, quality, queries
from lms.authoring.files import programme_folders
from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import now, today
from lms.core.db import db
from lms.elearning import actions
from lms.elearning import queries as elearning
from lms.elearning.completion import SLACK
from lms.elearning.kinds import ACTIVITIES
from lms.elearning.models import Attempt
from lms.elearning.queries import Step
from lms.elearning.questions import kind_of
from lms.people.models import Person
from lms.schedule.models import Attendance, Session
from tests import cast

SignIn = Callable[..., FlaskClient]
ROOT = Path(__file__).parents[2] / "courses"
FOLDERS = programme_folders(ROOT)
#: BOOKS=whole lays all three books out from cover to cover, which takes minutes.
WHOLE = os.environ.get("BOOKS") == "whole"
#: Subjects of each programme that are bound otherwise, with all that stands around them.
SUBJECTS = 2
_PICTURE = re.compile(r'src="(/media/[^"]+)"')


def _name(folder: Path) -> str:
    return folder.name


@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_our_own_programmes_leave_nothing_to_be_said(folder: Path) -> None:
    draft = check.read(folder)
    quality.doubt(draft)
    assert [str(fault) for fault in draft.faults.found] == []
    assert draft.timetable is not None and draft.documents and draft.surveys


@pytest.fixture
def version(
    app: Flask, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ProgrammeVersion:
    """Publish a programme of ours into a folder of this test."""
    monkeypatch.setitem(app.config, "VAR_DIR", tmp_path)
    done = publish.publish(check.read(folder), by=None, var=tmp_path)
    db.session.commit()
    return done.version


def _right(question: dict[str, Any]) -> Any:
    """Return the answer that earns all points; an essay is read by people."""
    if question["type"] == "essay":
        return "Uraian saya."
    return kind_of(question).right(question)


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_a_trainee_studies_to_the_end(
    sign_in: SignIn, sari: Person, version: ProgrammeVersion
) -> None:
    batch = cast.a_batch(version, state="running", starts_on=today() - timedelta(days=90))
    seat = cast.an_enrolment(sari, batch)
    browser = sign_in(sari)
    pictures: set[str] = set()
    for step in elearning.outline(batch, seat).steps:
        if step.kind == "lesson":
            place = f"/angkatan/{batch.id}/belajar/{step.unit_id}"
            text = browser.get(place).text
            assert step.title in text
            pictures |= set(_PICTURE.findall(text))
            assert browser.post(f"{place}/selesai").status_code == 302
        elif step.kind in ACTIVITIES:
            _do(browser, batch, seat, step)
        elif step.kind == "quiz":
            _take(browser, batch, seat, sari, step)
        else:
            page = browser.get(f"/angkatan/{batch.id}/tugas/{step.unit_id}")
            assert "Dinilai dengan rubrik ini" in page.text
            _hand_in(batch, seat, sari, step)
    assert pictures and all(_is_there(browser, place) for place in pictures)
    far = elearning.outline(batch, seat).progress
    assert (far.done, far.percent) == (far.total, 100)
    text = browser.get(f"/angkatan/{batch.id}/bahan").text
    assert "Studi kasus" in text or "Kerangka tulisan" in text
    assert "Panduan fasilitator" not in text


def _is_there(browser: FlaskClient, address: str) -> bool:
    with browser.get(address) as answer:
        return answer.status_code == 200


def _hand_in(batch: Batch, seat: Enrolment, sari: Person, step: Step) -> None:
    """Hand in a text, or a small file where the task wants one."""
    brief = assignments.brief_in(batch, step.unit_id)
    assert brief is not None
    paper = pikepdf.new()
    paper.add_blank_page()
    target = BytesIO()
    paper.save(target)
    uploads = [] if brief.takes_text else [FileStorage(BytesIO(target.getvalue()), "karya.pdf")]
    handing_in.hand_in(batch, brief, seat, text="Karya saya.", uploads=uploads, own_work=True,
                       by=sari)  # fmt: skip


def _do(browser: FlaskClient, batch: Batch, seat: Enrolment, step: Step) -> None:
    """Do what makes an activity done."""
    place = f"/angkatan/{batch.id}/belajar/{step.unit_id}"
    assert step.title in browser.get(place).text
    if step.complete == "attended":
        _attend(batch, seat, step.course_id)
    for _post in range(step.need if step.complete == "posted" else 0):
        browser.post(f"{place}/diskusi", data={"text": "Catat dulu, lalu bahas."})
    if step.complete == "watched":
        browser.post(f"{place}/tonton", data={"spans": f"[[0, {SLACK}]]", "at": SLACK})
    elif step.complete == "visited":
        browser.post(f"{place}/posisi", data={"seconds": 0, "page": "satu"})
    else:
        browser.post(f"{place}/selesai")


def _attend(batch: Batch, seat: Enrolment, course_id: int) -> None:
    """Let a meeting of the subject be over, with the trainee present."""
    moment = now() - timedelta(days=1)
    meeting = Session(
        batch_id=batch.id, course_id=course_id, title="Sesi", mode="virtual", jp=3,
        starts_at=moment, ends_at=moment + timedelta(hours=2), published_at=moment, uid="sesi",
        checkin_secret="x", checkin_opens_at=moment, checkin_closes_at=moment,
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    db.session.add(
        Attendance(session_id=meeting.id, enrolment_id=seat.id, status="present", via="instructor",
                   at=moment, by_id=seat.person_id)
    )  # fmt: skip
    db.session.commit()


def _take(browser: FlaskClient, batch: Batch, seat: Enrolment, sari: Person, step: Step) -> None:
    """Answer every question of a quiz rightly, and look at what comes of it."""
    quiz = elearning.quiz_in(batch, step.unit_id)
    if quiz is not None and quiz.room_code:
        actions.open_room(batch, quiz, "RUANG1", by=sari)
        actions.enter_room(batch, quiz, seat, "RUANG1", by=sari)
        db.session.commit()
    assert "Aturan" in browser.get(f"/angkatan/{batch.id}/kuis/{step.unit_id}").text
    started = browser.post(f"/angkatan/{batch.id}/kuis/{step.unit_id}/mulai")
    attempt = db.session.get_one(Attempt, int(started.location.rsplit("/", 1)[1]))
    questions = elearning.sheet_of(attempt).paper["questions"]
    assert len(questions) == step.draw
    for position, question in enumerate(questions, 1):
        value = _right(question)
        if attempt.closes_at(position) is None:
            actions.open_section(attempt, position, by=sari)
        assert actions.save_answer(attempt, position, value, flagged=False, seq=1) is not None
    db.session.commit()
    assert "Soal 1" in browser.get(started.location).text
    done = browser.post(f"/percobaan/{attempt.id}/kirim")
    for position, question in enumerate(questions, 1):
        if question["type"] == "essay":
            given = actions.HandMarking(position, Decimal(question["points"]), "")
            actions.mark_by_hand(attempt, given, by=sari)
    text = browser.get(done.location).text
    db.session.refresh(attempt)
    assert attempt.points == attempt.out_of and Decimal(0) < attempt.points
    hidden = not any(attempt.quiz.review.values())
    assert ("Pembahasan" in text) is not hidden


@pytest.mark.slow
@pytest.mark.one_engine
@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_the_book_holds_everything(version: ProgrammeVersion, tmp_path: Path) -> None:
    contents = _bound(queries.contents_of(version))
    steps: list[tuple[int, int]] = []
    target = tmp_path / "buku.pdf"
    book.write_book(
        version, contents, "telaah", target, lambda done, total, _note: steps.append((done, total))
    )
    assert [done for done, _total in steps] == list(range(1, len(steps) + 1))
    with pikepdf.open(target) as pdf, pdf.open_outline() as outline:
        titles = [str(part.title) for part in outline.root]
        parts = sum(len(part.children) for part in outline.root)
        assert len(pdf.pages) > (80 if WHOLE else 20)
    assert titles[:2] == ["Daftar isi", "Tentang program"] and titles[-1] == "Lampiran"
    assert [course.title for course in contents.courses] == titles[2 : 2 + len(contents.courses)]
    units = sum(len(course.units) for course in contents.courses)
    # besides: the guides, the documents, the timetable, the glossary and the unsure figures
    assert parts == units + len(contents.guides) + len(contents.documents) + 3


def _bound(contents: queries.Contents) -> queries.Contents:
    """Return what is bound in this run: the first subjects, unless whole books are asked for."""
    courses = contents.courses if WHOLE else contents.courses[:SUBJECTS]
    guides = {one.id: contents.guides[one.id] for one in courses if one.id in contents.guides}
    return replace(contents, courses=courses, guides=guides)
