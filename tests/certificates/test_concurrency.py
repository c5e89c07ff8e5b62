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
#: CERTIFICATES=1000 makes the long run.
PEOPLE = int(os.environ.get("CERTIFICATES", "120"))
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


@pytest.mark.slow
def test_numbers_have_no_double_and_no_gap(app: Flask, rina: Person, batch: Batch) -> None:
    ids, by_id = _awaiting(batch, rina), rina.id
    db.session.remove()
    settings = ("SQLALCHEMY_DATABASE_URI", "VAR_DIR", "QUEUE_URL")
    orders = {
        "settings": {key: str(app.config[key]) for key in settings}, "by": by_id,
        # every result is tried by two workers, in different orders
        "shares": [ids[n::WORKERS] + ids[(n + 1) % WORKERS :: WORKERS] for n in range(WORKERS)],
        "dies_at": DIES_AT,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.certificates.issuing"],
        input=json.dumps(orders), stdout=subprocess.PIPE, text=True, timeout=600, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["died"] == -signal.SIGKILL
    assert len(told["failures"]) == WORKERS
    assert sum(told["failures"]) >= PEOPLE // 20
    assert all(told["failures"])

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
