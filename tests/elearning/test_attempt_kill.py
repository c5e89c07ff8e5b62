"""Killed in the middle of saving: what was acknowledged is there, once, and the attempt goes on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.db import db
from lms.elearning import queries
from lms.elearning.models import Answer, Attempt
from lms.people.models import Person

#: Saves that were acknowledged in all, and how often the servers are killed meanwhile.
SAVES, ROUNDS = 1000, 2


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    app: Flask, sign_in: Callable[..., FlaskClient], sari: Person, attempt: Attempt, tmp_path: Path
) -> None:
    browser = sign_in(sari)
    cookie = browser.get_cookie("lms")
    assert cookie is not None
    address = f"/percobaan/{attempt.id}"
    where = [app.config["SQLALCHEMY_DATABASE_URI"], str(app.config["VAR_DIR"]), str(attempt.id)]
    db.session.commit()
    for round_no in range(1, ROUNDS + 1):
        _hammer_and_kill([*where, cookie.value], tmp_path, round_no)
    acknowledged = [
        tuple(map(int, line.split()))
        for file in tmp_path.glob("*.txt")
        for line in file.read_text().splitlines()[1:]
        if line.count(" ") == 2
    ]
    assert len(acknowledged) >= SAVES
    stored = {a.position: (a.seq, a.value) for a in db.session.scalars(select(Answer))}
    for position in {one[0] for one in acknowledged}:
        newest = max(one[1] for one in acknowledged if one[0] == position)
        assert stored[position][0] >= newest  # one more may have been kept before its reply left
    sheet = queries.sheet_of(attempt)
    assert len(sheet.rows) == len(stored) <= 5
    assert browser.get(f"{address}?n=2").status_code == 200


def _hammer_and_kill(where: list[str], folder: Path, round_no: int) -> None:
    """Let two servers save a part of the answers, then end both without warning."""
    logs = [folder / f"{round_no}-{number}.txt" for number in (1, 2)]
    running = []
    for number, log in enumerate(logs, 1):
        with log.open("w") as out:
            command = [sys.executable, "-m", "tests.elearning.hammer", *where]
            seed = str(round_no * 1_000_000 + number * 1000)
            running.append(subprocess.Popen([*command, seed], stdout=out))
    limit = time.monotonic() + 60
    while time.monotonic() < limit and _lines(logs) < SAVES // ROUNDS + 10:
        time.sleep(0.05)
    for child in running:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()


def _lines(logs: list[Path]) -> int:
    return sum(log.read_text().count("\n") for log in logs)
