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
    before, after = (strict, loose) if allowed else (loose, strict)
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
    columns = bind.exec_driver_sql(f"PRAGMA table_info({table})").mappings()
    [demanded] = [one["notnull"] for one in columns if one["name"] == column]
    if bool(demanded) == allowed:
        raise RuntimeError(f"{table}.{column} was not changed")
