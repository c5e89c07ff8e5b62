"""Area `assignments`: a queue of 2,500 works, each opened for marking; the release of all marks;
the likeness of 1,000 reports.
"""

import json
import subprocess
import sys
import time
from datetime import timedelta
from decimal import Decimal
from random import Random
from statistics import quantiles

from sqlalchemy import insert, select

from lms import create_app
from lms.assignments.models import Brief, Marking, Submission
from lms.assignments.similarity.models import SimilarityPair
from lms.assignments.similarity.queries import COMPARE, job_key
from lms.catalogue.models import Batch
from lms.core import jobs
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.jobs import enqueue
from lms.people.models import Person
from tests import cast
from tests.bench.material import a_nip, seats_of, signed_in
from tests.bench.report import Report

WORKS = 2500
#: Works that are opened one after another, after the first ones.
LOOKS, FIRST = 60, 5
LEVELS = [{"points": points, "title": f"Tingkat {points}", "text": "Uraian"}
          for points in (4, 3, 2, 1)]  # fmt: skip
RUBRIC = [{"key": f"k{number}", "title": f"Kriteria {number}", "weight": 20, "levels": LEVELS}
          for number in range(5)]  # fmt: skip


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.assignments"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    for name, value in json.loads(done.stdout.splitlines()[-1]).items():
        unit = {"ms": "ms", "seconds": "s"}.get(name.rsplit(".", 1)[-1].rsplit("_", 1)[-1], "")
        report.add(f"assignments.{name}{suffix}", value, unit)


def a_full_queue(by: Person) -> tuple[Batch, Brief, list[int]]:
    """Return a batch of 2,500 trainees who have all handed in, half of the works marked."""
    version = cast.a_programme("ukur-2500", title="Ukur 2500", rulebook="generic")
    unit = cast.a_unit(version, "assignment", "Rancangan")
    brief = Brief(unit_id=unit.id, html="<p>Susun.</p>", rubric=RUBRIC, due_day=3, accept=["pdf"],
                  max_mb=10, takes_text=True)  # fmt: skip
    db.session.add(brief)
    batch = cast.a_batch(version, quota=WORKS, state="running",
                         starts_on=today() - timedelta(days=9))  # fmt: skip
    places = seats_of(batch, 7, WORKS)
    works = [
        {"unit_id": unit.id, "enrolment_id": place, "version": 1, "text": "Isu antrean. " * 200,
         "state": "submitted", "saved_at": now(), "due_at": now(), "receipt": f"{place:016X}",
         "submitted_at": now() - timedelta(minutes=WORKS - at)}
        for at, place in enumerate(places)
    ]  # fmt: skip
    found = list(db.session.scalars(insert(Submission).returning(Submission.id), works))
    marks = [
        {"submission_id": one, "grader_id": by.id, "levels": dict.fromkeys(KEYS, 1),
         "comments": {}, "comment": "Baik", "touches": {}, "points": Decimal(75),
         "saved_at": now()}
        for one in found
    ]  # fmt: skip
    db.session.execute(insert(Marking), marks)
    db.session.commit()
    return batch, brief, found


#: Reports compared, and words of each; every fifth holds a passage of another one.
REPORTS, WORDS = 1000, 8000


def a_thousand_reports() -> tuple[int, set[tuple[int, int]]]:
    """Return a programme with 1,000 long reports, and the pairs of which one copies the other."""
    version = cast.a_programme("ukur-1000", title="Ukur 1000", rulebook="generic")
    unit = cast.a_unit(version, "assignment", "Laporan")
    db.session.add(Brief(unit_id=unit.id, html="<p>Susun laporan.</p>", rubric=RUBRIC, due_day=3,
                         accept=["pdf"], max_mb=10, takes_text=True))  # fmt: skip
    batch = cast.a_batch(version, quota=REPORTS, state="running", starts_on=today())
    rng = Random(8)
    known = [f"kata{number}" for number in range(8000)]
    weights = [1 / (number + 5) for number in range(8000)]
    form = rng.choices(known, weights, k=400)  # in every report, as a template is
    reports = [form + rng.choices(known, weights, k=WORDS - 400) for _ in range(REPORTS)]
    for at in range(0, REPORTS, 5):
        reports[at + 1][4000:4150] = reports[at][2000:2150]
    works = [
        {"unit_id": unit.id, "enrolment_id": place, "version": 1, "text": " ".join(words),
         "state": "submitted", "saved_at": now(), "due_at": now(), "receipt": f"{place:016X}",
         "submitted_at": now() - timedelta(minutes=REPORTS - at)}
        for at, (place, words) in enumerate(zip(seats_of(batch, 9, REPORTS), reports, strict=True))
    ]  # fmt: skip
    ids = list(db.session.scalars(
        insert(Submission).returning(Submission.id, sort_by_parameter_order=True), works
    ))  # fmt: skip
    db.session.commit()
    return version.programme_id, {(ids[at + 1], ids[at]) for at in range(0, REPORTS, 5)}


def seconds_to_compare(programme_id: int, copied: set[tuple[int, int]]) -> float:
    """Return how long the worker reads and compares all reports; every copy must be found."""
    jobs.run_pending()  # what the demo left to do
    begin = time.perf_counter()
    enqueue(COMPARE, {"programme_id": programme_id}, key=job_key(programme_id))
    db.session.commit()
    jobs.run_pending()
    seconds = time.perf_counter() - begin
    first = min(min(pair) for pair in copied)  # works before it are those of the demo
    pairs = db.session.execute(
        select(SimilarityPair.left_id, SimilarityPair.right_id)
        .where(SimilarityPair.left_id >= first)
    ).all()  # fmt: skip
    assert {tuple(pair) for pair in pairs} == copied, len(pairs)
    return seconds


KEYS = [part["key"] for part in RUBRIC]


def main() -> None:
    """Open works of the queue as an instructor, release all marks, and print the figures."""
    app = create_app({"COUNT_QUERIES": True, "SERVER_NAME": "localhost",
                      "WTF_CSRF_ENABLED": False})  # fmt: skip
    with app.app_context():
        grader = cast.a_person("Pengajar Ukur", roles=("instructor",), nip=a_nip(8, 1))
        batch, brief, works = a_full_queue(grader)
        cast.a_staff(grader, batch)
        address = f"/angkatan/{batch.id}/tugas/{brief.unit_id}/rilis"
        client = signed_in(app, grader, "instructor")
    spans, queries = [], 0
    step = len(works) // (FIRST + LOOKS)
    for work_id in works[::step][: FIRST + LOOKS]:
        begin = time.perf_counter()
        answer = client.get(f"/penilaian/{work_id}?keadaan=belum")
        spans.append((time.perf_counter() - begin) * 1000)
        assert answer.status_code == 200, answer.status_code
        queries = int(answer.headers["Server-Timing"].split('"')[1])
    with app.app_context():
        db.session.execute(db.update(Submission).values(state="marked"))
        db.session.commit()
    begin = time.perf_counter()
    released = client.post(address)
    seconds = time.perf_counter() - begin
    assert released.status_code == 302, released.status_code
    with app.app_context():
        likeness = seconds_to_compare(*a_thousand_reports())
    p95 = quantiles(spans[FIRST:], n=20)[-1]
    print(json.dumps({"open_work.p95_ms": round(p95, 1), "open_work.queries": queries,
                      "release_2500.seconds": round(seconds, 2),
                      "similarity_1000.seconds": round(likeness, 1)}))  # fmt: skip


if __name__ == "__main__":
    main()
