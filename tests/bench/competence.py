"""Area `competence`: the index of 19,000 people and of a million, and the nomination optimiser."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from random import Random
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import event, func, insert, select, text

from lms import create_app
from lms.competence import actions, nominator, queries, rules
from lms.competence.actions.settling import plan_for_everybody
from lms.competence.models import OutsideTraining
from lms.competence.rules.planning import Option, grouped
from lms.core.clock import today
from lms.core.db import db, is_postgres
from lms.demo.people import draw_people, draw_trainings
from lms.people.models import POSITION_KINDS, Opd, Person
from tests import cast
from tests.bench.material import signed_in
from tests.bench.report import Report

#: The province's staff, and the size at which rollups must still carry.
PROVINCE = int(os.environ.get("BENCH_PROVINCE", "19000"))
MILLION = int(os.environ.get("BENCH_MILLION", "1000000"))
#: Records a person in the million.
RECORDS = 5
TURNS = 15
UNITS = {
    "province.ms": "ms", "million.seconds": "s", "million_first.seconds": "s",
    "million_read.ms": "ms", "increment.ms": "ms", "optimise.seconds": "s",
    "optimise.gap_percent": "%",
}  # fmt: skip


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure in a process of its own; the million only on PostgreSQL."""
    command = [sys.executable, "-m", "tests.bench.competence"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    for name, value in figures.items():
        # the million has one place to be measured: no suffix
        own = "" if name.startswith(("million", "increment")) else suffix
        report.add(f"competence.{name}{own}", value, UNITS[name])


def fill_province() -> None:
    """Bring the demo people up to the province's number."""
    rng = Random(19)
    missing = PROVINCE - (db.session.scalar(select(func.count(Person.id))) or 0)
    if missing <= 0:
        return
    offices = [(opd, 10) for opd in db.session.scalars(select(Opd).order_by(Opd.id))]
    before = db.session.scalar(select(func.max(Person.id))) or 0
    rows = list(draw_people(rng, missing, offices, today()))
    for number, row in enumerate(rows):
        row["nip"] = f"30{number:016d}"
    _in_chunks(Person, rows)
    added = select(Person.id, Person.position_kind).where(Person.id > before).order_by(Person.id)
    people = [(row.id, row.position_kind) for row in db.session.execute(added)]
    _in_chunks(OutsideTraining, list(draw_trainings(rng, people, people[0][0], today())))
    actions.reckon_anew()
    db.session.commit()


def _in_chunks(model: type, rows: list[dict[str, Any]], size: int = 2000) -> None:
    for at in range(0, len(rows), size):
        db.session.execute(insert(model), rows[at : at + size])
    db.session.commit()


def fill_million() -> None:
    """Add people and records in the database itself, past the triggers (PostgreSQL)."""
    base = db.session.scalar(select(func.max(Person.id))) or 0
    offices = list(db.session.scalars(select(Opd.id).order_by(Opd.id)))
    for statement in (
        "SET session_replication_role = replica",
        f"""INSERT INTO person (id, nip, name, title_front, title_back, birth_place, employment,
              position_kind, position_title, golongan, performance, opd_id, password_state, locale)
            SELECT {base} + i, '9' || lpad(i::text, 17, '0'), 'Pegawai ' || i, '', '', '',
              CASE WHEN i % 15 = 0 THEN 'cpns' WHEN i % 9 = 0 THEN 'pppk' ELSE 'pns' END,
              (ARRAY['jpt', 'administrator', 'pengawas', 'fungsional', 'pelaksana'])
                [CASE WHEN i % 100 = 0 THEN 1 WHEN i % 50 = 1 THEN 2 WHEN i % 20 = 2 THEN 3
                      WHEN i % 2 = 0 THEN 4 ELSE 5 END],
              '', 'III/a', (ARRAY['Sangat Baik', 'Baik', 'Baik', 'Cukup'])[1 + i % 4],
              (ARRAY{offices})[1 + i % {len(offices)}], 'none', 'id'
            FROM generate_series(1, {MILLION}) i""",
        f"""INSERT INTO outside_training (person_id, form, cell, title, organiser, number, jp,
              starts_on, ends_on, state, verified_by_id)
            SELECT {base} + 1 + floor(random() * {MILLION})::int, 'teknis',
              (ARRAY['struktural', 'fungsional', 'teknis', 'seminar', 'teknis', 'seminar'])
                [1 + floor(random() * 6)::int],
              'Pelatihan uji', 'LPK', '', 4 + floor(random() * 30)::int, day, day, 'verified', 1
            FROM (SELECT date '{today()}' - floor(random() * 1500)::int AS day
                  FROM generate_series(1, {MILLION * RECORDS})) AS days""",
        f"SELECT setval('person_id_seq', {base + MILLION})",
        "SET session_replication_role = origin",
    ):
        db.session.execute(text(statement))
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("person", "outside_training"):
            connection.execute(text(f"VACUUM ANALYZE {table}"))


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    db.session.commit()
    return time.perf_counter() - started


def province_page(app: Flask) -> float:
    """Return the milliseconds in which the server makes the province page."""
    leader = cast.a_person("Pimpinan Uji", roles=("leader",), nip="199001012015031999")
    client = signed_in(app, leader, "leader")
    times = []
    for _ in range(TURNS):
        started = time.perf_counter()
        answer = client.get("/kompetensi")
        times.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"the province page answered {answer.status_code}")
    return median(times)


def options() -> list[Option]:
    """Return twelve programmes with seats and cost, as a year's plan may hold."""
    facts: list[tuple[str, int, int, int, tuple[str, ...]]] = [
        ("struktural", 290, 40, 9_000_000, ("pengawas",)),
        ("struktural", 400, 30, 15_000_000, ("administrator",)),
        ("struktural", 400, 10, 30_000_000, ("jpt",)),
        ("fungsional", 60, 120, 4_000_000, ()),
        ("fungsional", 90, 80, 6_000_000, ()),
        ("teknis", 20, 300, 1_500_000, ()),
        ("teknis", 40, 200, 2_500_000, ()),
        ("teknis", 12, 400, 800_000, ()),
        ("teknis", 24, 160, 1_700_000, ("pelaksana",)),
        ("teknis", 30, 90, 2_000_000, ("fungsional",)),
        ("seminar", 4, 1000, 150_000, ()),
        ("seminar", 8, 500, 300_000, ()),
    ]
    return [
        Option(f"o-{number}", f"Program {number}", cell, Decimal(jp), seats, cost, today(), kinds)
        for number, (cell, jp, seats, cost, kinds) in enumerate(facts)
    ]


def optimise() -> dict[str, float]:
    """Return how long the best nominations take from the database on, and the proven gap."""
    started = time.perf_counter()
    plan_for_everybody("off")
    people = queries.candidates(
        rules.DEFAULT, today(), options(), offices=None, kinds=POSITION_KINDS
    )
    sizes = Counter(one.opd_id for one in people)
    limits = nominator.Limits(900_000_000, {opd: max(1, size // 12) for opd, size in sizes.items()})
    plan = nominator.optimise(grouped(people, options(), rules.DEFAULT), options(), limits)
    if not plan.picks:
        raise SystemExit("the optimiser found nothing")
    return {
        "optimise.seconds": time.perf_counter() - started,
        "optimise.gap_percent": 100 * plan.answer.gap,
    }


@contextmanager
def _database_time() -> Iterator[list[float]]:
    """Add up the milliseconds between sending statements and having their answers."""
    spent = [0.0]
    begun: dict[int, float] = {}

    def before(_c: Any, cursor: Any, *_rest: Any) -> None:
        begun[id(cursor)] = time.perf_counter()

    def after(_c: Any, cursor: Any, *_rest: Any) -> None:
        spent[0] += (time.perf_counter() - begun.pop(id(cursor))) * 1000

    event.listen(db.engine, "before_cursor_execute", before)
    event.listen(db.engine, "after_cursor_execute", after)
    try:
        yield spent
    finally:
        event.remove(db.engine, "before_cursor_execute", before)
        event.remove(db.engine, "after_cursor_execute", after)


def page_read() -> float:
    """Return the milliseconds the database needs for the province page."""
    times = []
    for _ in range(TURNS):
        with _database_time() as spent:
            queries.province_index(rules.DEFAULT)
        times.append(spent[0])
    return median(times)


def increment() -> float:
    """Return the milliseconds from verifying a training to a dashboard that shows it."""
    times = []
    people = list(db.session.scalars(
        select(Person.id).where(Person.employment == "pns").order_by(Person.id.desc()).limit(TURNS)
    ))  # fmt: skip
    for person_id in people:
        before = queries.province_index(rules.DEFAULT).sums.cents
        db.session.commit()
        started = time.perf_counter()
        db.session.add(
            OutsideTraining(
                person_id=person_id, form="teknis", cell="teknis", title="Uji", organiser="LPK",
                jp=Decimal(40), starts_on=today(), ends_on=today(), state="verified",
            )
        )  # fmt: skip
        db.session.commit()
        after = queries.province_index(rules.DEFAULT).sums.cents
        times.append((time.perf_counter() - started) * 1000)
        if after < before:
            raise SystemExit("the dashboard lost points")
    return median(times)


def million() -> dict[str, float]:
    """Measure the million on PostgreSQL: first reckoning, reckoning anew, reading, one change."""
    fill_million()
    first = _seconds(actions.reckon_anew)
    anew = [_seconds(actions.reckon_anew) for _ in range(2)]
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("holding", "index_rollup"):
            connection.execute(text(f"VACUUM ANALYZE {table}"))
    return {
        "million_first.seconds": first,
        "million.seconds": min(anew),
        "million_read.ms": page_read(),
        "increment.ms": increment(),
    }


def main() -> None:
    """Print the figures as one line of JSON."""
    app = create_app()
    with app.app_context():
        fill_province()
        figures = {"province.ms": province_page(app)} | optimise()
        if is_postgres():
            figures |= million()
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
