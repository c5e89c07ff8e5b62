"""Area `certificates`: a batch of 1,000 numbered, printed, signed and stored, and what it costs."""

import gc
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from weasyprint import HTML

from lms import create_app
from lms.catalogue.models import Batch, Course, Enrolment, Phase
from lms.certificates import actions, paper, press, pressroom, queries, signing
from lms.certificates.models import Certificate
from lms.core import pdf
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.jobs import run_pending
from lms.gradebook.models import Release, Result
from lms.people.models import Person
from tests import cast
from tests.bench.material import a_nip
from tests.bench.report import Report

PEOPLE = int(os.environ.get("BENCH_CERTIFICATES", "1000"))
#: People of a small batch.
SMALL = 100
#: Turns of naive way and press, and signatures, that are timed.
TURNS, SIGNATURES = 5, 50
#: Subjects on the back, as many as basic training has.
SUBJECTS = 20
UNITS = {
    "batch100.seconds_each": "s", "speedup": "x", "batch1000_signed.seconds": "s",
    "batch1000_signed.cpu_seconds": "s",
    "peak_mb": "MB", "file_kb": "kB", "sign_ms": "ms", "press_ms": "ms", "naive_ms": "ms",
}  # fmt: skip


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure in a process of its own, as the background worker is one.

    The demo's waiting jobs are done by another: a timetable's solver would stay in memory.
    """
    command = [sys.executable, "-m", "tests.bench.certificates"]
    subprocess.run([*command, "waiting"], env=env, check=True)
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    for name, value in figures.items():
        report.add(f"certificates.{name}{suffix}", value, UNITS[name])


def a_passed_batch(by: Person, count: int = PEOPLE) -> Batch:
    """Return a batch of `count` whose released result says that all passed."""
    version = cast.a_programme(f"pelatihan-uji-{count}", title="Pelatihan Uji Kinerja")
    phase = db.session.query(Phase).filter_by(version_id=version.id).first()
    assert phase is not None
    for number in range(SUBJECTS - 2):
        db.session.add(
            Course(
                version_id=version.id, phase_id=phase.id, key=f"{number + 3:02}-mapel",
                title=f"Mata pelatihan {number + 3} tata kelola pemerintahan", jp=9, outcomes=[],
                agenda=f"Agenda {number // 5 + 2}", confidence="D", position=number + 3,
            )
        )  # fmt: skip
    batch = cast.a_batch(version, quota=count, starts_on=today() - timedelta(days=30))
    release = Release(batch_id=batch.id, by_id=by.id, at=now(), rulebook="latsar_cpns")
    db.session.add(release)
    people = [
        Person(
            name=f"Peserta Uji {number + 1}", nip=a_nip(4 if count == SMALL else 2, number),
            golongan="III/a", position_title="Pengelola Layanan Kesehatan", opd_id=by.opd_id,
        )
        for number in range(count)
    ]  # fmt: skip
    db.session.add_all(people)
    db.session.flush()
    seats = [
        Enrolment(batch_id=batch.id, person_id=one.id, state="accepted", applied_at=now())
        for one in people
    ]
    db.session.add_all(seats)
    db.session.flush()
    db.session.add_all(
        Result(
            release_id=release.id, enrolment_id=seat.id, final=Decimal("85.25"),
            predicate="Memuaskan", outcome="lulus", reasons=[], trace=[],
        )
        for seat in seats
    )  # fmt: skip
    db.session.commit()
    return db.session.get_one(Batch, batch.id)


def _cpu(work: Callable[[], Any]) -> float:
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def _steps(certificates: list[Certificate]) -> dict[str, float]:
    """Return the CPU time of the naive way, of ours without signing, and of a signature, each.

    Naive and ours take turns, so that a busy neighbour slows both; ours bears its share of the
    plate, as in a batch of PEOPLE.
    """
    [(run, members)] = paper.runs(certificates)
    sheets = [paper.sheet(one) for one in members]
    fetcher = pdf.ClosedFetcher(allowed_protocols=["asset", "data"])

    def naive() -> None:
        html = HTML(string=run.html("whole", sheets[:1]), url_fetcher=fetcher, base_url="asset:")
        html.write_pdf(pdf_variant="pdf/a-2b", pdf_tags=True)

    naive()
    plate = _cpu(lambda: press.plate_of(run))
    gc.disable()  # as in the presses
    naive_each, own_each = [], []
    for _turn in range(TURNS):
        naive_each.append(_cpu(naive))
        own_each.append(_cpu(lambda: press.printed(run, sheets)) / len(sheets))
    gc.enable()
    ours = median(own_each) + plate / PEOPLE
    key = paper.signing_key()
    document = press.printed(run, sheets[:1])[0]
    signing.sign(document, key)
    sign_each = _cpu(lambda: [signing.sign(document, key) for _ in range(SIGNATURES)]) / SIGNATURES
    return {
        "speedup": median(naive_each) / ours, "naive_ms": median(naive_each) * 1000,
        "press_ms": ours * 1000, "sign_ms": sign_each * 1000,
    }  # fmt: skip


class _Peak:
    """Watches the memory of this process and its children while a block runs (PSS, in MB)."""

    def __enter__(self) -> "_Peak":
        self.megabytes = 0.0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(0.25):
            self.megabytes = max(self.megabytes, sum(map(_memory, _family())))


def _family() -> list[str]:
    """Return the ids of this process and of all its children."""
    me = str(os.getpid())
    lists = Path(f"/proc/{me}/task").glob("*/children")
    return [me, *(child for found in lists for child in found.read_text().split())]


def _cpu_of_all() -> float:
    """Return the CPU seconds of this process and of the children it has, until now."""
    ticks = 0
    for one in _family():
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(process: str) -> float:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass  # it has just ended
    return 0.0


def _seconds_of_a_batch(batch: Batch, by: Person) -> float:
    """Return how long a batch takes until all its papers are there, the presses still cold."""
    started = time.perf_counter()
    actions.ask_to_issue(batch, by=by)
    db.session.commit()
    run_pending()
    return time.perf_counter() - started


def main() -> None:
    """Print the figures as one line of JSON."""
    with create_app().app_context():
        organiser = cast.a_person("Petugas Uji", nip=a_nip(3, 0), roles=("organiser",))
        organiser_id = organiser.id
        small = _seconds_of_a_batch(a_passed_batch(organiser, SMALL), organiser) / SMALL
        organiser = db.session.get_one(Person, organiser_id)
        batch = a_passed_batch(organiser)
        batch_id = batch.id
        started = time.perf_counter()
        spent = _cpu_of_all()
        with _Peak() as peak:
            actions.ask_to_issue(batch, by=organiser)
            db.session.commit()
            run_pending()
        took = time.perf_counter() - started
        issued = queries.papers_of(db.session.get_one(Batch, batch_id))
        printed = [one for one in issued if one.file_id and one.signature]
        if len(printed) != PEOPLE:
            raise SystemExit(f"{len(printed)} certificates of {PEOPLE} were printed and signed")
        figures = {
            "batch100.seconds_each": small,
            "batch1000_signed.seconds": took * 1000 / PEOPLE,
            "batch1000_signed.cpu_seconds": (_cpu_of_all() - spent) * 1000 / PEOPLE,
            "peak_mb": peak.megabytes,
            "file_kb": max(one.file.size for one in printed if one.file) / 1000,
            **_steps(issued[: pressroom.CHUNK]),
        }
        print(json.dumps(figures))


def do_what_waits() -> None:
    """Do the jobs that the demo data left."""
    with create_app().app_context():
        run_pending()


if __name__ == "__main__":
    do_what_waits() if "waiting" in sys.argv else main()
