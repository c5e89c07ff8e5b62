"""Activities of further kinds, how a unit opens and is done, and openings for single people."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime
from lms.core.migrating import change_check

revision = "0115"
down_revision = "0082"
branch_labels = None
depends_on = None

#: What a unit's kind was checked against, and is now: the registry of kinds names them.
BEFORE, AFTER = "kind IN ('lesson', 'quiz', 'assignment')", "kind <> ''"


def upgrade() -> None:
    change_check("unit", op.f("ck_unit_kind"), BEFORE, AFTER)
    op.create_table(
        "activity",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_activity_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_activity")),
    )
    op.create_table(
        "unit_rule",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("complete", sa.String(), nullable=False),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("opens_day", sa.Integer(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("discussion", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_rule_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit_rule")),
    )
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_opening_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_opening_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_opening_opened_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint(
            "enrolment_id", "unit_id", name=op.f("uq_opening_enrolment_id_unit_id")
        ),
    )
    op.add_column("visit", sa.Column("seconds", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("visit", sa.Column("resume_at", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("visit", sa.Column("spans", sa.JSON(), nullable=True))


def downgrade() -> None:
    for column in ("spans", "resume_at", "seconds"):
        op.drop_column("visit", column)
    for table in ("opening", "unit_rule", "activity"):
        op.drop_table(table)
    others = f"SELECT id FROM unit WHERE NOT ({BEFORE})"
    op.execute(f"DELETE FROM visit WHERE unit_id IN ({others})")
    op.execute(f"DELETE FROM unit WHERE NOT ({BEFORE})")
    change_check("unit", op.f("ck_unit_kind"), AFTER, BEFORE)
