"""Days in statements, alike on both databases: adding and counting them, months, a day a row."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, column, func, literal_column, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from lms.core.db import is_postgres


class after(FunctionElement[date]):
    """A day plus a number of days."""

    type = Date()
    inherit_cache = True


class days_between(FunctionElement[int]):
    """How many days later the second day is than the first."""

    type = Integer()
    inherit_cache = True


class month_of(FunctionElement[date]):
    """The first day of the month of a day."""

    type = Date()
    inherit_cache = True


class earliest(FunctionElement[date]):
    """The first of several days, of which some may be NULL."""

    type = Date()
    inherit_cache = True


def _said(element: Any, compiler: Any, kw: Any) -> list[str]:
    return [compiler.process(one, **kw) for one in element.clauses]


@compiles(after, "postgresql")
def _postgres_after(element: Any, compiler: Any, **kw: Any) -> str:
    day, count = _said(element, compiler, kw)
    return f"({day} + {count})"


@compiles(after, "sqlite")
def _sqlite_after(element: Any, compiler: Any, **kw: Any) -> str:
    day, count = _said(element, compiler, kw)
    return f"date({day}, ({count}) || ' days')"


@compiles(earliest, "postgresql")
def _postgres_earliest(element: Any, compiler: Any, **kw: Any) -> str:
    return f"LEAST({', '.join(_said(element, compiler, kw))})"


@compiles(earliest, "sqlite")
def _sqlite_earliest(element: Any, compiler: Any, **kw: Any) -> str:
    # its min() is NULL as soon as one of its arguments is: each stands in for the others
    days = _said(element, compiler, kw)
    if len(days) == 1:
        return days[0]
    turned = [f"coalesce({', '.join(days[at:] + days[:at])})" for at in range(len(days))]
    return f"min({', '.join(turned)})"


@compiles(days_between, "postgresql")
def _postgres_between(element: Any, compiler: Any, **kw: Any) -> str:
    first, last = _said(element, compiler, kw)
    return f"({last} - {first})"


@compiles(days_between, "sqlite")
def _sqlite_between(element: Any, compiler: Any, **kw: Any) -> str:
    first, last = _said(element, compiler, kw)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(month_of, "postgresql")
def _postgres_month(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date_trunc('month', {_said(element, compiler, kw)[0]})::date"


@compiles(month_of, "sqlite")
def _sqlite_month(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({_said(element, compiler, kw)[0]}, 'start of month')"


def counted_to(count: Any, most: int) -> tuple[Any, Any]:
    """Return rows 0, 1, … below `count` (a column, at most `most`) to join, and the condition."""
    if is_postgres():
        series = func.generate_series(literal_column("0"), count - 1)
        return series.table_valued(column("i", Integer)).render_derived(), true()
    numbers = select(literal_column("0", Integer).label("i")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.i + 1).where(numbers.c.i + 1 < most))
    return numbers, numbers.c.i < count
