"""Questions corrected after they had been answered."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0132"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regrade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("right_key", sa.JSON(), nullable=False),
        sa.Column("former_key", sa.JSON(), nullable=False),
        sa.Column("former_waived", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("how IN ('key', 'all', 'void')", name=op.f("ck_regrade_how")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_regrade_batch_id_batch")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_regrade_quiz_id_quiz")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_regrade_by_id_person")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_regrade_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
    )
    op.create_index("ix_regrade_batch_quiz", "regrade", ["batch_id", "quiz_id"])
    op.create_table(
        "regraded_attempt",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("percent_before", sa.Numeric(5, 2), nullable=True),
        sa.Column("percent_after", sa.Numeric(5, 2), nullable=True),
        sa.ForeignKeyConstraint(
            ["regrade_id"], ["regrade.id"], name=op.f("fk_regraded_attempt_regrade_id_regrade")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_regraded_attempt_attempt_id_attempt")
        ),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_id", name=op.f("pk_regraded_attempt")),
    )


def downgrade() -> None:
    op.drop_table("regraded_attempt")
    op.drop_index("ix_regrade_batch_quiz", "regrade")
    op.drop_table("regrade")
