"""Guards over the database: durable settings, one history of tables, an unchangeable journal."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lms.core import audit
from lms.core.db import db
from lms.people.models import Person

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def test_sqlite_is_durable(app: Flask, engine_name: str) -> None:
    if engine_name != "sqlite":
        assert db.session.scalar(text("SHOW synchronous_commit")) == "on"
        return
    read = {
        name: db.session.scalar(text(f"PRAGMA {name}"))
        for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
    }
    assert read["synchronous"] == 2  # FULL
    assert read["foreign_keys"] == 1
    assert read["busy_timeout"] >= 5000
    assert read["journal_mode"] == "wal"


def test_the_history_has_one_head_and_says_so(app: Flask) -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_heads() == [(MIGRATIONS / "HEAD").read_text().strip()]


def test_the_migrated_tables_are_those_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, db.metadata)
    assert differences == []


@pytest.mark.parametrize(
    "verb", ["UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry"]
)
def test_the_journal_cannot_be_changed(app: Flask, sari: Person, verb: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(verb))


def test_the_journal_is_chained(app: Flask, sari: Person) -> None:
    for number in range(3):
        audit.record("test.done", sari, by=sari, number=number)
        db.session.commit()
    assert audit.first_broken_line() is None


def test_a_forged_line_is_found(app: Flask, engine_name: str, sari: Person) -> None:
    for number in range(3):
        audit.record("test.done", sari, by=sari, number=number)
    db.session.commit()
    forged = db.session.query(audit.JournalEntry.id).order_by(audit.JournalEntry.id).all()[1][0]
    if engine_name == "sqlite":
        db.session.execute(text("DROP TRIGGER journal_entry_no_update"))
    else:
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
    db.session.execute(text("UPDATE journal_entry SET facts = '{}' WHERE id = :id"), {"id": forged})
    db.session.commit()
    assert audit.first_broken_line() == forged


def test_a_change_that_was_undone_leaves_no_line(app: Flask, sari: Person) -> None:
    audit.record("test.undone", sari, by=sari)
    db.session.rollback()
    db.session.commit()
    found = db.session.query(audit.JournalEntry).filter_by(verb="test.undone").count()
    assert found == 0
