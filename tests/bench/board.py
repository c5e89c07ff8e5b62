"""The board of a week with 300 sessions: server time and statements (area `schedule`)."""

import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from statistics import median
from time import perf_counter

from flask.testing import FlaskClient
from sqlalchemy import event, select

from lms import create_app
from lms.catalogue.models import Batch, ProgrammeVersion
from lms.core.clock import from_local, today
from lms.core.db import db
from lms.people.models import Person
from lms.people.queries import holders_of
from lms.schedule import actions
from lms.schedule.actions import Plan, RoomFacts
from lms.schedule.models import Session
from tests import cast
from tests.bench.material import signed_in
from tests.bench.report import Report

BATCHES, TURNS = 30, 15
#: Two sessions a day of each batch: 300 in a week.
TIMES = ((time(8), time(10, 15)), (time(13), time(15, 15)))
UNITS = {"board.ms": "ms", "board.queries": "queries", "places.ms": "ms"}


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.board"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    for name, value in figures.items():
        report.add(f"schedule.{name}{suffix}", value, UNITS[name])


def fill(by: Person) -> date:
    """Plan a week a year ahead: 30 batches, rooms and instructors, ten sessions each."""
    monday = today() + timedelta(days=364 - today().weekday())
    version = db.session.scalars(select(ProgrammeVersion)).first()
    for number in range(BATCHES):
        batch = cast.a_batch(version, starts_on=monday, number=900 + number, state="running")
        room = actions.add_room(RoomFacts(f"Kelas {number}", 45, "Gedung C"), by=by)
        teacher = cast.a_person(
            f"Pengajar {number}", roles=("instructor",), nip=cast.a_nip(700 + number)
        )
        changes = [
            actions.Change(batch, None, _plan(batch, room.id, teacher.id, monday, place))
            for place in range(5 * len(TIMES))
        ]
        actions.apply_unit("solver", f"Uji {number}", changes, by=by)
        db.session.commit()
    return monday


def _plan(batch: Batch, room_id: int, teacher_id: int, monday: date, place: int) -> Plan:
    day = monday + timedelta(days=place // len(TIMES))
    starts, ends = (
        from_local(datetime.combine(day, one), batch.zone) for one in TIMES[place % len(TIMES)]
    )
    return Plan(
        f"Sesi {place}", "classical", starts, ends, room_id=room_id, instructor_ids=(teacher_id,)
    )


def page(client: FlaskClient, address: str) -> tuple[float, int]:
    """Return the median server time of an address in ms, and its statements."""
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    times = []
    for _turn in range(TURNS):
        seen.clear()
        started = perf_counter()
        answer = client.get(address)
        times.append(1000 * (perf_counter() - started))
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
    event.remove(db.engine, "before_cursor_execute", note)
    return median(times[1:]), len(seen)


def main() -> None:
    """Fill, measure, and print the figures as JSON."""
    app = create_app()
    with app.app_context():
        by = holders_of("organiser")[0]
        monday = fill(by)
        week = "{}-W{:02d}".format(*monday.isocalendar()[:2])
        client = signed_in(app, by, "organiser")
        milliseconds, queries = page(client, f"/jadwal/papan?minggu={week}")
        begins = from_local(datetime.combine(monday, TIMES[0][0]))
        one = db.session.scalar(select(Session.id).where(Session.starts_at == begins))
        places, _queries = page(client, f"/sesi/{one}/tempat?minggu={week}")
        figures = {"board.ms": milliseconds, "board.queries": queries, "places.ms": places}
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
