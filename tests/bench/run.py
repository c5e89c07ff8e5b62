"""`make bench`: runs the areas asked for on SQLite, then on PostgreSQL.

BENCH_SECONDS is the length of each measurement, BENCH_PEOPLE the size of the demo data.
"""

import sys
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.bench import (
    assignments,
    certificates,
    competence,
    elearning,
    gradebook,
    packages,
    schedule,
    server,
    web,
)
from tests.bench.report import Report
from tests.postgres import postgres

AREAS = {
    "web": web.measure,
    "certificates": certificates.measure,
    "competence": competence.measure,
    "gradebook": gradebook.measure,
    "assignments": assignments.measure,
    "schedule": schedule.measure,
    "elearning": elearning.measure,
    "packages": packages.measure,
}


def main(names: list[str]) -> int:
    """Measure each named area (all when none is named)."""
    unknown = [name for name in names if name not in AREAS]
    if unknown:
        print(f"no such area: {', '.join(unknown)}; there are {', '.join(AREAS)}", file=sys.stderr)
        return 2
    report = Report()
    with tempfile.TemporaryDirectory(prefix="lms-bench-") as folder:
        _engine(names, report, Path(folder) / "sqlite", "", "")
        with postgres() as url:
            _engine(names, report, Path(folder) / "postgres", _database(url), "@postgres")
    report.write()
    return 0


def _engine(names: list[str], report: Report, folder: Path, url: str, suffix: str) -> None:
    folder.mkdir()
    env = server.environment(folder, url)
    server.prepare(env)
    for name in names or AREAS:
        AREAS[name](report, env, suffix)


def _database(url: str) -> str:
    """Make a database beside the administrative one and return its address."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE lms_bench"))
    engine.dispose()
    return make_url(url).set(database="lms_bench").render_as_string(hide_password=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
