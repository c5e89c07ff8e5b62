"""Discussions beside units, and how far each person has read them."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discussion_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answers_id"],
            ["discussion_post.id"],
            name=op.f("fk_discussion_post_answers_id_discussion_post"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_discussion_post_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_discussion_post_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["person.id"], name=op.f("fk_discussion_post_removed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_discussion_post_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_post")),
    )
    op.create_index("ix_discussion_post_place", "discussion_post", ["batch_id", "unit_id"])
    op.create_index(
        op.f("ix_discussion_post_answers_id"), "discussion_post", ["answers_id"], unique=False
    )
    op.create_table(
        "discussion_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_discussion_reading_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_discussion_reading_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_discussion_reading_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_reading")),
        sa.UniqueConstraint(
            "person_id",
            "batch_id",
            "unit_id",
            name=op.f("uq_discussion_reading_person_id_batch_id_unit_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("discussion_reading")
    op.drop_table("discussion_post")
