"""Answers that people mark: what they gave, and how many of an attempt still wait."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0105"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "attempt", sa.Column("unmarked", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "hand_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("points", sa.Numeric(8, 2), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", UtcDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_hand_mark_attempt_id_attempt")
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["person.id"], name=op.f("fk_hand_mark_marked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_mark")),
        sa.UniqueConstraint(
            "attempt_id", "position", name=op.f("uq_hand_mark_attempt_id_position")
        ),
    )


def downgrade() -> None:
    op.drop_table("hand_mark")
    op.drop_column("attempt", "unmarked")
