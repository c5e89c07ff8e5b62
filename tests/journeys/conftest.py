"""The stage of the journeys: a real server with its worker on loaded data, and a real browser.

The data are loaded once; every file of journeys finds them as they were loaded, so that no journey
meets what another file left behind.
"""

import fcntl
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from tests.journeys.visitor import Visitor, sign_in
from tests.ports import unused_port

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: Seconds the server may take to answer for the first time.
PATIENCE = 120


@dataclass(frozen=True)
class House:
    """A running installation: its address, and the folder with its data and log."""

    base: str
    folder: Path

    @property
    def log(self) -> str:
        """Return what the server and the worker have said."""
        return (self.folder / "log").read_text()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey: it needs a browser, takes seconds, and shares the house of its file."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the settings of an installation that keeps everything in `folder`."""
    foreign = ("DATABASE_URL", "LMS_QUEUE_URL", "LMS_HTTPS", "LMS_PUBLIC_URL", "SECRET_KEY")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return kept | {"LMS_VAR_DIR": str(folder), "PYTHONUNBUFFERED": "1",
                   "LMS_WEB_WORKERS": "1", "LMS_COMPONENTS_PAGE": "1"} | more  # fmt: skip


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the data of the journeys once for all test workers; returns the folder to copy.

    JOURNEYS_DATA names a folder that keeps them for the next run, for quick repeats at a desk.
    """
    kept = os.environ.get("JOURNEYS_DATA")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = Path(kept) if kept else shared / "journeys" / "var"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name("lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first worker loads, the others wait for it
        if not (folder / "loaded").exists():
            _load(folder)
    return folder


def _load(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)  # what an interrupted run left
    folder.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.material"],
        cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    (folder / "loaded").touch()


@pytest.fixture(scope="session")
def server(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Serve a copy of the data as `make run` does: web server and background worker."""
    folder = tmp_path_factory.mktemp("house") / "var"
    shutil.copytree(loaded, folder)
    with serve(folder) as found:
        yield found


@pytest.fixture(scope="module")
def house(server: House, loaded: Path) -> Iterator[House]:
    """Give the running installation with its data as they were loaded.

    They are put back at the end, so that the worker finds nothing to begin until the next file.
    """
    before = len(server.log)
    yield server
    _wait_for_the_worker(server.folder)
    _put_back(loaded, server.folder)
    said = server.log[before:]
    assert "Traceback" not in said, said[-4000:]


def _put_back(loaded: Path, folder: Path) -> None:
    """Write the loaded database over the one in use, in one transaction."""
    with (
        closing(sqlite3.connect(loaded / "lms.sqlite3")) as pristine,
        closing(sqlite3.connect(folder / "lms.sqlite3", timeout=PATIENCE)) as used,
    ):
        pristine.backup(used)


def _wait_for_the_worker(folder: Path) -> None:
    """Let the background worker finish what it is doing."""
    limit = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(folder / "lms.sqlite3", timeout=PATIENCE)) as used:
        unfinished = "SELECT 1 FROM job WHERE state IN ('pending', 'running')"
        while used.execute(unfinished).fetchone() and time.monotonic() < limit:
            time.sleep(0.1)


@contextmanager
def serve(folder: Path, **settings: str) -> Iterator[House]:
    """Serve the data in `folder` until the block ends; whatever fails there fails a journey."""
    base = f"http://127.0.0.1:{(port := unused_port())}"
    with (folder / "log").open("w") as log:
        served = subprocess.Popen(
            [sys.executable, "-m", "lms.core.serve"],
            cwd=ROOT, stdout=log, stderr=log, process_group=0,
            env=environment(
                folder, PORT=str(port), LMS_PACKAGE_PORT=str(unused_port()), **settings
            ),
        )  # fmt: skip
        house = House(base, folder)
        try:
            wait_for(house, served)
            yield house
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(timeout=40)
    assert "Traceback" not in house.log, house.log[-4000:]


def wait_for(house: House, served: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers that it is well."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and served.poll() is None:
        try:
            with urllib.request.urlopen(house.base + "/sehat", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{house.log[-4000:]}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the distribution's Chromium without a window.

    For each file anew: while Playwright runs, no other test could start an event loop.
    """
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("Chromium is not installed: `make test` installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def signed_in(house: House) -> dict[str, StorageState]:
    """Give the cookies of those who signed in before in this file, by role."""
    return {}


@pytest.fixture
def visit(
    browser: Browser, house: House, signed_in: dict[str, StorageState]
) -> Iterator[Callable[..., Visitor]]:
    """Give a function that lets a person in: `visit()` a guest, `visit("trainee")` signed in."""
    inside: list[Visitor] = []

    def start(role: str = "", *, scripts: bool = True) -> Visitor:
        visitor = Visitor(browser, house.base, scripts=scripts, cookies=signed_in.get(role))
        inside.append(visitor)
        if role in signed_in:
            visitor.go("/")
        elif role:
            sign_in(visitor.page, role)
            signed_in[role] = visitor.context.storage_state()
        return visitor

    yield start
    found = [complaint for visitor in inside for complaint in visitor.close()]
    assert not found, "\n".join(found)
