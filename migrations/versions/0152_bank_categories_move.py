"""Categories of the question bank that are renamed, moved and merged."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0152"
down_revision = "0151"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_former_path",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("now", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_bank_former_path")),
    )
    op.create_index(op.f("ix_bank_former_path_now"), "bank_former_path", ["now"])
    op.create_table(
        "category_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_title", sa.String(), nullable=False),
        sa.Column("to_title", sa.String(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("formers", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_category_move_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_category_move_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_move")),
    )


def downgrade() -> None:
    op.drop_table("category_move")
    op.drop_index(op.f("ix_bank_former_path_now"), "bank_former_path")
    op.drop_table("bank_former_path")
