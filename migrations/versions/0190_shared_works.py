"""The index of groups' works holds those alone: SQLite read it for works of no group.

Revision ID: 0190
Revises: 0140
"""

import sqlalchemy as sa
from alembic import op

revision = "0190"
down_revision = "0140"
branch_labels = None
depends_on = None

_SHARED = sa.text("group_id IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_submission_group_id", table_name="submission")
    op.create_index(
        "ix_submission_group_id", "submission", ["group_id"],
        sqlite_where=_SHARED, postgresql_where=_SHARED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_submission_group_id", table_name="submission")
    op.create_index("ix_submission_group_id", "submission", ["group_id"])
