"""Photographs for papers, which one a certificate carries, and which templates demand one."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portrait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_portrait_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_portrait_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_portrait_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portrait")),
    )
    op.create_index(op.f("ix_portrait_person_id"), "portrait", ["person_id"])
    # written out, as in 0055
    op.execute(
        "ALTER TABLE certificate ADD COLUMN photo_id INTEGER "
        "CONSTRAINT fk_certificate_photo_id_stored_file REFERENCES stored_file (id)"
    )
    op.add_column(
        "paper_template",
        sa.Column("needs_photo", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("paper_template", "needs_photo")
    op.execute("ALTER TABLE certificate DROP COLUMN photo_id")
    op.drop_index(op.f("ix_portrait_person_id"), "portrait")
    op.drop_table("portrait")
