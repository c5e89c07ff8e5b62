"""Starting and stopping: a signal ends everything, and one dead child ends the other."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ports import unused_port

pytestmark = pytest.mark.slow

#: Stands in for web server and worker, so that the test needs neither database nor build.
STAND_IN = """
import os, sys
from lms.core import serve
serve.start = lambda command: serve.subprocess.Popen(
    [sys.executable, "-c", command], process_group=0)
serve.WEB, serve.WORKER = sys.argv[1], sys.argv[2]
serve.PACKAGES = "import time; time.sleep(60)"
serve._greet = lambda: print("ready", flush=True)
sys.exit(serve.main())
"""
LISTEN = (
    "import os, socket, time; s = socket.create_server(('127.0.0.1', int(os.environ['PORT'])));"
    "open(os.environ['MARK'] + '-web', 'w').write(str(os.getpid())); time.sleep(60)"
)
WORK = (
    "import os, time; open(os.environ['MARK'] + '-work', 'w').write(str(os.getpid()));"
    "time.sleep(60)"
)


def _start(tmp_path: Path, web: str, worker: str, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", STAND_IN, web, worker],
        env=os.environ | {"PORT": str(port), "LMS_PACKAGE_PORT": str(unused_port()),
                          "MARK": str(tmp_path / "pid")},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_and_is_no_failure(tmp_path: Path, how: signal.Signals) -> None:
    house = _start(tmp_path, LISTEN, WORK, unused_port())
    assert house.stdout is not None and house.stdout.readline() == "ready\n"
    limit = time.monotonic() + 60
    while not (tmp_path / "pid-work").exists() and time.monotonic() < limit:
        time.sleep(0.05)
    house.send_signal(how)
    assert house.wait(timeout=60) == 0
    for name in ("web", "work"):
        assert not _alive(int((tmp_path / f"pid-{name}").read_text()))


def test_a_dead_worker_stops_the_web_server_and_is_a_failure(tmp_path: Path) -> None:
    dies = "import time; time.sleep(1.5); raise SystemExit(4)"
    house = _start(tmp_path, LISTEN, dies, unused_port())
    _out, errors = house.communicate(timeout=60)
    assert house.returncode == 1
    assert "worker ended unexpectedly" in errors
    assert not _alive(int((tmp_path / "pid-web").read_text()))


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        house = _start(tmp_path, LISTEN, WORK, port)
        _out, errors = house.communicate(timeout=60)
    assert house.returncode == 1
    assert f"port {port} is taken" in errors
