"""Worker processes that issue certificates and meet failures: see test_concurrency.py.

Reads its orders as JSON from standard input: the results of each worker, and at which certificate
the first of them dies. Prints how it died, and how many failures each worker met that ended well.
"""

import json
import os
import signal
import sys
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from random import Random
from typing import Any

from sqlalchemy.exc import OperationalError

from lms import create_app
from lms.certificates import actions
from lms.core.clock import today
from lms.core.db import db
from lms.people.models import Person
from tests.certificates.sample import award_of

#: Certificates numbered in one transaction, and one in how many is made to fail.
PORTION, FAILING = 4, 20
#: Failures after which a worker gives up: its database is gone, for the test was broken off.
MOST = 2000


class Injected(Exception):
    """A failure between taking a number and committing it."""


def work(ids: list[int], by_id: int, *, seed: int, dies_at: int | None) -> int:
    """Issue certificates to these results; returns how many transactions failed on the way.

    At the certificate number `dies_at` the process is killed, its transaction open.
    """
    chance, failures, made = Random(seed), 0, 0
    chance.shuffle(ids)
    while ids:
        portion = [ids.pop() for _turn in range(min(PORTION, len(ids)))]
        try:
            by = db.session.get_one(Person, by_id)
            for result_id in portion:
                actions.issue(award_of(result_id), by=by, on=today())
                made += 1
                if made == dies_at:
                    os.kill(os.getpid(), signal.SIGKILL)
                if chance.randrange(FAILING) == 0:
                    raise Injected
            db.session.commit()
        except (Injected, OperationalError):  # SQLite may let one wait for too long
            db.session.rollback()
            failures += 1
            if failures > MOST:
                raise
            ids[:0] = portion
        finally:
            db.session.remove()
    return failures


def main() -> None:
    """Fork the workers of one application, and another one for the first when that is dead."""
    orders: dict[str, Any] = json.load(sys.stdin)
    app = create_app({"TESTING": True, "SECRET_KEY": "test", **orders["settings"]})
    fork, shares = get_context("fork"), orders["shares"]
    told = fork.SimpleQueue()

    def issue(share: list[int], seed: int, dies_at: int | None) -> None:
        with app.app_context():
            told.put(work(share, orders["by"], seed=seed, dies_at=dies_at))

    def start(share: list[int], seed: int, dies_at: int | None = None) -> ForkProcess:
        worker = fork.Process(target=issue, args=(share, seed, dies_at))
        worker.start()
        return worker

    workers = [
        start(share, seed, None if seed else orders["dies_at"]) for seed, share in enumerate(shares)
    ]
    workers[0].join()
    died = workers[0].exitcode
    workers[0] = start(shares[0], len(shares))  # whoever comes after does it all
    for worker in workers:
        worker.join()
    failures = [told.get() for worker in workers if worker.exitcode == 0]
    print(json.dumps({"died": died, "failures": failures}))


if __name__ == "__main__":
    main()
