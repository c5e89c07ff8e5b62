"""What cmi5 units say and keep: statements and documents of xAPI."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("package_launch", sa.Column("fetched_at", UtcDateTime(), nullable=True))
    op.create_table(
        "xapi_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["package_run.id"], name=op.f("fk_xapi_statement_run_id_package_run")
        ),
        sa.ForeignKeyConstraint(
            ["launch_id"],
            ["package_launch.id"],
            name=op.f("fk_xapi_statement_launch_id_package_launch"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_xapi_statement")),
        sa.UniqueConstraint("uuid", name=op.f("uq_xapi_statement_uuid")),
    )
    op.create_index(op.f("ix_xapi_statement_run_id"), "xapi_statement", ["run_id"])
    op.create_table(
        "xapi_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["package_run.id"], name=op.f("fk_xapi_document_run_id_package_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_xapi_document")),
        sa.UniqueConstraint(
            "run_id", "kind", "about", "name",
            name=op.f("uq_xapi_document_run_id_kind_about_name"),
        ),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("xapi_document")
    op.drop_table("xapi_statement")
    op.drop_column("package_launch", "fetched_at")
