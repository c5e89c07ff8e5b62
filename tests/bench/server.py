"""The system under measurement: a prepared database and our production server on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.core import serve
from tests.ports import unused_port

PEOPLE = os.environ.get("BENCH_PEOPLE", "1900")


def environment(folder: Path, database_url: str = "") -> dict[str, str]:
    """Return the settings of a separate installation that keeps its data in `folder`."""
    own = {"LMS_VAR_DIR": str(folder), "LMS_BENCH": "1", "PYTHONUNBUFFERED": "1"}
    if database_url:
        own["DATABASE_URL"] = database_url
    return {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | own


def prepare(env: dict[str, str]) -> None:
    """Fill the database with demo people, programmes and batches."""
    command = [sys.executable, "-m", "lms.core.prepare", "--demo-people", PEOPLE]
    subprocess.run(command, env=env, check=True, stdout=sys.stderr)


@contextmanager
def serving(env: dict[str, str], application: str = "wsgi:app") -> Iterator[int]:
    """Serve `application` with the settings of `make run` for the block; gives the port."""
    port = unused_port()
    command = [application if part == "wsgi:app" else part for part in serve.WEB]
    command[command.index("--port") + 1] = str(port)
    command[0] = str(Path(sys.executable).with_name(command[0]))
    child = subprocess.Popen(command, env=env | {"PORT": str(port)}, process_group=0)
    try:
        _wait(child, port)
        yield port
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _wait(child: "subprocess.Popen[bytes]", port: int) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit and child.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.5)  # the second worker
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")
