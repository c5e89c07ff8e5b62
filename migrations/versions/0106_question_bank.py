"""The bank of questions with its versions, and imports into it."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0106"
down_revision = "0086"
branch_labels = None
depends_on = None


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "bank_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_category")),
        sa.UniqueConstraint("path", name=op.f("uq_bank_category_path")),
    )
    op.create_table(
        "bank_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('reading', 'broken', 'ready', 'applying', 'applied', 'undoing', 'undone')",
            name=op.f("ck_bank_import_state"),
        ),
        _reference("bank_import", "file_id", "stored_file"),
        _reference("bank_import", "category_id", "bank_category"),
        _reference("bank_import", "asked_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_import")),
    )
    op.create_table(
        "bank_import_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=True),
        _reference("bank_import_item", "import_id", "bank_import"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_import_item")),
    )
    op.create_index(
        "ix_bank_import_item_verdict", "bank_import_item", ["import_id", "verdict", "place"]
    )
    op.create_table(
        "bank_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        _reference("bank_question", "category_id", "bank_category"),
        _reference("bank_question", "import_id", "bank_import"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_question")),
    )
    op.create_index("ix_bank_question_category", "bank_question", ["category_id", "retired_at"])
    op.create_index(op.f("ix_bank_question_import_id"), "bank_question", ["import_id"])
    op.create_table(
        "bank_tag",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        _reference("bank_tag", "question_id", "bank_question"),
        sa.PrimaryKeyConstraint("question_id", "tag", name=op.f("pk_bank_tag")),
    )
    op.create_index(op.f("ix_bank_tag_tag"), "bank_tag", ["tag"])
    op.create_table(
        "bank_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        _reference("bank_version", "question_id", "bank_question"),
        _reference("bank_version", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_version")),
        sa.UniqueConstraint(
            "question_id", "number", name=op.f("uq_bank_version_question_id_number")
        ),
    )


def downgrade() -> None:
    for table in (
        "bank_version", "bank_tag", "bank_question", "bank_import_item", "bank_import",
        "bank_category",
    ):  # fmt: skip
        op.drop_table(table)
