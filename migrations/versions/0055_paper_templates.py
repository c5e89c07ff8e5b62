"""Templates of papers as versions, and which one each certificate was issued with."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0055"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("single_because", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_paper_template_programme_id_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_paper_template_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
    )
    op.create_index("ix_paper_template_use", "paper_template", ["programme_id", "kind"])
    # written out: rebuilding the table, as batch mode does, trips over the triggers that name it
    op.execute(
        "ALTER TABLE certificate ADD COLUMN template_id INTEGER "
        "CONSTRAINT fk_certificate_template_id_paper_template REFERENCES paper_template (id)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE certificate DROP COLUMN template_id")
    op.drop_index("ix_paper_template_use", "paper_template")
    op.drop_table("paper_template")
