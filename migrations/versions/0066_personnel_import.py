"""Imports of personnel data: the file, its rows with differences, and what became of it."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0066"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    people = ("asked_by_id", "applied_by_id", "undone_by_id")
    op.create_table(
        "personnel_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("unknown", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('reading', 'broken', 'ready', 'applying', 'applied', 'undoing', 'undone')",
            name=op.f("ck_personnel_import_state"),
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"],
                                name=op.f("fk_personnel_import_file_id_stored_file")),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"],
                                    name=op.f(f"fk_personnel_import_{column}_person"))
            for column in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personnel_import")),
    )  # fmt: skip
    op.create_table(
        "personnel_import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("nip", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('new', 'changed', 'fault')",
                           name=op.f("ck_personnel_import_row_kind")),
        sa.ForeignKeyConstraint(["import_id"], ["personnel_import.id"],
                                name=op.f("fk_personnel_import_row_import_id_personnel_import")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personnel_import_row")),
    )  # fmt: skip
    op.create_index(
        "ix_personnel_import_row_kind", "personnel_import_row", ["import_id", "kind", "line"]
    )


def downgrade() -> None:
    op.drop_table("personnel_import_row")
    op.drop_table("personnel_import")
