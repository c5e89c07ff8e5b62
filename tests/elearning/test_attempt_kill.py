"""Killed in the middle of saving: what was acknowledged is there, once, and the attempt goes on."""

import subprocess
import sys
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

#: Saves that were acknowledged in all, while the servers are killed again and again.
SAVES = 1000


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
    command = [sys.executable, "-m", "tests.elearning.hammer", *where, cookie.value]
    subprocess.run([*command, str(tmp_path), str(SAVES)], check=True)
    acknowledged = [
        tuple(map(int, line.split()))
        for file in tmp_path.glob("*.txt")
        for line in file.read_text().splitlines()
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
