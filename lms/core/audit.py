"""The journal: append-only, each line chained to the one before by a hash (read in admin)."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Index, event, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.local import LocalProxy

from lms.core.clock import now
from lms.core.db import db, dumps


class JournalEntry(db.Model):  # type: ignore[name-defined]
    """One thing that was done. Triggers of the database refuse changing or deleting a line."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_noun", "noun", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    verb: Mapped[str] = mapped_column(index=True)
    noun: Mapped[str]
    thing_id: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(index=True)
    address: Mapped[str | None]
    facts: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class JournalHead(db.Model):  # type: ignore[name-defined]
    """The last line's number and hash: one row, locked while lines are added."""

    __tablename__ = "journal_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int]
    hash: Mapped[str]


GENESIS = "0" * 64
#: Lines checked at a time.
PORTION = 2000


def record(verb: str, thing: Any, *, by: Any, **facts: Any) -> None:
    """Note that `by` did `verb` to `thing`; written and sealed when the transaction commits."""
    pending: list[dict[str, Any]] = db.session.info.setdefault("journal", [])
    pending.append(
        {
            "at": now(),
            "verb": verb,
            "thing": thing._get_current_object() if isinstance(thing, LocalProxy) else thing,
            "by_id": getattr(by, "id", None),
            "address": request.remote_addr if has_request_context() else None,
            "facts": dumps({key: _plain(value) for key, value in facts.items()}),
        }
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list | dict | None) else str(value)


def line_hash(previous: str, line: dict[str, Any]) -> str:
    """Return the hash that seals `line` after a line with hash `previous`."""
    words = [
        previous,
        str(line["id"]),
        line["at"].isoformat(timespec="microseconds"),
        line["verb"],
        line["noun"],
        str(line["thing_id"]),
        str(line["by_id"]),
        str(line["address"]),
        line["facts"],
    ]
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    """Write the noted lines last of all, so that the chain's lock is held only for a moment."""
    pending = session.info.get("journal")
    if not pending or session.in_nested_transaction():
        return
    session.info["journal"] = []
    session.flush()
    head = session.execute(select(JournalHead).with_for_update()).scalar_one_or_none()
    number, previous = (head.entry_id, head.hash) if head else (0, GENESIS)
    lines = []
    for note in pending:
        number += 1
        thing = note.pop("thing")
        line = {
            **note,
            "id": number,
            "noun": thing if isinstance(thing, str) else thing.__tablename__,
            "thing_id": getattr(thing, "id", None),
            "previous_hash": previous,
        }
        previous = line["hash"] = line_hash(previous, line)
        lines.append(line)
    session.execute(insert(JournalEntry), lines)
    if head is None:
        session.execute(insert(JournalHead).values(id=1, entry_id=number, hash=previous))
    else:
        session.execute(update(JournalHead).values(entry_id=number, hash=previous))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info["journal"] = []


def fits(entry: Any, previous: str) -> bool:
    """Tell whether a line carries the hash of the line before it and its own seal."""
    line = {column.name: getattr(entry, column.name) for column in JournalEntry.__table__.columns}
    return entry.previous_hash == previous and entry.hash == line_hash(previous, line)


def first_broken_line(tell: Callable[[int, int], None] | None = None) -> int | None:
    """Return the number of the first line whose seal does not hold, None when all hold.

    The journal is read in portions, so that its length does not matter; `tell` hears after each
    how many lines were checked, and of how many.
    """
    previous, checked = GENESIS, 0
    while True:
        head = db.session.execute(select(JournalHead.entry_id, JournalHead.hash)).first()
        entries = _lines_after(checked)
        for entry in entries:
            if entry.id != checked + 1 or not fits(entry, previous):
                return checked + 1
            checked, previous = entry.id, entry.hash
        if not entries:
            is_whole = head is None or (head.entry_id, head.hash) == (checked, previous)
            return None if is_whole else checked + 1
        if tell is not None:
            tell(checked, head.entry_id if head else checked)


def _lines_after(number: int) -> list[Any]:
    """Return the next lines as plain rows: a session would keep them all in memory."""
    after = select(*JournalEntry.__table__.columns).where(JournalEntry.id > number)
    return list(db.session.execute(after.order_by(JournalEntry.id).limit(PORTION)))
