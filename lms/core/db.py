"""The database object, naming convention, column types, and how transactions begin."""

import fcntl
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Engine,
    Executable,
    MetaData,
    Select,
    bindparam,
    case,
    event,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from lms.core.prepared import prepared
from lms.core.things import Shape, things

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, UTC in the database; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """Return how values are read; SQLite's text in one step, for pages hold dozens of them."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        return lambda text: None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Base(DeclarativeBase):
    """The base of all tables: names of constraints by rule, every moment aware."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime},
    )


db = SQLAlchemy(model_class=Base)

#: False while a request only reads: its transaction then takes no write lock.
writing: ContextVar[bool] = ContextVar("writing", default=True)


def begin_writing() -> None:
    """Go from reading to writing: from here on the transaction holds SQLite's write lock.

    Who asks and whether they may is read before, so that the one writer's turn stays short. What
    was read stays as it was, exactly as on PostgreSQL; what must not have changed is read again
    with `lock`.
    """
    writing.set(True)
    if db.session().in_transaction() and not is_postgres():
        connection = db.session.connection()
        _tell(connection, "ROLLBACK")
        _take_turn(connection)


def begin_anew() -> None:
    """Keep what was changed so far and end the transaction; the next statement begins another.

    For work that waits for a service on the network, so that nobody waits for us meanwhile.
    """
    db.session.commit()


@contextmanager
def lock_left() -> Iterator[None]:
    """Let others write while something slow runs that touches no row; what is loaded stays loaded.

    For use before anything is changed: SQLite's transaction ends here and a fresh one begins after
    the block, so what must not have changed meanwhile is read again. PostgreSQL locks rows alone.
    """
    if is_postgres() or not db.session().in_transaction() or not writing.get():
        yield
        return
    assert not db.session().in_nested_transaction(), "a savepoint would be lost"
    connection = db.session.connection()
    _tell(connection, "ROLLBACK")
    fcntl.flock(connection.info["queue"], fcntl.LOCK_UN)
    try:
        yield
    finally:
        _take_turn(connection)


def dumps(value: Any) -> str:
    """Write JSON the same way everywhere: compact, keys sorted, letters readable."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lock(row: Any) -> None:
    """Hold `row` until the transaction ends, with its columns read anew.

    What was loaded beside it stays. On SQLite the write lock of the transaction already holds it.
    """
    db.session.flush()  # a refresh drops what is not written yet
    columns = [column.key for column in inspect(type(row)).column_attrs if not column.deferred]
    db.session.refresh(row, columns, with_for_update={"of": type(row)})


def add_missing(model: type, key: dict[str, Any], **values: Any) -> None:
    """Add the row with this unique `key` unless it is there, whoever else adds it meanwhile."""
    add_all_missing(model, list(key), [{**key, **values}])


def add_all_missing(model: type, key: list[str], lines: list[dict[str, Any]]) -> None:
    """Add these rows in one statement, except those whose unique `key` columns are taken."""
    dialect: Any = postgresql if is_postgres() else sqlite
    if lines:
        statement = dialect.insert(model).on_conflict_do_nothing(index_elements=key)
        db.session.execute(statement, lines)


def exists(statement: Select[Any]) -> bool:
    """Tell whether `statement` finds any row."""
    return bool(db.session.scalar(select(statement.exists())))


def one(statement: Select[Any], **parameters: Any) -> Any:
    """Return the only or first object that `statement` finds, or None.

    Statements of every request are built once (`@cache`) with named parameters given here: half
    of a query's cost is putting its statement together. Those that read things select
    `things(Model)`, which spares most of the other half.
    """
    if _shape(statement):
        return next((thing for thing, *_rest in read(statement, **parameters)), None)
    return db.session.scalars(statement, parameters).unique().first()


def rows(statement: Select[Any], **parameters: Any) -> list[Any]:
    """Return all objects that `statement` finds with these named parameters."""
    if _shape(statement):
        return list(dict.fromkeys(thing for thing, *_rest in read(statement, **parameters)))
    return list(db.session.scalars(statement, parameters).unique())


def read(statement: Select[Any], **parameters: Any) -> list[Any]:
    """Return what a select of columns finds, row by row, in half the time of the session's way.

    In rows of a `things(Model)` the thing stands first, then the columns added to it.
    """
    session = db.session()
    if writing.get():
        session.flush()
    found = asked(session.connection(), statement, parameters)
    shape = _shape(statement)
    if shape is None:
        return found
    rest = len(shape.columns)
    return [(shape.thing(session, row), *row[rest:]) for row in found]


def asked(
    connection: Connection, statement: Executable, parameters: Mapping[str, Any]
) -> list[Any]:
    """Return the rows a statement finds or returns, by words prepared once where it is kept."""
    kept = prepared(statement, connection.dialect, parameters)
    if kept is not None:
        try:
            return kept.rows(connection, parameters)
        except connection.dialect.loaded_dbapi.Error:
            pass  # asked again the usual way, which knows what the error means
    return list(connection.execute(statement, parameters).all())


def among(column: Any, count: int) -> Any:
    """Return the condition that a column holds one of so many ids, given as `numbered`.

    An `in_` of a list as long as it may be is put together anew each time.
    """
    return column.in_([bindparam(f"id_{place}") for place in range(count)])


def numbered(ids: Sequence[int]) -> dict[str, int]:
    """Return ids as the parameters of `among`."""
    return {f"id_{place}": id for place, id in enumerate(ids)}


def get(model: type, id: Any) -> Any:
    """Return the thing with this id, None when there is none."""
    known = db.session.identity_map.get(inspect(model).identity_key_from_primary_key((id,)))
    return known if known is not None and _is_fresh(known) else one(_by_id(model), id=id)


def _is_fresh(thing: Any) -> bool:
    return not inspect(thing).expired_attributes


@cache
def _by_id(model: type) -> Select[Any]:
    key: Any = inspect(model).primary_key[0]
    return things(model).where(key == bindparam("id"))


def _shape(statement: Select[Any]) -> Shape | None:
    return statement.get_execution_options().get("things")


def point_elsewhere(column: Any, ids: Mapping[int, int], mine: Any) -> None:
    """Let rows for which `mine` holds point to other rows by `column`: old id -> new id."""
    if ids:
        db.session.execute(
            update(column.class_)
            .where(column.in_(list(ids)), mine)
            .values({column.key: case(dict(ids), value=column)})
            .execution_options(synchronize_session=False)
        )
        db.session.expire_all()


def is_postgres() -> bool:
    """Tell whether the present database is PostgreSQL."""
    return db.engine.dialect.name == "postgresql"


@event.listens_for(Engine, "connect")
def _on_connect(connection: Any, _record: Any) -> None:
    """SQLite: durable commits, real foreign keys, patient writers; we begin transactions."""
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "cache_size=-16000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _on_begin(connection: Connection) -> None:
    """SQLite: a request that may write takes the lock at once, so it never fails half-way."""
    if connection.dialect.name == "sqlite":
        if writing.get():
            _take_turn(connection)
        else:
            _tell(connection, "BEGIN")


def _tell(connection: Connection, words: str) -> None:
    """Begin or end a transaction without the machinery of a statement, twice in every request."""
    connection.connection.cursor().execute(words)


def _take_turn(connection: Connection) -> None:
    """Wait in line for SQLite's one write lock, then take it.

    SQLite itself only looks again after ever longer naps; in a queue at a locked file the next
    writer is woken the moment the last one ends, and a process that dies leaves the queue.
    """
    queue = connection.info.get("queue")
    if queue is None:
        place = Path(f"{connection.engine.url.database}-turn")
        queue = connection.info["queue"] = place.open("w")
    fcntl.flock(queue, fcntl.LOCK_EX)
    _tell(connection, "BEGIN IMMEDIATE")


@event.listens_for(Engine, "checkin")
def _end_turn(_connection: Any, record: Any) -> None:
    queue = record.info.get("queue")
    if queue is not None:
        fcntl.flock(queue, fcntl.LOCK_UN)


@event.listens_for(Engine, "close")
def _leave_queue(_connection: Any, record: Any) -> None:
    queue = record.info.pop("queue", None)
    if queue is not None:
        queue.close()
