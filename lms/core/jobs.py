"""Background work: a job is a row, saved with the change that asks for it; Huey only carries ids.

Huey delivers at most once, so the row is the truth: the worker claims it by compare-and-set, beats
while it works, and a job whose heart stopped or whose message was lost is handed out again.
Handlers must therefore be repeatable.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from socket import gethostname
from typing import Any

from flask import Flask, current_app
from huey import RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer
from sqlalchemy import JSON, event, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.core.access import permission
from lms.core.clock import now
from lms.core.db import add_missing, db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _

log = logging.getLogger(__name__)

STALE = timedelta(seconds=45)
MOST_ATTEMPTS = 5


class Job(db.Model):  # type: ignore[name-defined]
    """One piece of background work: pending, running, done or failed."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: The same key is never queued twice while unfinished.
    key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="pending", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[int | None]
    created_at: Mapped[datetime]
    beat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    def beat(self, done: int, total: int, note: str = "") -> None:
        """Say how far the work is; committed at once so that the progress page sees it."""
        self.done, self.total, self.note, self.beat_at = done, total, note, now()
        db.session.commit()

    def start_over(self) -> None:
        """Wait for the worker as if newly asked for."""
        self.state, self.attempts, self.done, self.total = "pending", 0, 0, 0
        self.note, self.error, self.finished_at = "", "", None

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen to this job."""
        return self.state in ("done", "failed")


class WorkerBeat(db.Model):  # type: ignore[name-defined]
    """When the background worker of a machine last showed a sign of life: one row per machine."""

    __tablename__ = "worker_beat"

    host: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


Handler = Callable[..., None]
HANDLERS: dict[str, Handler] = {}
#: What the worker looks after once a minute; each in a transaction of its own.
EVERY_MINUTE: list[Callable[[], object]] = []


def every_minute(function: Callable[[], Any]) -> Callable[[], Any]:
    """Let the worker call the decorated function once a minute."""
    EVERY_MINUTE.append(function)
    return function


@permission("job.view")
def _may_view(person: Any, job: Job) -> bool:
    return job.asked_by_id == person.id or person.has_role("organiser", "admin")


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as the one that does jobs of `kind`."""

    def keep(function: Handler) -> Handler:
        HANDLERS[kind] = function
        return function

    return keep


def enqueue(kind: str, arguments: dict[str, Any], *, by: Any = None, key: str | None = None) -> Job:
    """Ask for background work inside the present transaction; returns the waiting or new job."""
    if key is not None:
        found = db.session.scalars(select(Job).where(Job.key == key)).first()
        if found is not None:
            if found.is_over:
                found.arguments = arguments
                found.start_over()
            _after_commit(found)
            return found
    job = Job(
        kind=kind, arguments=arguments, key=key, asked_by_id=getattr(by, "id", None),
        created_at=now(), state="pending",
    )  # fmt: skip
    db.session.add(job)
    _after_commit(job)
    return job


def retry(job: Job) -> None:
    """Ask once more for a job that failed for good."""
    lock(job)
    if job.state != "failed":
        raise RuleBroken(_("Pekerjaan ini tidak sedang gagal, jadi tidak perlu diulang."))
    job.start_over()
    _after_commit(job)


def _after_commit(job: Job) -> None:
    db.session.info.setdefault("jobs", []).append(job)


@event.listens_for(Session, "before_commit")
def _note_ids(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get("jobs"):
        return
    session.flush()
    session.info["job_ids"] = [job.id for job in session.info.pop("jobs")]


@event.listens_for(Session, "after_commit")
def _send(session: Session) -> None:
    """Tell the worker; a lost message only delays the job until the next sweep."""
    if session.in_nested_transaction():
        return
    for job_id in session.info.pop("job_ids", []):
        try:
            current_app.extensions["queue"].carry(job_id)
        except Exception:
            log.exception("queue unreachable; job %s waits for the sweep", job_id)


@event.listens_for(Session, "after_rollback")
def _drop(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("jobs", None)


class Queue:
    """Huey with our serializer, and the two tasks it runs: one job, and the sweep for lost ones."""

    def __init__(self, app: Flask) -> None:
        address = app.config["QUEUE_URL"]
        serializer = SignedSerializer(secret=app.config["SECRET_KEY"], salt="queue")
        if address.startswith("redis"):
            self.huey = RedisHuey("lms", url=address, serializer=serializer)
        else:
            self.huey = SqliteHuey("lms", filename=address, serializer=serializer)
        self.immediate = app.config["JOBS_IMMEDIATE"]

        @self.huey.task(name="lms_job")
        def do(job_id: int) -> None:
            with app.app_context():
                perform(job_id)

        @self.huey.periodic_task(lambda _moment: True, name="lms_sweep")
        def sweep() -> None:
            with app.app_context():
                for job_id in overdue():
                    do(job_id)
                look_after()

        self._do = do

    def carry(self, job_id: int) -> None:
        """Hand a job's id to the worker."""
        if not self.immediate:
            self._do(job_id)


@every_minute
def beat() -> None:
    """Say that the worker of this machine lives."""
    found = db.session.get(WorkerBeat, gethostname())
    if found is None:
        add_missing(WorkerBeat, {"host": gethostname()}, at=now())
    else:
        found.at = now()


def look_after() -> None:
    """Do what is to be done every minute; one failing does not keep the others from running."""
    for function in EVERY_MINUTE:
        try:
            function()
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("%s failed", function.__name__)


def overdue() -> list[int]:
    """Return jobs that wait though no message carries them, or whose worker's heart stopped."""
    limit = now() - STALE
    lost = (Job.state == "pending") & (Job.created_at < limit)
    dead = (Job.state == "running") & or_(Job.beat_at < limit, Job.beat_at.is_(None))
    return list(db.session.scalars(select(Job.id).where(lost | dead).order_by(Job.id)))


def perform(job_id: int) -> None:
    """Claim and do one job; a failing one is tried again later, at most five times."""
    if not _claim(job_id):
        return
    job = db.session.get_one(Job, job_id)
    try:
        HANDLERS[job.kind](job, **job.arguments)
        job.state, job.finished_at = "done", now()
    except Exception as failure:
        db.session.rollback()
        log.exception("job %s failed", job_id)
        job = db.session.get_one(Job, job_id)
        job.error = "".join(traceback.format_exception_only(failure)).strip()[:500]
        job.state = "failed" if job.attempts >= MOST_ATTEMPTS else "pending"
        job.finished_at = now() if job.state == "failed" else None
    db.session.commit()
    db.session.remove()


def _claim(job_id: int) -> bool:
    limit = now() - STALE
    free = (Job.state == "pending") | ((Job.state == "running") & (Job.beat_at < limit))
    claimed = db.session.execute(
        update(Job)
        .where(Job.id == job_id, free)
        .values(state="running", beat_at=now(), attempts=Job.attempts + 1)
    )
    db.session.commit()
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def run_pending() -> int:
    """Do everything that waits, here and now (tests, command line); returns how many."""
    count = 0
    while ids := list(db.session.scalars(select(Job.id).where(Job.state == "pending").limit(50))):
        db.session.rollback()
        for job_id in ids:
            perform(job_id)
            count += 1
    return count
