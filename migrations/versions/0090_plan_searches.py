"""Searches of the solver for plans."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0090"
down_revision = "0107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("batch_ids", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('plan', 'repair')", name=op.f("ck_plan_search_kind")),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'applied')", name=op.f("ck_plan_search_state")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_plan_search_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["plan_unit.id"], name=op.f("fk_plan_search_unit_id_plan_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_search")),
    )
    op.create_index(op.f("ix_plan_search_made_by_id"), "plan_search", ["made_by_id"])


def downgrade() -> None:
    op.drop_table("plan_search")
