"""How the system is: database, worker, queue, disk, backup, journal, versions."""

import platform
import shutil
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select, text

from lms.admin.queries.journal import verification
from lms.admin.rules import Facts
from lms.core import mail
from lms.core.audit import JournalHead
from lms.core.clock import now
from lms.core.db import db, is_postgres
from lms.core.jobs import Job, WorkerBeat

#: Packages whose version matters when something is reported.
PACKAGES = ("flask", "sqlalchemy", "weasyprint", "huey", "granian", "pyhanko")


def facts() -> Facts:
    """Find out how the system is, in a handful of statements."""
    waiting, oldest, running, failed = _queue()
    disk = shutil.disk_usage(current_app.config["VAR_DIR"])
    mark = current_app.config["BACKUP_MARK"]
    check = verification()
    engine, size = _database()
    return Facts(
        engine=engine,
        database_bytes=size,
        revision=db.session.scalar(text("SELECT version_num FROM alembic_version")) or "",
        head=_head(),
        worker_age=_age(db.session.scalar(select(func.max(WorkerBeat.at)))),
        waiting=waiting,
        oldest_waiting=_age(oldest),
        running=running,
        failed=failed,
        disk_free=disk.free,
        disk_total=disk.total,
        backup_marked=bool(mark),
        backup_age=_age(_changed(Path(mark))) if mark else None,
        journal_lines=db.session.scalar(select(JournalHead.entry_id)) or 0,
        checked_age=_age(check.finished_at) if check and check.state == "done" else None,
        check_error=check.error if check and check.state == "done" else "",
        mails=bool(current_app.config["MAIL_HOST"]),
        oldest_letter=_age(mail.oldest_waiting()),
    )


def versions() -> list[tuple[str, str]]:
    """Return the names and versions of what the system is built on."""
    return [("Python", platform.python_version())] + [(name, version(name)) for name in PACKAGES]


def _database() -> tuple[str, int]:
    """Return the engine with its version, and the size in bytes."""
    if is_postgres():
        number = db.session.scalar(text("SHOW server_version"))
        size = db.session.scalar(text("SELECT pg_database_size(current_database())"))
        return f"PostgreSQL {str(number).split()[0]}", int(size or 0)
    number = db.session.scalar(text("SELECT sqlite_version()"))
    pages = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
    return f"SQLite {number}", int(db.session.scalar(pages) or 0)


def _head() -> str:
    """Return the migration that this code expects."""
    return (Path(current_app.root_path).parent / "migrations" / "HEAD").read_text().strip()


def _queue() -> tuple[int, datetime | None, int, int]:
    """Return jobs waiting, since when the oldest waits, jobs running, and jobs failed."""
    found = {
        state: (count, oldest)
        for state, count, oldest in db.session.execute(
            select(Job.state, func.count(Job.id), func.min(Job.created_at))
            .where(Job.state.in_(("pending", "running", "failed")))
            .group_by(Job.state)
        )
    }
    nothing: tuple[int, datetime | None] = (0, None)
    waiting, oldest = found.get("pending", nothing)
    return waiting, oldest, found.get("running", nothing)[0], found.get("failed", nothing)[0]


def _changed(path: Path) -> datetime | None:
    if not path.exists():
        return None
    return datetime.fromtimestamp(path.stat().st_mtime, now().tzinfo)


def _age(moment: datetime | None) -> timedelta | None:
    return now() - moment if moment else None
