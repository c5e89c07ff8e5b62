"""An older database comes to the present tables with its rows."""

import sqlite3
from itertools import count
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from lms import create_app

#: A state of the tables before some of them were built anew.
OLDER = "0116"
_FILL = {"BOOLEAN": 0, "JSON": "{}", "DATE": "2026-01-05", "NUMERIC": 1}
_numbers = count(1)


def _a_row(connection: sqlite3.Connection, table: str, **own: Any) -> int:
    """Insert a row with the rows it must point to, whatever else they say; return its id."""
    parents = {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
    values = dict(own)
    for _at, name, kind, needed, default, key in connection.execute(f"PRAGMA table_info({table})"):
        if name in values or not needed or default is not None or (key and name == "id"):
            continue
        if name in parents:
            values[name] = _a_row(connection, parents[name])
        elif "TIME" in kind or "DateTime" in kind:
            values[name] = "2026-01-05 08:00:00.000000"
        else:
            number = next(_numbers)  # no two alike
            own_kind = number if kind == "INTEGER" else f"{name} {number}"
            values[name] = _FILL.get(kind.partition("(")[0], own_kind)
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    done = connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values())
    )
    return int(done.lastrowid or 0)


def test_works_and_marks_outlive_tables_that_are_built_anew(tmp_path: Path) -> None:
    file = tmp_path / "older.sqlite3"
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{file}"})
    with app.app_context():
        upgrade(revision=OLDER)
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            work = _a_row(connection, "submission", state="marked")
            _a_row(connection, "submission_file", submission_id=work)
            _a_row(connection, "marking", submission_id=work, revision=4)
        upgrade()
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT id, state FROM submission").fetchall() == [
            (work, "marked")
        ]
        for table in ("submission_file", "marking"):
            found = connection.execute(f"SELECT submission_id FROM {table}").fetchall()
            assert found == [(work,)], table
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
