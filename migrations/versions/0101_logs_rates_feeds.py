"""Logs of online meetings, rates of teaching, calendars of batches, and who no longer teaches."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def upgrade() -> None:
    op.create_table(
        "webinar_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        _key("webinar_log", "session_id", "session"),
        _key("webinar_log", "file_id", "stored_file"),
        _key("webinar_log", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webinar_log")),
    )
    op.create_index(op.f("ix_webinar_log_session_id"), "webinar_log", ["session_id"])
    op.create_table(
        "teaching_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('speaker', 'outside', 'inside', 'minimum')",
                           name=op.f("ck_teaching_rate_kind")),
        _key("teaching_rate", "entered_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_rate")),
    )  # fmt: skip
    op.create_index("ix_teaching_rate_kind", "teaching_rate", ["kind", "valid_from"])
    op.create_table(
        "pay_kind",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('speaker', 'outside', 'inside')",
                           name=op.f("ck_pay_kind_kind")),
        _key("pay_kind", "person_id", "person"),
        _key("pay_kind", "by_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pay_kind")),
    )  # fmt: skip
    op.create_table(
        "batch_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _key("batch_feed", "batch_id", "batch"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_feed")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_batch_feed_batch_id")),
        sa.UniqueConstraint("token", name=op.f("uq_batch_feed_token")),
    )
    op.create_table(
        "teaching_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _key("teaching_end", "session_id", "session"),
        _key("teaching_end", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_end")),
    )
    op.create_index("ix_teaching_end_person", "teaching_end", ["person_id", "at"])


def downgrade() -> None:
    for table in ("teaching_end", "batch_feed", "pay_kind", "teaching_rate", "webinar_log"):
        op.drop_table(table)
