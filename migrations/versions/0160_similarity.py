"""Texts of works, passages that two works share, and texts that everybody may use."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0160"
down_revision = "0165"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_text",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("compared_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_work_text_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_work_text")),
    )
    op.create_table(
        "similarity_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("left_id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("left_share", sa.Integer(), nullable=False),
        sa.Column("right_share", sa.Integer(), nullable=False),
        sa.Column("runs", sa.JSON(), nullable=False),
        sa.Column("ignored", sa.JSON(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('', 'fine', 'talk')", name=op.f("ck_similarity_pair_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["left_id"], ["submission.id"], name=op.f("fk_similarity_pair_left_id_submission")
        ),
        sa.ForeignKeyConstraint(
            ["right_id"], ["submission.id"], name=op.f("fk_similarity_pair_right_id_submission")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_similarity_pair_noted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similarity_pair")),
        sa.UniqueConstraint(
            "left_id", "right_id", name=op.f("uq_similarity_pair_left_id_right_id")
        ),
    )
    op.create_index(
        op.f("ix_similarity_pair_right_id"), "similarity_pair", ["right_id"], unique=False
    )
    op.create_table(
        "common_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_common_text_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_common_text_added_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_common_text")),
    )
    op.create_index(
        op.f("ix_common_text_programme_id"), "common_text", ["programme_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("common_text")
    op.drop_table("similarity_pair")
    op.drop_table("work_text")
