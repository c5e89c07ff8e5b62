"""Batches that went over to another version of their programme."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0131"
down_revision = "0130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_batch_move_batch_id_batch"),
        sa.ForeignKeyConstraint(
            ["former_id"], ["programme_version.id"],
            name="fk_batch_move_former_id_programme_version",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["programme_version.id"],
            name="fk_batch_move_version_id_programme_version",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_batch_move_by_id_person"),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name="fk_batch_move_undone_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_batch_move"),
    )  # fmt: skip
    op.create_index("ix_batch_move_batch_id", "batch_move", ["batch_id"])


def downgrade() -> None:
    op.drop_index("ix_batch_move_batch_id", "batch_move")
    op.drop_table("batch_move")
