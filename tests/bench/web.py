"""Area `web`: requests per second, waiting time, queries and bytes of the pages people live in."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench import browser, server
from tests.bench.load import Outcome, Target
from tests.bench.load import measure as load
from tests.bench.report import Report
from tests.bench.targets import add_material, plain_get, targets

SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
#: The figures without a connection count in their name are those of the middle one.
CONNECTIONS = (1, 8, 32)
MAIN = 8


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure the floor and each page, in turn, at 1, 8 and 32 connections."""
    places = add_material(env)
    with floor(env) as bare, server.serving(env) as port:
        pages = list(targets(port, places))
        for target in pages:
            report.add(f"web.{target.name}.queries{suffix}", target.queries, "statements")
        for connections in CONNECTIONS:
            found = load([bare, *pages], connections=connections, seconds=SECONDS)
            for target, outcome in zip([bare, *pages], found, strict=True):
                _add(report, target.name, outcome, connections, suffix)
                if connections == MAIN and target is not bare:
                    share = outcome.rps / found[0].rps
                    report.add(f"web.{target.name}.share{suffix}", share, "of floor")
        if not suffix:
            browser.measure(report, port)


@contextmanager
def floor(env: dict[str, str]) -> Iterator[Target]:
    """Serve what the framework allows for the length of the block."""
    address = env.get("DATABASE_URL") or f"sqlite:///{env['LMS_VAR_DIR']}/floor.sqlite3"
    env = env | {"FLOOR_DATABASE_URL": address}
    subprocess.run([sys.executable, "-m", "tests.bench.floor"], env=env, check=True)
    with server.serving(env, "tests.bench.floor:app") as port:
        yield Target("floor", port, [[plain_get("/", "")]])


def _add(report: Report, page: str, outcome: Outcome, connections: int, suffix: str) -> None:
    name = f"web.{page}" if connections == MAIN else f"web.{page}.c{connections}"
    report.add(f"{name}.rps{suffix}", outcome.rps, "req/s")
    report.add(f"{name}.p50_ms{suffix}", outcome.p50_ms, "ms")
    report.add(f"{name}.p95_ms{suffix}", outcome.p95_ms, "ms")
    if connections == MAIN:
        report.add(f"{name}.bytes{suffix}", outcome.bytes_each, "B")
        print(f"  (generator used {outcome.cpu_share:.0%} of one core)", file=sys.stderr)
