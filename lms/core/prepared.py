"""Statements that come again and again, put into words once and handed to the driver.

For a short one SQLAlchemy's way to the driver and back takes three times as long as the database
itself: it looks the words up by the whole of the statement, and makes an object for each step. What
is kept here is what it found the first time: the words, the order of the parameters, and how its
types read and write values. Transactions, events and errors stay with it.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Executable

Convert = Callable[[Any], Any]


class Prepared:
    """A select, or a change that returns rows, as one kind of database wants it."""

    def __init__(
        self, statement: Executable, dialect: Dialect, parameters: Mapping[str, Any]
    ) -> None:
        asked: Any = statement
        compiled: Any = asked.compile(dialect=dialect)
        #: Lists that come with each question are as long as they are, and defaults that Python
        #: makes differ each time: such statements are put into words each time.
        self.is_ready = not (
            any(bind.required for bind in compiled.post_compile_params)
            or compiled.insert_prefetch or compiled.update_prefetch
        )  # fmt: skip
        found = compiled.construct_expanded_state(parameters)
        self.words: str = found.statement
        self._order: list[str] | None = found.positiontup
        self._values: dict[str, Any] = dict(found.parameters)
        #: Of a list that was drawn apart its items are written, no longer the list itself.
        writers = {**compiled._bind_processors, **found.processors}
        self._write = {name: to for name, to in writers.items() if name in self._values}
        self._dialect = dialect
        self._columns = list(asked.exported_columns)
        self._read: list[tuple[int, Convert]] | None = None
        self._row = _named([column.key or "_" for column in self._columns])
        self._has_names = "things" not in statement.get_execution_options()

    def rows(self, connection: Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """Return the rows, their values as the columns' types have them.

        They are named tuples, but for those of `things`, which are put together by place.
        """
        cursor = connection.connection.cursor()
        try:
            values = self._bound(parameters)
            for note in connection.dispatch.before_cursor_execute:
                note(connection, cursor, self.words, values, None, False)
            cursor.execute(self.words, values)  # type: ignore[arg-type]
            found = cursor.fetchall()
            if self._read is None:
                self._read = self._readers(cursor.description or ())
        finally:
            cursor.close()
        if self._read:
            found = [_converted(row, self._read) for row in found]
        return list(map(self._row._make, found) if self._has_names else found)

    def _bound(self, parameters: Mapping[str, Any]) -> Any:
        values = {**self._values, **parameters}
        for name, convert in self._write.items():
            values[name] = convert(values[name])
        return values if self._order is None else [values[name] for name in self._order]

    def _readers(self, description: Sequence[Any]) -> list[tuple[int, Convert]]:
        found: list[tuple[int, Convert]] = []
        for place, (column, told) in enumerate(zip(self._columns, description, strict=True)):
            kind = column.type.dialect_impl(self._dialect)
            convert = kind.result_processor(self._dialect, told[1])
            if convert is not None:
                found.append((place, convert))
        return found


def _named(names: list[str]) -> Any:
    return namedtuple("Row", names, rename=True)


def _converted(row: Sequence[Any], converters: list[tuple[int, Convert]]) -> list[Any]:
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return values


#: Statement -> kind of database -> its words; None for what was asked once.
_known: WeakKeyDictionary[Executable, dict[str, Prepared | None]] = WeakKeyDictionary()


def prepared(
    statement: Executable, dialect: Dialect, parameters: Mapping[str, Any]
) -> Prepared | None:
    """Return what is kept of a statement, None when it is asked for the first time.

    Most are built for one question only; those that a module keeps come again as the same object.
    """
    kinds = _known.setdefault(statement, {})
    if dialect.name not in kinds:
        kinds[dialect.name] = None
        return None
    kept = kinds[dialect.name]
    if kept is None:
        kept = kinds[dialect.name] = Prepared(statement, dialect, parameters)
    return kept if kept.is_ready else None
