"""Subjects say what can be observed; guides, cases, templates and sheets stand beside the units."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("course", sa.Column("indicators", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("course", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "programme_version", sa.Column("note", sa.String(), nullable=False, server_default="")
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("beside", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('guide', 'case', 'template', 'observation')", name=op.f("ck_document_kind")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_document_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["programme_version.id"],
            name=op.f("fk_document_version_id_programme_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_version_id"), "document", ["version_id"], unique=False)


def downgrade() -> None:
    op.drop_table("document")
    op.drop_column("programme_version", "note")
    op.drop_column("course", "note")
    op.drop_column("course", "indicators")
