"""Area `gradebook`: the table of a batch of 500 trainees and 40 components."""

import json
import subprocess
import sys
import time
from datetime import timedelta
from decimal import Decimal
from statistics import median

from sqlalchemy import insert

from lms import create_app
from lms.catalogue.models import Batch
from lms.core.clock import now, today
from lms.core.db import db
from lms.gradebook.models import ComponentScore
from lms.people.models import Person
from tests import cast
from tests.bench.material import a_nip, seats_of, signed_in
from tests.bench.report import Report

PEOPLE, PARTS = 500, 40
#: Looks at the page that are timed, after the first ones.
LOOKS, FIRST = 15, 3


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.gradebook"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    for name, value in figures.items():
        report.add(f"gradebook.500x40.{name}{suffix}", value, "ms" if name.endswith("ms") else "")


def a_full_batch(by: Person) -> Batch:
    """Return a batch in which everybody has a score in every component."""
    parts = [
        {"key": f"b{number}", "title": f"Bagian {number + 1}", "weight": 100 / PARTS,
         "source": "outside", "confidence": "D"}
        for number in range(PARTS)
    ]  # fmt: skip
    version = cast.a_programme("ukur-500", title="Ukur 500", rulebook="generic", components=parts)
    batch = cast.a_batch(version, quota=PEOPLE, state="grading",
                         starts_on=today() - timedelta(days=9))  # fmt: skip
    places = seats_of(batch, 5, PEOPLE)
    scores = [
        {"enrolment_id": place, "component": part["key"], "source": "manual", "reason": "",
         "points": Decimal(7000 + (place * 37 + at * 11) % 3000) / 100, "entered_by_id": by.id,
         "at": now()}
        for place in places for at, part in enumerate(parts)
    ]  # fmt: skip
    db.session.execute(insert(ComponentScore), scores)
    db.session.commit()
    return batch


def main() -> None:
    """Measure the page as its organiser and print the figures."""
    app = create_app({"COUNT_QUERIES": True, "SERVER_NAME": "localhost"})
    with app.app_context():
        organiser = cast.a_person("Penyelenggara Ukur", roles=("organiser",), nip=a_nip(6, 1))
        batch_id = a_full_batch(organiser).id
        client = signed_in(app, organiser, "organiser")
    spans, queries = [], 0
    for look in range(FIRST + LOOKS):
        begin = time.perf_counter()
        answer = client.get(f"/angkatan/{batch_id}/nilai")
        spans.append((time.perf_counter() - begin) * 1000)
        assert answer.status_code == 200, answer.status_code
        queries = int(answer.headers["Server-Timing"].split('"')[1])
        assert look or b"Peserta 499" in answer.data
    print(json.dumps({"ms": round(median(spans[FIRST:]), 1), "queries": queries,
                      "first_ms": round(spans[0], 1)}))  # fmt: skip


if __name__ == "__main__":
    main()
