"""The journal can be searched, and the worker shows that it lives."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0050"
down_revision = "0060"
branch_labels = None
depends_on = None

_INDEXES = {"at": ["at"], "verb": ["verb"], "by_id": ["by_id"], "noun": ["noun", "thing_id"]}


def upgrade() -> None:
    op.create_table(
        "worker_beat",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_worker_beat")),
    )
    for name, columns in _INDEXES.items():
        op.create_index(op.f(f"ix_journal_entry_{name}"), "journal_entry", columns)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(op.f(f"ix_journal_entry_{name}"), "journal_entry")
    op.drop_table("worker_beat")
