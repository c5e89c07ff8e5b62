"""Area `certificates`: numbering, printing and storing the certificates of a batch of 100."""

import subprocess
import sys
import time
from decimal import Decimal

from lms import create_app
from lms.catalogue.models import Batch
from lms.certificates import actions, queries
from lms.core.clock import now
from lms.core.db import db
from lms.core.jobs import run_pending
from lms.gradebook.models import Release, Result
from lms.people.models import Person
from tests import cast
from tests.bench.material import a_nip
from tests.bench.report import Report

PEOPLE = 100


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure in a process of its own, as the background worker is one."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.certificates"],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    each, size = map(float, done.stdout.split()[-2:])
    report.add(f"certificates.batch100.seconds_each{suffix}", each, "s")
    report.add(f"certificates.batch100.bytes_each{suffix}", size, "B")


def a_passed_batch(by: Person) -> Batch:
    """Return a batch of 100 whose released result says that all passed."""
    batch = cast.a_batch(cast.a_programme("pelatihan-uji"), quota=PEOPLE)
    release = Release(batch_id=batch.id, by_id=by.id, at=now(), rulebook="latsar_cpns")
    db.session.add(release)
    db.session.flush()
    for number in range(PEOPLE):
        person = cast.a_person(f"Peserta Uji {number + 1}", nip=a_nip(2, number))
        enrolment = cast.an_enrolment(person, batch)
        db.session.add(
            Result(
                release_id=release.id,
                enrolment_id=enrolment.id,
                final=Decimal("85.25"),
                predicate="memuaskan",
                outcome="lulus",
                reasons=[],
                trace=[],
            )
        )
    db.session.commit()
    return db.session.get_one(Batch, batch.id)


def main() -> None:
    """Print seconds per certificate and mean size of a PDF."""
    with create_app().app_context():
        run_pending()
        organiser = cast.a_person("Petugas Uji", nip=a_nip(3, 0), roles=("organiser",))
        batch = a_passed_batch(organiser)
        batch_id = batch.id
        started = time.perf_counter()
        actions.ask_to_issue(batch, by=organiser)
        db.session.commit()
        run_pending()
        took = time.perf_counter() - started
        issued = queries.of_batch(db.session.get_one(Batch, batch_id))
        printed = [certificate for certificate in issued if certificate.file_id]
        if len(printed) != PEOPLE:
            raise SystemExit(f"{len(printed)} certificates of {PEOPLE} were printed")
        size = sum(certificate.file.size for certificate in printed) / PEOPLE
        print(took / PEOPLE, size)


if __name__ == "__main__":
    main()
