"""What graders write on files, the sentences they keep, and PDF of office documents."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0136"
down_revision = "0126"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_file_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('highlight', 'note', 'pen', 'time')", name=op.f("ck_annotation_kind")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_annotation_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_file_id"],
            ["submission_file.id"],
            name=op.f("fk_annotation_submission_file_id_submission_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation")),
        sa.UniqueConstraint("key", name=op.f("uq_annotation_key")),
    )
    op.create_index(op.f("ix_annotation_submission_file_id"), "annotation", ["submission_file_id"])
    op.create_table(
        "bank_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_bank_comment_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_comment")),
    )
    op.create_index(op.f("ix_bank_comment_owner_id"), "bank_comment", ["owner_id"])
    with op.batch_alter_table("submission_file") as table:
        table.add_column(sa.Column("preview_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("preview_failed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.create_foreign_key(
            op.f("fk_submission_file_preview_id_stored_file"), "stored_file", ["preview_id"], ["id"]
        )
    with op.batch_alter_table("submission_file") as table:
        table.alter_column("preview_failed", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("submission_file") as table:
        table.drop_constraint(op.f("fk_submission_file_preview_id_stored_file"), type_="foreignkey")
        table.drop_column("preview_failed")
        table.drop_column("preview_id")
    op.drop_table("bank_comment")
    op.drop_table("annotation")
