"""A worker process that issues certificates and meets failures: see test_concurrency.py.

Reads its orders as JSON from standard input, and prints the number of failures at the end.
"""

import json
import os
import signal
import sys
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
    """Do what the orders say."""
    orders: dict[str, Any] = json.load(sys.stdin)
    app = create_app({"TESTING": True, "SECRET_KEY": "test", **orders["settings"]})
    with app.app_context():
        print(work(orders["ids"], orders["by"], seed=orders["seed"], dies_at=orders["dies_at"]))


if __name__ == "__main__":
    main()
