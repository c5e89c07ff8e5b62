"""Servers that save answers without pause until they are killed: see test_attempt_kill.py.

Reads the database's address, the folder, the attempt, the cookie, a folder for the logs, how much
to save and how often to kill the servers meanwhile from its arguments. Each server writes a line
for every answer it has acknowledged.
"""

import os
import signal
import sys
import time
from pathlib import Path
from random import Random

from flask import Flask
from sqlalchemy.exc import DBAPIError

from lms import create_app

#: How many servers run at a time.
SERVERS = 2


def main(
    address: str, folder: str, attempt: str, token: str, logs: str, saves: str, rounds: str
) -> None:
    """Let the servers save a part of the answers, then end all without warning; and once more."""
    app = create_app(
        {
            "TESTING": True, "SECRET_KEY": "test", "SQLALCHEMY_DATABASE_URI": address,
            "VAR_DIR": folder, "QUEUE_URL": f"{folder}/queue.sqlite3", "WTF_CSRF_ENABLED": False,
        }
    )  # fmt: skip
    for round_no in range(1, int(rounds) + 1):
        files = [Path(logs) / f"{round_no}-{number}.txt" for number in range(1, SERVERS + 1)]
        servers = [
            _start(app, attempt, token, round_no * 1_000_000 + number * 1000, file)
            for number, file in enumerate(files, 1)
        ]
        limit = time.monotonic() + 180
        while time.monotonic() < limit and _lines(files) < int(saves) // int(rounds) + 10:
            time.sleep(0.05)
        for server in servers:
            os.kill(server, signal.SIGKILL)
            os.waitpid(server, 0)


def _start(app: Flask, attempt: str, token: str, seed: int, file: Path) -> int:
    """Fork a server; returns its process."""
    file.touch()
    process = os.fork()
    if not process:
        try:
            _save_without_pause(app, attempt, token, seed, file)
        finally:
            os._exit(1)
    return process


def _save_without_pause(app: Flask, attempt: str, token: str, seed: int, file: Path) -> None:
    """Save random answers, each with its own growing number."""
    browser = app.test_client()
    browser.set_cookie("lms", token)
    rng, seq = Random(seed), seed
    with file.open("w") as log:
        while True:
            seq += 1
            sent = {
                "position": rng.randint(1, 5), "value": rng.randint(0, 1), "seq": seq,
                "writer": "one",
            }  # fmt: skip
            try:
                answer = browser.post(f"/percobaan/{attempt}/jawaban", json=sent)
            except DBAPIError:  # the database is down: what was sent now is not acknowledged
                time.sleep(0.05)
                continue
            if answer.status_code == 200:
                print(sent["position"], seq, sent["value"], file=log, flush=True)


def _lines(files: list[Path]) -> int:
    return sum(file.read_text().count("\n") for file in files)


if __name__ == "__main__":
    main(*sys.argv[1:])
