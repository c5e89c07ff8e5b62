"""A private PostgreSQL for tests and benchmarks: own folder, own free port, gone afterwards.

In a test or script:      with postgres() as url: …
From the command line:    python -m tests.postgres run -- pytest tests
which sets TEST_POSTGRES_URL for the command and hands back its exit code.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import unused_port

DEBIAN = Path("/usr/lib/postgresql")
#: Durable as in life (fsync stays on); small, since several workers of tests share two cores.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "150",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "log_min_messages": "fatal",
    "lc_messages": "C",
}


def binaries() -> Path:
    """Return the folder of the newest installed PostgreSQL's programs."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    if beside is None:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
    return Path(beside).resolve().parent


def _as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root: root lends it to the user that Debian made for it."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def _owner() -> str:
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _run(*command: str | Path) -> None:
    done = subprocess.run(
        [*_as_postgres(), *map(str, command)],
        cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


class Cluster:
    """A PostgreSQL in a folder of its own: started, killed without warning, started again."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder, self.data = unused_port(), folder, folder / "data"
        self._programs = binaries()
        shutil.chown(folder, user=_owner())
        _run(
            self._programs / "initdb", "--pgdata", self.data, "--username=lms", "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8",
        )  # fmt: skip

    @property
    def url(self) -> str:
        """Return the address of its empty database."""
        return f"postgresql+psycopg://lms@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -c port={self.port} -c unix_socket_directories={self.folder}"
        self._control("--log", self.folder / "log", "--options", options, "start")

    def stop(self) -> None:
        """Stop it at once."""
        self._control("--mode=immediate", "stop")

    def kill(self) -> None:
        """End every process of it by SIGKILL, as a failing machine would."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for process in (first, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}/stat").exists() for process in (first, *children)):
            time.sleep(0.02)

    def _control(self, *arguments: str | Path) -> None:
        command = (self._programs / "pg_ctl", "--pgdata", self.data, "--wait", "--timeout=60")
        _run(*command, *arguments)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a PostgreSQL for the length of the block."""
    folder = Path(tempfile.mkdtemp(prefix="lms-postgres-"))
    try:
        found = Cluster(folder)
        found.start()
        try:
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL for the length of the block and give the address of an empty database."""
    with cluster() as found:
        yield found.url


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(130)


def main(arguments: list[str]) -> int:
    """Run a command with TEST_POSTGRES_URL set, and return its exit code."""
    if arguments[:2] != ["run", "--"] or len(arguments) < 3:
        print("usage: python -m tests.postgres run -- COMMAND …", file=sys.stderr)
        return 2
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _leave)
    with postgres() as url:
        print(f"postgres: version {binaries().parent.name} at {url}", flush=True)
        command = subprocess.Popen(arguments[2:], env=os.environ | {"TEST_POSTGRES_URL": url})
        try:
            return command.wait()
        except BaseException:
            command.terminate()
            command.wait(timeout=30)
            raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
