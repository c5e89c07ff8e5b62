"""`python -m lms.core.serve`: web server, origin of packages and worker, begun and ended together.

Each is a child in a process group of its own, so that Ctrl-C reaches this process alone, which
then stops both in good order. If either dies, the other is stopped and the exit code says so.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
#: Web processes; each answers one request at a time (core/turns.py).
WORKERS = os.environ.get("LMS_WEB_WORKERS", "2")
#: Requests of a process that may be under way: one runs, the others wait for a commit.
THREADS = "3"
#: Seconds a child may take to finish what it is doing.
GRACE = 15

WEB = [
    "granian", "--interface", "wsgi", "wsgi:app", "--host", HOST, "--port", str(PORT),
    "--workers", WORKERS, "--blocking-threads", THREADS, "--backlog", "1024", "--no-ws",
    "--log-level", os.environ.get("LMS_LOG_LEVEL", "warning"),
]  # fmt: skip
#: Files of packages, on a port of their own; beside the web server, which they never keep busy.
PACKAGE_PORT = int(os.environ.get("LMS_PACKAGE_PORT", str(PORT + 1)))
PACKAGES = [
    "granian", "--interface", "wsgi", "--factory", "lms.packages.origin:create", "--host", HOST,
    "--port", str(PACKAGE_PORT), "--workers", "1", "--blocking-threads", "4", "--no-ws",
    "--log-level", os.environ.get("LMS_LOG_LEVEL", "warning"),
]  # fmt: skip
WORKER = ["flask", "--app", "wsgi", "jobs", "work"]

Children = dict[str, "subprocess.Popen[bytes]"]


def start(command: list[str]) -> "subprocess.Popen[bytes]":
    """Start a program of this Python environment in its own process group."""
    program = Path(sys.executable).with_name(command[0])
    return subprocess.Popen([str(program), *command[1:]], process_group=0)


def stop(children: Children) -> None:
    """Ask every child's group to end, and end what does not within the grace time."""
    for child in children.values():
        _tell(child, signal.SIGTERM)
    limit = time.monotonic() + GRACE
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            _tell(child, signal.SIGKILL)
            child.wait()


def _tell(child: "subprocess.Popen[bytes]", what: signal.Signals) -> None:
    if child.poll() is None:
        os.killpg(child.pid, what)


def answers(port: int = PORT) -> bool:
    """Tell whether something listens on a port of ours."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def _wait_for_the_web(children: Children) -> bool:
    limit = time.monotonic() + 60
    while time.monotonic() < limit and all(c.poll() is None for c in children.values()):
        if answers():
            return True
        time.sleep(0.1)
    return False


def _greet() -> None:
    """Say where the system is, who can sign in, and what to try; quiet without demo people."""
    print(f"\nServing on http://{HOST}:{PORT}  (Ctrl-C stops)\n", flush=True)
    flask = str(Path(sys.executable).with_name("flask"))
    subprocess.run([flask, "--app", "wsgi", "demo", "accounts"], check=False, process_group=0)
    sys.stdout.flush()


def _interrupt(number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt(number)


def main() -> int:
    """Run all of them until told to stop (exit 0) or until one of them dies (exit 1)."""
    for port, setting in ((PORT, "PORT"), (PACKAGE_PORT, "LMS_PACKAGE_PORT")):
        if answers(port):
            print(f"port {port} is taken: stop what runs there, or choose {setting}=…",
                  file=sys.stderr)  # fmt: skip
            return 1
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, _interrupt)
    children: Children = {}
    try:
        children["worker"] = start(WORKER)
        children["origin of packages"] = start(PACKAGES)
        children["web server"] = start(WEB)
        if _wait_for_the_web(children):
            _greet()
        while all(child.poll() is None for child in children.values()):
            time.sleep(0.3)
        dead = [name for name, child in children.items() if child.poll() is not None]
        print(f"the {' and the '.join(dead)} ended unexpectedly; stopping", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopping …", flush=True)
        return 0
    finally:
        for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(name, signal.SIG_IGN)
        stop(children)


if __name__ == "__main__":
    sys.exit(main())
