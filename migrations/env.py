"""How Alembic reaches the database: through the application, in one transaction."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from lms.core.db import db

target_metadata = db.metadata


def run() -> None:
    """Run the migrations on the application's database."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=True,
            compare_type=False,
        )
        _watch_references(connection, "OFF")
        with context.begin_transaction():
            context.run_migrations()
            _check_references(connection)
        connection.commit()
        _watch_references(connection, "ON")


def _watch_references(connection: Connection, state: str) -> None:
    """SQLite drops a table to change it, which nothing may forbid that points to the table.

    It listens only between transactions (https://www.sqlite.org/lang_altertable.html, section 7).
    """
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={state}")


def _check_references(connection: Connection) -> None:
    """Refuse, and take back, a migration that left a row pointing to nothing (SQLite)."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise RuntimeError(f"a row of {lost[0]} points to a missing row of {lost[2]}")


run()
