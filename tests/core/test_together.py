"""Changes of several requests in one commit: all kept, each with its own outcome."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import IntegrityError

from lms.core.db import db, writing
from lms.core.together import Together
from lms.core.turns import Turns, one_at_a_time
from lms.people.models import Opd


def _office(code: str) -> Any:
    return insert(Opd).values(code=code, name=f"Dinas {code}", short_name=code, kind="dinas")


@pytest.fixture
def commits(app: Flask) -> Iterator[list[Any]]:
    seen: list[Any] = []

    def note(connection: Any) -> None:
        seen.append(connection)

    event.listen(db.engine, "commit", note)
    yield seen
    event.remove(db.engine, "commit", note)


def _bring(app: Flask, together: Together, codes: list[str]) -> list[Any]:
    """Let one thread a code bring its change while the first still waits for the database."""
    db.session.commit()
    begun, go_on = threading.Event(), threading.Event()

    def hold(_connection: Any) -> None:
        begun.set()
        go_on.wait(10)

    def bring(code: str) -> Any:
        with app.app_context():
            writing.set(False)
            try:
                return together.keep(_office(code).returning(Opd.code), {})
            except IntegrityError as fault:
                return fault

    event.listen(db.engine, "begin", hold, once=True)
    with ThreadPoolExecutor(len(codes)) as pool:
        first = pool.submit(bring, codes[0])
        assert begun.wait(10)
        others = [pool.submit(bring, code) for code in codes[1:]]
        limit = time.monotonic() + 10
        while len(together._brought) < len(codes) and time.monotonic() < limit:
            time.sleep(0.005)
        go_on.set()
        return [one.result() for one in (first, *others)]


def test_changes_that_come_while_one_waits_share_its_commit(app: Flask, commits: list[Any]) -> None:
    codes = [f"T{number}" for number in range(6)]
    assert _bring(app, Together(), codes) == codes
    assert len(commits) == 1
    assert db.session.scalar(select(func.count(Opd.id)).where(Opd.code.in_(codes))) == 6


def test_one_that_cannot_be_kept_harms_no_other(app: Flask) -> None:
    found = _bring(app, Together(), ["T1", "T1", "T2"])
    assert sorted(str(one) for one in found if not isinstance(one, Exception)) == ["T1", "T2"]
    assert sum(isinstance(one, IntegrityError) for one in found) == 1
    assert db.session.scalar(select(func.count(Opd.id)).where(Opd.code.in_(["T1", "T2"]))) == 2


def test_who_waits_for_the_database_lets_the_next_request_in() -> None:
    turns, order = Turns(), list[str]()
    waits, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        turns.enter()
        with turns.left():
            waits.set()
            go_on.wait(10)
        order.append("slow")
        turns.leave()

    first = threading.Thread(target=slow)
    first.start()
    assert waits.wait(10)
    turns.enter()
    go_on.set()
    time.sleep(0.05)
    order.append("quick")
    turns.leave()
    first.join(10)
    assert order == ["quick", "slow"]


def test_requests_run_one_by_one_and_a_fault_gives_the_turn_back() -> None:
    inside, most = 0, 0

    def application(environ: dict[str, Any], _start: Any) -> list[bytes]:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.002)
        inside -= 1
        if environ["fails"]:
            raise ValueError
        return [b"ok"]

    door = one_at_a_time(application)

    def ask(number: int) -> list[bytes] | None:
        try:
            return list(door({"fails": number % 3 == 0}, None))
        except ValueError:
            return None

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(30)))
    assert most == 1
    assert answers.count(None) == 10
