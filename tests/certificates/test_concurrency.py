"""Four workers issue 300 certificates while one transaction in twenty is undone."""

import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from lms.catalogue.models import Batch, Enrolment
from lms.certificates import actions, queries
from lms.certificates.models import Certificate, NumberSeries
from lms.core.audit import JournalEntry
from lms.core.clock import now, today
from lms.core.db import db
from lms.gradebook.models import Release, Result
from lms.people.models import Person

WORKERS = 4
PEOPLE = 300


class Injected(Exception):
    """A failure between taking a number and committing it."""


def _awaiting(batch: Batch, by: Person) -> list[int]:
    """Return the ids of 300 passed results."""
    release = Release(batch_id=batch.id, by_id=by.id, at=now(), rulebook="latsar_cpns")
    people = [Person(name=f"Peserta {number:03d}") for number in range(PEOPLE)]
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
    ids = _awaiting(batch, rina)
    rina_id = rina.id
    db.session.remove()
    failed: list[int] = []
    turns = count()

    def work(seed: int) -> None:
        """Certify half of the results, each of which one more worker tries, in another order."""
        mine = ids[seed::WORKERS] + ids[(seed + 1) % WORKERS :: WORKERS]
        Random(seed).shuffle(mine)
        start.wait()
        with app.app_context():
            while mine:
                result_id = mine.pop()
                try:
                    by = db.session.get_one(Person, rina_id)
                    actions.issue(queries.result_to_certify(result_id), by=by, on=today())
                    db.session.flush()
                    if next(turns) % 20 == 0:
                        raise Injected
                    db.session.commit()
                except (Injected, OperationalError):  # SQLite may let one wait for too long
                    db.session.rollback()
                    failed.append(result_id)
                    mine.insert(0, result_id)

    start = threading.Barrier(WORKERS)
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda seed: contextvars.Context().run(work, seed), range(WORKERS)))

    found = db.session.execute(
        select(Certificate.seq, Certificate.enrolment_id, Certificate.number, Certificate.code)
    ).all()
    assert len(failed) >= PEOPLE // 20
    assert sorted(row.seq for row in found) == list(range(1, PEOPLE + 1))
    assert len({row.enrolment_id for row in found}) == PEOPLE
    assert len({row.code for row in found}) == PEOPLE
    assert db.session.scalars(select(NumberSeries.last)).one() == PEOPLE
    lines = db.session.scalars(
        select(JournalEntry.facts).where(JournalEntry.verb == "certificate.issued")
    ).all()
    assert sorted(lines) == sorted(f'{{"number":"{row.number}"}}' for row in found)
