"""What stood in a released result before it was corrected, and why it was."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0220"
down_revision = "0250"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["result_id"], ["result.id"], name=op.f("fk_result_correction_result_id_result")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_result_correction_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_correction")),
    )
    op.create_index(op.f("ix_result_correction_result_id"), "result_correction", ["result_id"])


def downgrade() -> None:
    op.drop_table("result_correction")
