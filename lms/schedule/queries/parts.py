"""Many small questions in one statement: parts of a `UNION ALL` with the same columns."""

from collections import defaultdict
from typing import Any

from sqlalchemy import JSON, Date, Integer, String, cast, literal, null, select, union_all

from lms.core.db import UtcDateTime, db

#: Columns of every part; each part fills those it needs.
_COLUMNS: dict[str, Any] = {
    "one": Integer, "two": Integer, "number": Integer, "words": String, "more": String,
    "starts_at": UtcDateTime, "ends_at": UtcDateTime, "day": Date, "until": Date, "data": JSON,
}  # fmt: skip


def part(what: str, **columns: Any) -> Any:
    """Return a select of some of the columns, with nothing in the others."""
    return select(
        literal(what).label("what"),
        *(
            (columns[name] if name in columns else cast(null(), kind)).label(name)
            for name, kind in _COLUMNS.items()
        ),
    )


def answers(*parts: Any) -> dict[str, list[Any]]:
    """Return the rows of all parts, by what they are."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(union_all(*parts)):
        found[row.what].append(row)
    return found
