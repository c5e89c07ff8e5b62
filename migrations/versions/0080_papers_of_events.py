"""A certificate is given for a place in a batch, or for taking part in a light event."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0105"
branch_labels = None
depends_on = None

_UNIQUE = "uq_certificate_participation_id_kind_version"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE certificate ADD COLUMN participation_id INTEGER "
        "CONSTRAINT fk_certificate_participation_id_participation REFERENCES participation (id) "
        "CONSTRAINT ck_certificate_origin "
        "CHECK ((enrolment_id IS NULL) <> (participation_id IS NULL))"
    )
    op.create_index(_UNIQUE, "certificate", ["participation_id", "kind", "version"], unique=True)
    _let_places_be_empty(True)


def downgrade() -> None:
    found = "SELECT count(*) FROM certificate WHERE enrolment_id IS NULL"
    if op.get_bind().exec_driver_sql(found).scalar():
        raise RuntimeError("certificates of events cannot be kept by the older tables")
    _let_places_be_empty(False)
    op.drop_index(_UNIQUE, "certificate")
    op.execute("ALTER TABLE certificate DROP COLUMN participation_id")


def _let_places_be_empty(allowed: bool) -> None:
    """Let certificate.enrolment_id be empty, or not any more.

    SQLite has no statement for this. Building the table anew would drop it while other tables
    point to it, and lose its triggers; what is stored does not change, so only the text of the
    table does (https://www.sqlite.org/lang_altertable.html, section 8, the simpler procedure).
    """
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.alter_column("certificate", "enrolment_id", nullable=allowed)
        return
    with_words, without = "enrolment_id INTEGER NOT NULL", "enrolment_id INTEGER"
    before, after = (with_words, without) if allowed else (f"{without},", f"{with_words},")
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'certificate'"
        ),
        {"before": before, "after": after},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")
    places = bind.exec_driver_sql("PRAGMA table_info(certificate)").mappings()
    [found] = [one["notnull"] for one in places if one["name"] == "enrolment_id"]
    if bool(found) == allowed:
        raise RuntimeError("certificate.enrolment_id was not changed")
