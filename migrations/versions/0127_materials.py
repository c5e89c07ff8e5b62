"""Courses of other systems: what of them came into a batch."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0127"
down_revision = "0132"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "material_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.Column("questions", sa.String(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("bank_import_id", sa.Integer(), nullable=True),
        sa.Column("unit_ids", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('ready', 'applied', 'undone')", name=op.f("ck_material_import_state")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_material_import_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["bank_import_id"],
            ["bank_import.id"],
            name=op.f("fk_material_import_bank_import_id_bank_import"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_material_import_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_material_import_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_import")),
    )
    op.create_index(op.f("ix_material_import_batch_id"), "material_import", ["batch_id"])


def downgrade() -> None:
    op.drop_table("material_import")
