"""Killed in the middle of saving: what was acknowledged is there, once, and the attempt goes on."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import create_app
from lms.core.clock import now, today
from lms.core.db import db
from lms.elearning import queries
from lms.elearning.models import Answer, Attempt
from lms.people import signin
from lms.people.models import Person, UserSession
from tests import cast
from tests.elearning import sample
from tests.postgres import cluster

#: Saves that were acknowledged in all, and how often something is killed meanwhile.
SAVES, ROUNDS = 1000, 2


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    app: Flask, sign_in: Callable[..., FlaskClient], sari: Person, attempt: Attempt, tmp_path: Path
) -> None:
    browser = sign_in(sari)
    cookie = browser.get_cookie("lms")
    assert cookie is not None
    where = [app.config["SQLALCHEMY_DATABASE_URI"], str(app.config["VAR_DIR"]), str(attempt.id)]
    db.session.commit()
    hammer = _hammer([*where, cookie.value], tmp_path, rounds=ROUNDS)
    assert hammer.wait(timeout=600) == 0
    _compare(tmp_path)
    assert len(queries.sheet_of(attempt).rows) <= 5
    assert browser.get(f"/percobaan/{attempt.id}?n=2").status_code == 200


@pytest.mark.slow
@pytest.mark.postgres
def test_nothing_acknowledged_is_lost_when_the_database_is_killed(tmp_path: Path) -> None:
    with cluster() as server:
        house = create_app(
            {
                "TESTING": True, "SECRET_KEY": "test", "SQLALCHEMY_DATABASE_URI": server.url,
                "VAR_DIR": tmp_path, "QUEUE_URL": str(tmp_path / "queue.sqlite3"),
            }
        )  # fmt: skip
        with house.app_context():
            attempt, token = _an_attempt_in_an_empty_house()
            where = [server.url, str(tmp_path), str(attempt), _cookie(house, token)]
            hammer = _hammer(where, tmp_path, rounds=1)
            for round_no in range(1, ROUNDS + 1):
                while hammer.poll() is None and len(_acknowledged(tmp_path)) < 300 * round_no:
                    time.sleep(0.05)
                assert hammer.poll() is None
                server.kill()
                server.start()
            assert hammer.wait(timeout=300) == 0
            _compare(tmp_path)
            db.session.remove()
            db.engine.dispose()


def _an_attempt_in_an_empty_house() -> tuple[int, str]:
    """Return the id of Sari's running attempt and the secret of her sign-in."""
    db.create_all()
    version, sari, token = cast.a_programme(), cast.a_person("Sari Wulandari"), "token-sari"
    batch = cast.a_batch(version, state="running", starts_on=today() - timedelta(days=1))
    seat = cast.an_enrolment(sari, batch)
    attempt = sample.an_attempt(batch, sample.a_quiz(version), seat, sari).id
    db.session.add(
        UserSession(token_hash=signin.token_hash(token), person_id=sari.id, created_at=now())
    )
    db.session.commit()
    db.session.remove()
    db.engine.dispose()  # the connections that will be killed are those of the hammer
    return attempt, token


def _cookie(house: Flask, token: str) -> str:
    client = house.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=token, seen_at=int(now().timestamp()), _fresh=True)
    cookie = client.get_cookie("lms")
    assert cookie is not None
    return str(cookie.value)


def _hammer(where: list[str], logs: Path, *, rounds: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.elearning.hammer", *where, str(logs), str(SAVES)]
    return subprocess.Popen([*command, str(rounds)])


def _acknowledged(logs: Path) -> list[tuple[int, ...]]:
    return [
        tuple(map(int, line.split()))
        for file in logs.glob("*.txt")
        for line in file.read_text().splitlines()
        if line.count(" ") == 2
    ]


def _compare(logs: Path) -> None:
    """Hold what was acknowledged against what is stored."""
    acknowledged = _acknowledged(logs)
    assert len(acknowledged) >= SAVES
    stored = {a.position: (a.seq, a.value) for a in db.session.scalars(select(Answer))}
    for position in {one[0] for one in acknowledged}:
        newest = max(one[1] for one in acknowledged if one[0] == position)
        assert stored[position][0] >= newest  # one more may have been kept before its reply left
    assert len(stored) <= 5
