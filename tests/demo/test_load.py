"""Loading the demo is one transaction, and its shortcuts leave the rows that real acts leave."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from lms import create_app
from lms.catalogue.models import Batch, Enrolment
from lms.core import clock
from lms.core.clock import now
from lms.core.db import db
from lms.demo import study
from lms.elearning import actions
from lms.elearning.models import Answer, Attempt, Quiz
from lms.elearning.questions import kind_of
from lms.people.models import Person
from tests.elearning.conftest import attempt, batch, quiz, seat, version

__all__ = ["attempt", "batch", "quiz", "seat", "version"]

ROOT = Path(__file__).parents[2]


def _rows(attempt: Attempt) -> list[dict[str, Any]]:
    found = db.session.scalars(
        select(Answer).where(Answer.attempt_id == attempt.id).order_by(Answer.position)
    )
    names = [column.key for column in Answer.__table__.columns if column.key != "id"]
    return [{name: getattr(answer, name) for name in names} for answer in found]


def test_answers_in_bulk_are_the_rows_of_answers_one_by_one(
    batch: Batch, quiz: Quiz, seat: Enrolment, attempt: Attempt, sari: Person
) -> None:
    values = [kind_of(question).right(question) for question in attempt.paper["questions"]]
    with clock.at(now()):
        for position, value in enumerate(values, 1):
            actions.save_answer(attempt, position, value, flagged=False, seq=1)
        by_one = _rows(attempt)
        actions.submit_attempt(attempt, by=sari)
        second = actions.start_attempt(batch, quiz, seat, by=sari)
        # the same paper, so that the same values earn the same marks
        second.paper = db.session.scalars(
            select(Attempt.paper).where(Attempt.id == attempt.id)
        ).one()
        db.session.flush()
        study.save_answers(second, values)
        in_bulk = _rows(second)
        actions.submit_attempt(second, by=sari)
    assert [row | {"attempt_id": 0} for row in in_bulk] == [
        row | {"attempt_id": 0} for row in by_one
    ]
    assert (second.points, second.out_of, second.closed_by, second.submitted_at) == (
        attempt.points, attempt.out_of, attempt.closed_by, attempt.submitted_at,
    )  # fmt: skip
    assert attempt.points == attempt.out_of


@pytest.mark.slow
def test_an_interrupted_load_leaves_nothing_and_the_next_one_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMS_VAR_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "LMS_QUEUE_URL"):
        monkeypatch.delenv(name, raising=False)
    house = create_app()

    def run(*command: str) -> str:
        done = house.test_cli_runner().invoke(args=command, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    load = ("demo", "load", "--if-empty", "--people", "300")
    run("db", "upgrade")
    run("courses", "publish", "pbj-level-1")
    killed = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", *load],
        cwd=ROOT, env=os.environ | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert killed.stdout is not None
    for line in killed.stdout:
        if "(grading)" in line:  # people and a closed batch are there by now
            killed.send_signal(signal.SIGKILL)
            break
    assert killed.wait() == -signal.SIGKILL
    with sqlite3.connect(tmp_path / "lms.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM person").fetchone() == (0,)
    assert "Level-1 1 (closed)" in run(*load)
    with sqlite3.connect(tmp_path / "lms.sqlite3") as database:
        changed = "SELECT count(DISTINCT by_id), count(*) FROM draft_change"
        assert database.execute(changed).fetchone() == (2, 4), "a draft by two people"
        assert database.execute("SELECT count(*) FROM regrade").fetchone() == (1,)
    assert run(*load) == ""  # now there are people: nothing is loaded twice
    assert "every line fits" in run("journal", "verify")
