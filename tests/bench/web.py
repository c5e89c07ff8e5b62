"""Area `web`: requests per second, waiting time, queries and bytes of the pages people live in."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench import browser, server
from tests.bench.load import Outcome
from tests.bench.load import measure as load
from tests.bench.report import Report
from tests.bench.targets import Target, add_material, plain_get, targets

SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
#: The figures without a connection count in their name are those of the middle one.
CONNECTIONS = (1, 8, 32)
MAIN = 8


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure the floor, then each page at 1, 8 and 32 connections."""
    floor = _floor(report, env, suffix)
    places = add_material(env)
    with server.serving(env) as port:
        for target in targets(port, places):
            report.add(f"web.{target.name}.queries{suffix}", target.queries, "statements")
            main = _at_all_connections(report, port, target, suffix)
            report.add(f"web.{target.name}.share{suffix}", main.rps / floor.rps, "of floor")
        if not suffix:
            browser.measure(report, port)


def _floor(report: Report, env: dict[str, str], suffix: str) -> Outcome:
    with floor(env) as (port, target):
        return _at_all_connections(report, port, target, suffix)


@contextmanager
def floor(env: dict[str, str]) -> Iterator[tuple[int, Target]]:
    """Serve what the framework allows for the length of the block."""
    address = env.get("DATABASE_URL") or f"sqlite:///{env['LMS_VAR_DIR']}/floor.sqlite3"
    env = env | {"FLOOR_DATABASE_URL": address}
    subprocess.run([sys.executable, "-m", "tests.bench.floor"], env=env, check=True)
    with server.serving(env, "tests.bench.floor:app") as port:
        yield port, Target("floor", [[plain_get("/", "")]])


def _at_all_connections(report: Report, port: int, target: Target, suffix: str) -> Outcome:
    for connections in CONNECTIONS:
        outcome = load(
            port, target.scripts, connections=connections, seconds=SECONDS, status=target.status
        )
        if outcome.wrong:
            raise SystemExit(f"{target.name}: answers other than {target.status}: {outcome.wrong}")
        name = f"web.{target.name}" if connections == MAIN else f"web.{target.name}.c{connections}"
        report.add(f"{name}.rps{suffix}", outcome.rps, "req/s")
        report.add(f"{name}.p50_ms{suffix}", outcome.p50_ms, "ms")
        report.add(f"{name}.p95_ms{suffix}", outcome.p95_ms, "ms")
        if connections == MAIN:
            main = outcome
            report.add(f"{name}.bytes{suffix}", outcome.bytes_each, "B")
            print(f"  (generator used {outcome.cpu_share:.0%} of one core)", file=sys.stderr)
    return main
