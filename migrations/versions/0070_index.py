"""Holdings and sums of the index, exemptions, other dimensions, and reported snapshots."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0070"
down_revision = "0046"
branch_labels = None
depends_on = None

#: Table -> (columns whose change touches, expression of the person in the row).
_TOUCHING = {
    "outside_training": ("person_id, state, cell, jp, starts_on, ends_on", "{row}.person_id"),
    "certificate": ("person_id, kind, replaces_id", "{row}.person_id"),
    "revocation": (
        "certificate_id",
        "(SELECT person_id FROM certificate WHERE id = {row}.certificate_id)",
    ),
    "person": (
        "opd_id, position_kind, employment, performance, ended_on", "{row}.id",
    ),
    "index_exemption": ("person_id, cell, starts_on, ends_on", "{row}.person_id"),
}  # fmt: skip


def upgrade() -> None:
    # what is derived needs no write-ahead log: after a crash it is empty and reckoned anew
    derived = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "index_day",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("reckoned_at", UtcDateTime(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_day")),
        prefixes=derived,
    )
    op.create_table(
        "index_touched",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_touched")),
        prefixes=derived,
    )
    op.create_table(
        "index_month",
        sa.Column("rule_set", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("opd_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("with_technical", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_index_month_opd_id_opd")),
        sa.PrimaryKeyConstraint("rule_set", "month", "opd_id", name=op.f("pk_index_month")),
    )
    op.create_table(
        "index_rollup",
        sa.Column("rule_set", sa.String(), nullable=False),
        sa.Column("opd_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position_kind", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("with_technical", sa.Integer(), nullable=False),
        sa.Column("with_yearly", sa.Integer(), nullable=False),
        sa.Column("with_struktural", sa.Integer(), nullable=False),
        sa.Column("with_fungsional", sa.Integer(), nullable=False),
        sa.Column("with_seminar", sa.Integer(), nullable=False),
        sa.Column("band0", sa.Integer(), nullable=False),
        sa.Column("band1", sa.Integer(), nullable=False),
        sa.Column("band2", sa.Integer(), nullable=False),
        sa.Column("band3", sa.Integer(), nullable=False),
        sa.Column("band4", sa.Integer(), nullable=False),
        sa.Column("band5", sa.Integer(), nullable=False),
        sa.Column("band6", sa.Integer(), nullable=False),
        sa.Column("band7", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_index_rollup_opd_id_opd")),
        sa.PrimaryKeyConstraint(
            "rule_set", "opd_id", "position_kind", name=op.f("pk_index_rollup")
        ),
        prefixes=derived,
    )
    op.create_table(
        "dimension_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("points", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "dimension IN ('kualifikasi', 'kinerja', 'disiplin')",
            name=op.f("ck_dimension_value_dimension"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_dimension_value_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dimension_value")),
        sa.UniqueConstraint(
            "person_id",
            "year",
            "dimension",
            name=op.f("uq_dimension_value_person_id_year_dimension"),
        ),
    )
    op.create_table(
        "holding",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reading", sa.String(), nullable=False),
        sa.Column("opd_id", sa.Integer(), nullable=False),
        sa.Column("position_kind", sa.String(), nullable=False),
        sa.Column("employment", sa.String(), nullable=False),
        sa.Column("performance", sa.String(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("technical_jp", sa.Integer(), nullable=False),
        sa.Column("year_jp", sa.Integer(), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "reading", name=op.f("pk_holding")),
        prefixes=derived,
    )
    op.create_table(
        "index_exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cell", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "cell IN ('', 'struktural', 'fungsional', 'teknis', 'seminar')",
            name=op.f("ck_index_exemption_cell"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_index_exemption_dates")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["person.id"], name=op.f("fk_index_exemption_granted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_index_exemption_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_exemption")),
    )
    op.create_index(
        op.f("ix_index_exemption_person_id"), "index_exemption", ["person_id"], unique=False
    )
    op.create_table(
        "index_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("reported_at", UtcDateTime(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["person.id"], name=op.f("fk_index_snapshot_reported_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_snapshot")),
    )
    _touch()
    _keep_snapshots()


def _touch() -> None:
    """Let the database note whose holding may have changed, whoever writes and however."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table, (columns, person) in _TOUCHING.items():
        for verb, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            notes = " ".join(
                f"INSERT INTO index_touched (person_id) VALUES ({person.format(row=row)});"
                for row in rows
            )
            name = f"{table}_touches_{verb.lower()}"
            when = f"UPDATE OF {columns}" if verb == "UPDATE" else verb
            if postgres:
                op.execute(
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN {notes} RETURN NULL; END $$"
                )
                op.execute(
                    f"CREATE TRIGGER {name} AFTER {when} ON {table} "
                    f"FOR EACH ROW EXECUTE FUNCTION {name}()"
                )
            else:
                op.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {notes} END")


def _keep_snapshots() -> None:
    """Let the database refuse to change what was reported."""
    said = "what was reported is never changed"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION index_snapshot_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER index_snapshot_kept BEFORE UPDATE OR DELETE ON index_snapshot "
            "FOR EACH STATEMENT EXECUTE FUNCTION index_snapshot_is_kept()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER index_snapshot_no_{verb.lower()} BEFORE {verb} ON index_snapshot "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in _TOUCHING:
        for verb in ("insert", "update", "delete"):
            name = f"{table}_touches_{verb}"
            op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgres else ""))
            if postgres:
                op.execute(f"DROP FUNCTION {name}()")
    for table in ("index_snapshot", "dimension_value", "index_exemption", "index_month",
                  "index_rollup", "index_day", "index_touched", "holding"):  # fmt: skip
        op.drop_table(table)
    if postgres:
        op.execute("DROP FUNCTION index_snapshot_is_kept()")
