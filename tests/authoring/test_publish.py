"""Publishing: repeatable, shows the difference, and leaves running batches on their version."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.assignments.models import Brief
from lms.authoring import check, publish
from lms.authoring.publish import Publication
from lms.catalogue.models import Batch, Course, Document, Phase, Programme, ProgrammeVersion, Unit
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import quiz
from lms.elearning.models import Lesson, Question, Quiz
from lms.people.models import Person
from tests import cast
from tests.authoring.sample import change, write_programme

LESSON = "01-nilai/01-pengantar.md"
QUIZ = "01-nilai/02-kuis.yaml"


@pytest.fixture
def courses(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of a programme; what is published is kept apart for this test."""
    monkeypatch.setitem(app.config, "COURSES_DIR", tmp_path / "courses")
    monkeypatch.setitem(app.config, "VAR_DIR", tmp_path / "var")
    return write_programme(tmp_path / "courses")


def _publish(app: Flask, folder: Path) -> Publication:
    done = publish.publish(check.read(folder), by=None, var=Path(app.config["VAR_DIR"]))
    db.session.commit()
    return done


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _told(done: Publication) -> list[tuple[str, str, str]]:
    return sorted((change.how, change.kind, change.key) for change in done.changes)


def test_publishing_writes_every_part(app: Flask, courses: Path) -> None:
    version = _publish(app, courses).version
    models = (Phase, Course, Unit, Lesson, Quiz, Question, Brief)
    assert [_count(model) for model in models] == [2, 2, 4, 1, 2, 5, 1]
    assert (version.jp_total, version.days_total, version.version) == (32, 5, "2026.1")
    assert [part["weight"] for part in version.components] == [40, 60]
    course = db.session.scalars(select(Course).where(Course.key == "01-nilai")).one()
    assert (course.indicators, course.note[:2]) == (["Menamai tiga perilaku"], "JP")
    guide, template = db.session.scalars(select(Document).order_by(Document.position)).all()
    assert (guide.key, guide.kind, guide.jp, guide.course) == (
        "01-nilai/panduan", "guide", 2, course,
    )  # fmt: skip
    assert (template.key, template.beside) == ("dokumen/01-laporan", "01-nilai/03-laporan")
    assert "<table>" in template.html
    keys = db.session.scalars(select(Unit.key).order_by(Unit.position, Unit.key.desc())).all()
    assert keys == [
        "02-seminar/01-tes-akhir", "01-nilai/01-pengantar", "01-nilai/02-kuis",
        "01-nilai/03-laporan",
    ]  # fmt: skip
    final = db.session.scalars(select(Quiz).where(~Quiz.counts)).one()
    assert (final.draw, final.pools) == (3, [{"quiz": "01-nilai/02-kuis", "draw": 3}])
    assert [row["first"] for row in version.timetable["rows"]] == [1, 4, 4]
    programme = db.session.scalars(select(Programme)).one()
    assert programme.current_version_id == version.id
    entry = db.session.scalars(select(JournalEntry)).one()
    assert (entry.verb, entry.thing_id) == ("programme.published", version.id)


def test_a_lesson_is_published_as_safe_html_with_its_pictures(app: Flask, courses: Path) -> None:
    short = _publish(app, courses).version.content_hash[:12]
    lesson = db.session.scalars(select(Lesson)).one()
    assert f'src="/media/contoh/{short}/01-nilai/alur.svg"' in lesson.html
    assert "<strong>warga</strong>" in lesson.html
    picture = courses / "01-nilai/media/alur.svg"
    assert lesson.size == len(lesson.html.encode()) + picture.stat().st_size


def test_questions_have_the_shape_that_attempts_draw_from(app: Flask, courses: Path) -> None:
    _publish(app, courses)
    bodies = {question.key: question.body for question in db.session.scalars(select(Question))}
    assert bodies["warga"]["options"][0] == {
        "html": "Warga", "correct": True, "feedback_html": "Tepat."
    }  # fmt: skip
    assert bodies["warga"]["text_html"] == "<p>Siapa yang dilayani?</p>\n"
    assert [option["correct"] for option in bodies["benar"]["options"]] == [True, False]
    assert bodies["singkat"]["answers"] == ["Aparatur Sipil Negara", "aparatur sipil negara"]
    paper = {"questions": [bodies["warga"], bodies["benar"], bodies["hitung"], bodies["singkat"]]}
    right = quiz.mark(paper, {0: 0, 1: 0, 2: "45,5", 3: "aparatur sipil negara."})
    assert (right.points, right.out_of) == (5, 5)
    assert quiz.mark(paper, {0: 1, 1: 1, 2: "46", 3: "ASN"}).points == 0


def test_publishing_again_changes_nothing(app: Flask, courses: Path) -> None:
    first = _publish(app, courses)
    again = _publish(app, courses)
    assert (first.is_new, again.is_new, again.changes) == (True, False, [])
    assert again.version.id == first.version.id
    assert (_count(ProgrammeVersion), _count(JournalEntry)) == (1, 1)


def test_a_changed_lesson_makes_a_version_and_a_running_batch_stays(
    app: Flask, courses: Path
) -> None:
    old = _publish(app, courses).version
    batch = cast.a_batch(old, state="running")
    change(courses / LESSON, "Melayani", "Mengayomi")
    done = _publish(app, courses)
    assert _told(done) == [("changed", "unit", "01-nilai/01-pengantar")]
    assert done.staying == [batch] and done.same_label
    db.session.expire_all()
    assert db.session.get_one(Batch, batch.id).version_id == old.id
    programme = db.session.scalars(select(Programme)).one()
    assert programme.current_version_id == done.version.id != old.id
    texts = db.session.scalars(select(Lesson.html).order_by(Lesson.unit_id)).all()
    assert ["Melayani" in text for text in texts] == [True, False]


def test_the_difference_names_what_was_added_changed_and_removed(app: Flask, courses: Path) -> None:
    _publish(app, courses)
    change(courses / QUIZ, "Siapa yang dilayani?", "Siapa yang kita layani?")
    change(courses / QUIZ, "id: sikap", "id: laku")
    change(courses / "02-seminar/course.yaml", "title: Seminar", "title: Seminar hasil")
    (courses / "02-seminar/02-tata-tertib.md").write_text(
        "---\ntitle: Tata tertib\nminutes: 5\n---\nDatang tepat waktu.\n"
    )
    change(courses / "01-nilai/media/alur.svg", 'width="8"', 'width="6"')
    assert _told(_publish(app, courses)) == [
        ("added", "question", "01-nilai/02-kuis#laku"),
        ("added", "unit", "02-seminar/02-tata-tertib"),
        ("changed", "course", "02-seminar"),
        ("changed", "media", "01-nilai/alur.svg"),
        ("changed", "question", "01-nilai/02-kuis#warga"),
        ("removed", "question", "01-nilai/02-kuis#sikap"),
    ]


def test_going_back_makes_the_former_version_current(app: Flask, courses: Path) -> None:
    first = _publish(app, courses).version.id
    change(courses / LESSON, "Melayani", "Mengayomi")
    _publish(app, courses)
    change(courses / LESSON, "Mengayomi", "Melayani")
    assert _publish(app, courses).version.id == first
    assert _count(ProgrammeVersion) == 2


def test_a_faulty_programme_is_not_published(app: Flask, courses: Path) -> None:
    change(courses / QUIZ, "answer: true", "answer: ya")
    with pytest.raises(RuleBroken):
        _publish(app, courses)
    assert _count(Programme) == 0


def test_lost_media_come_back(app: Flask, courses: Path) -> None:
    version = _publish(app, courses).version
    folder = publish.media_folder(Path(app.config["VAR_DIR"]), "contoh", version.content_hash)
    (folder / "01-nilai/alur.svg").unlink()
    assert not _publish(app, courses).is_new
    assert (folder / "01-nilai/alur.svg").is_file()


def test_the_commands_speak_and_refuse(app: Flask, courses: Path) -> None:
    run = app.test_cli_runner().invoke
    checked = run(args=["courses", "check"])
    assert checked.exit_code == 0 and "32 JP" in checked.output
    assert "17 ditambah" in run(args=["courses", "publish", "--all"]).output
    assert "tidak ada yang berubah" in run(args=["courses", "publish", "contoh"]).output

    change(courses / QUIZ, "answer: true", "answer: ya")
    for command in (["courses", "check", "contoh"], ["courses", "publish", "--all"]):
        refused = run(args=command)
        assert refused.exit_code == 1
        assert f"courses/contoh/{QUIZ}:28: salah:" in refused.output
    assert _count(ProgrammeVersion) == 1
    unknown = run(args=["courses", "publish", "tiada"])
    assert unknown.exit_code == 1 and "Yang ada: contoh" in unknown.output
    assert run(args=["courses", "publish"]).exit_code == 2


def test_the_counts_are_printed(app: Flask, courses: Path) -> None:
    write_programme(courses.parent, "kedua")
    told = app.test_cli_runner().invoke(args=["courses", "stats", "--lessons"]).output
    lines = [line.split() for line in told.splitlines()]
    names = "subjects lessons words activities quizzes questions rubrics guides documents minutes"
    assert lines[0] == names.split()
    assert lines[1] == ["contoh", "2", "1", "6", "0", "2", "5", "1", "1", "1", "155"]
    assert lines[3] == ["semua", "4", "2", "12", "0", "4", "10", "2", "2", "2", "310"]
    assert ["01-nilai/01-pengantar", "6", "4.0", "20", "3", "0"] in lines


def test_a_dry_run_shows_the_difference_and_writes_nothing(app: Flask, courses: Path) -> None:
    run = app.test_cli_runner().invoke
    assert "17 ditambah" in run(args=["courses", "publish", "--all", "--dry-run"]).output
    assert _count(Programme) == 0
    assert not os.path.exists(app.config["VAR_DIR"] / "media")


def test_media_are_for_people_who_signed_in(
    app: Flask, courses: Path, client: FlaskClient, sign_in: Callable[..., FlaskClient],
    sari: Person,
) -> None:  # fmt: skip
    short = _publish(app, courses).version.content_hash[:12]
    address = f"/media/contoh/{short}/01-nilai/alur.svg"
    assert client.get(address).status_code in (302, 401)
    browser = sign_in(sari)
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"].startswith("private, max-age=31536000")
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    for wrong in (f"/media/contoh/{short}/01-nilai/tiada.svg", f"/media/contoh/{short}/../x.svg",
                  "/media/../var/01-nilai/secret_key", f"/media/..%2f/{short}/x/lms.sqlite3",
                  f"/media/contoh/{short}/01-nilai/alur.html"):  # fmt: skip
        assert browser.get(wrong, follow_redirects=True).status_code == 404
