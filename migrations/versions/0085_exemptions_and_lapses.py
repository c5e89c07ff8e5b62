"""Reversals of exemptions, which cells lapse first, and how many people lose one in which month."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0085"
down_revision = "0111"
branch_labels = None
depends_on = None

_PERSON = "(SELECT person_id FROM index_exemption WHERE id = {row}.exemption_id)"
_TOUCHES = {"insert": "NEW", "delete": "OLD"}
#: What people were exempted from stands as it was decided.
_KEPT = ("index_exemption", "exemption_reversal")


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "exemption_reversal",
        sa.Column("exemption_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reversed_by_id", sa.Integer(), nullable=False),
        sa.Column("reversed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exemption_id"],
            ["index_exemption.id"],
            name=op.f("fk_exemption_reversal_exemption_id_index_exemption"),
        ),
        sa.ForeignKeyConstraint(
            ["reversed_by_id"],
            ["person.id"],
            name=op.f("fk_exemption_reversal_reversed_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("exemption_id", name=op.f("pk_exemption_reversal")),
    )
    op.add_column("holding", sa.Column("lapsing", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "index_lapse",
        sa.Column("rule_set", sa.String(), nullable=False),
        sa.Column("opd_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_index_lapse_opd_id_opd")),
        sa.PrimaryKeyConstraint("rule_set", "opd_id", "month", name=op.f("pk_index_lapse")),
        prefixes=["UNLOGGED"] if postgres else [],
    )
    op.execute("DELETE FROM index_day")  # everybody is reckoned anew within a minute
    for verb, row in _TOUCHES.items():
        note = f"INSERT INTO index_touched (person_id) VALUES ({_PERSON.format(row=row)});"
        _trigger(f"exemption_reversal_touches_{verb}", verb.upper(), "exemption_reversal", note)
    for table in _KEPT:
        _keep(table, postgres)


def _trigger(name: str, when: str, table: str, body: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {body} END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _keep(table: str, postgres: bool) -> None:
    """Let the database refuse to rewrite a decision: it is reversed by a row of its own."""
    said = "a decision is reversed, never rewritten"
    name = f"{table}_no_update"
    if postgres:
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END"
    )


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    triggers = {f"{table}_no_update": table for table in _KEPT}
    triggers |= {f"exemption_reversal_touches_{verb}": "exemption_reversal" for verb in _TOUCHES}
    for name, table in triggers.items():
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgres else ""))
        if postgres:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("index_lapse")
    op.drop_column("holding", "lapsing")
    op.drop_table("exemption_reversal")
