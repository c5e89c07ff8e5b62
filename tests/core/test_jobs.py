"""Background work: saved with its change, done once, tried again, never lost."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from lms.core import jobs
from lms.core.clock import now
from lms.core.db import db
from lms.core.jobs import Job

DONE: list[int] = []


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register two small handlers for these tests."""
    DONE.clear()
    monkeypatch.setitem(jobs.HANDLERS, "test.note", lambda job, number: DONE.append(number))

    def failing(job: Job, number: int) -> None:
        raise ValueError(f"gagal {number}")

    monkeypatch.setitem(jobs.HANDLERS, "test.fail", failing)


def test_a_job_is_done_once(app: Flask) -> None:
    job_id = _id(jobs.enqueue("test.note", {"number": 7}))
    jobs.perform(job_id)
    jobs.perform(job_id)
    assert DONE == [7]


def test_a_job_of_an_undone_change_does_not_exist(app: Flask) -> None:
    jobs.enqueue("test.note", {"number": 1})
    db.session.rollback()
    assert jobs.run_pending() == 0


def test_the_same_key_is_one_job(app: Flask) -> None:
    first = jobs.enqueue("test.note", {"number": 1}, key="satu")
    db.session.commit()
    second = jobs.enqueue("test.note", {"number": 1}, key="satu")
    db.session.commit()
    assert first.id == second.id


def test_a_failing_job_is_tried_five_times_and_says_why(app: Flask) -> None:
    job_id = _id(jobs.enqueue("test.fail", {"number": 3}))
    jobs.run_pending()
    job = db.session.get_one(Job, job_id)
    assert (job.state, job.attempts) == ("failed", 5)
    assert "gagal 3" in job.error


def test_a_job_whose_worker_died_is_handed_out_again(app: Flask) -> None:
    job_id = _id(jobs.enqueue("test.note", {"number": 9}))
    assert jobs._claim(job_id)  # a worker takes it and is killed
    assert jobs.overdue() == []
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert jobs.overdue() == [job_id]
        jobs.perform(job_id)
    assert DONE == [9]


def test_a_job_whose_message_was_lost_is_found(app: Flask) -> None:
    job_id = _id(jobs.enqueue("test.note", {"number": 5}))
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert jobs.overdue() == [job_id]


def _id(job: Job) -> int:
    db.session.commit()
    return job.id
