"""What migrations need that the two engines do differently."""

import sqlalchemy as sa
from alembic import op


def let_be_empty(table: str, column: str, allowed: bool) -> None:
    """Let an integer column be empty, or not any more.

    SQLite has no statement for this. Building the table anew would drop it while other tables
    point to it, and lose its triggers; what is stored does not change, so only the text of the
    table does (https://www.sqlite.org/lang_altertable.html, section 8, the simpler procedure).
    """
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.alter_column(table, column, nullable=allowed)
        return
    strict, loose = f"{column} INTEGER NOT NULL,", f"{column} INTEGER,"
    _rewrite(table, strict if allowed else loose, loose if allowed else strict)
    columns = bind.exec_driver_sql(f"PRAGMA table_info({table})").mappings()
    [demanded] = [one["notnull"] for one in columns if one["name"] == column]
    if bool(demanded) == allowed:
        raise RuntimeError(f"{table}.{column} was not changed")


def change_check(table: str, name: str, before: str, after: str) -> None:
    """Let the check `name` of a table ask `after` instead of `before`, which rows fulfil already.

    On SQLite by the same way as `let_be_empty`, for the same reason.
    """
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, after)
        return
    _rewrite(table, f"CHECK ({before})", f"CHECK ({after})")
    text = bind.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"),
        {"table": table},
    ).scalar_one()
    if f"CHECK ({after})" not in text:
        raise RuntimeError(f"{name} of {table} was not changed")


def _rewrite(table: str, before: str, after: str) -> None:
    bind = op.get_bind()
    version: int = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = :table"
        ),
        {"before": before, "after": after, "table": table},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")
