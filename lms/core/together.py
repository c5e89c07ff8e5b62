"""Small changes of several requests, kept by one durable commit.

A commit waits for the disk, and SQLite keeps one after the other. Changes that come while it waits
are gathered, and go into the next transaction together: whoever is answered was kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Condition
from typing import Any

from sqlalchemy import Executable

from lms.core.db import asked, db, writing
from lms.core.turns import turns


@dataclass(eq=False)
class _Change:
    """A statement on its way; `kept` is the first value that it returned."""

    statement: Executable
    values: Mapping[str, Any]
    is_done: bool = False
    kept: Any = None
    fault: BaseException | None = None


class Together:
    """Gathers the changes of a process; one thread writes what all have brought."""

    def __init__(self) -> None:
        self._room = Condition()
        self._brought: list[_Change] = []
        self._is_writing = False

    def keep(self, statement: Executable, values: Mapping[str, Any]) -> Any:
        """Keep what one statement changes, durably; return the first value that it returns.

        The statement must decide by itself, since it runs apart from the request's own
        transaction, which only reads (`requires(…, together=True)`). What goes wrong with it is
        raised here and harms no other. A transaction that writes anyway takes it along.
        """
        if writing.get():
            return db.session.scalar(statement, values)
        change = _Change(statement, values)
        with turns.left():
            self._write(change)
        if change.fault is not None:
            raise change.fault
        return change.kept

    def _write(self, change: _Change) -> None:
        with self._room:
            self._brought.append(change)
            self._room.wait_for(lambda: change.is_done or not self._is_writing)
            if change.is_done:
                return
            self._is_writing = True
        try:
            self._write_all()
        finally:
            with self._room:
                self._is_writing = False
                self._room.notify_all()

    def _write_all(self) -> None:
        changes: list[_Change] = []
        token = writing.set(True)
        try:
            with db.engine.begin() as connection:  # SQLite: in line, while others bring theirs
                changes = self._take()
                for change in changes:
                    returned = asked(connection, change.statement, change.values)
                    change.kept = returned[0][0] if returned else None
        except Exception:
            for change in changes or self._take():
                self._write_alone(change)
        finally:
            writing.reset(token)
        for change in changes:
            change.is_done = True

    def _take(self) -> list[_Change]:
        with self._room:
            changes, self._brought = self._brought, []
        return changes

    def _write_alone(self, change: _Change) -> None:
        change.kept, change.is_done = None, True
        try:
            with db.engine.begin() as connection:  # the usual way, for the usual errors
                change.kept = connection.execute(change.statement, change.values).scalar()
        except Exception as fault:
            change.fault = fault


#: Of this process.
together = Together()
