"""Four processes number certificates; one in twenty fails, and one process is killed."""

import json
import os
import signal
import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.certificates.models import Certificate, NumberSeries
from lms.certificates.transparency import queries as transparency
from lms.core.audit import JournalEntry
from lms.core.clock import now
from lms.core.db import db
from lms.gradebook.models import Release, Result
from lms.people.models import Person

WORKERS = 4
#: CERTIFICATES=1000 makes the run of three minutes.
PEOPLE = int(os.environ.get("CERTIFICATES", "300"))
#: The first worker is killed with its 37th number taken and not yet kept.
DIES_AT = 37


def _awaiting(batch: Batch, by: Person) -> list[int]:
    """Return the ids of so many passed results."""
    release = Release(batch_id=batch.id, by_id=by.id, at=now(), rulebook="latsar_cpns")
    people = [Person(name=f"Peserta {number:04d}") for number in range(PEOPLE)]
    db.session.add_all([release, *people])
    db.session.flush()
    places = [
        Enrolment(batch_id=batch.id, person_id=p.id, state="accepted", applied_at=now())
        for p in people
    ]
    db.session.add_all(places)
    db.session.flush()
    results = [
        Result(release_id=release.id, enrolment_id=place.id, final=90, predicate="Memuaskan",
               outcome="lulus", reasons=[], trace=[])
        for place in places
    ]  # fmt: skip
    db.session.add_all(results)
    db.session.commit()
    return [result.id for result in results]


def _worker(app: Flask, by_id: int, ids: list[int], seed: int, dies_at: int | None):  # type: ignore[no-untyped-def]
    """Start a process that issues certificates to these results."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.certificates.issuing"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    keys = ("SQLALCHEMY_DATABASE_URI", "VAR_DIR", "QUEUE_URL")
    orders = {
        "settings": {key: str(app.config[key]) for key in keys},
        "ids": ids, "by": by_id, "seed": seed, "dies_at": dies_at,
    }  # fmt: skip
    assert process.stdin
    process.stdin.write(json.dumps(orders))
    process.stdin.close()
    process.stdin = None  # all was said
    return process


@pytest.mark.slow
def test_numbers_have_no_double_and_no_gap(app: Flask, rina: Person, batch: Batch) -> None:
    ids, by_id = _awaiting(batch, rina), rina.id
    db.session.remove()
    # every result is tried by two workers, in different orders
    shares = [ids[n::WORKERS] + ids[(n + 1) % WORKERS :: WORKERS] for n in range(WORKERS)]
    workers = [
        _worker(app, by_id, share, seed, DIES_AT if seed == 0 else None)
        for seed, share in enumerate(shares)
    ]
    workers[0].communicate(timeout=300)
    assert workers[0].returncode == -signal.SIGKILL
    workers[0] = _worker(app, by_id, shares[0], WORKERS, None)  # whoever comes after does it all
    failures = [int(worker.communicate(timeout=300)[0]) for worker in workers]
    assert sum(failures) >= PEOPLE // 20
    assert all(failures)

    found = db.session.execute(
        select(Certificate.seq, Certificate.enrolment_id, Certificate.number, Certificate.code)
    ).all()
    assert sorted(row.seq for row in found) == list(range(1, PEOPLE + 1))
    for column in ("enrolment_id", "number", "code"):
        assert len({getattr(row, column) for row in found}) == PEOPLE
    assert db.session.scalars(select(NumberSeries.last)).one() == PEOPLE
    lines = db.session.scalars(
        select(JournalEntry.facts).where(JournalEntry.verb == "certificate.issued")
    ).all()
    assert sorted(lines) == sorted(f'{{"number":"{row.number}"}}' for row in found)
    assert transparency.faults([]) == []
