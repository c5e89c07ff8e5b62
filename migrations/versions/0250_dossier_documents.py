"""Documents that the system does not make, put into the accreditation dossier of a batch."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0250"
down_revision = "0230"
branch_labels = None
depends_on = None

_ITEMS = (
    "summons", "committee", "faculty", "guide", "committee_report", "opening", "trainees",
    "materials", "attendance", "teaching", "forms", "teacher_forms", "results", "certificates",
    "closing", "report", "evaluation", "alumni", "code_request", "codes", "code_letter",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "dossier_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(f"item IN {_ITEMS}", name=op.f("ck_dossier_document_item")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_dossier_document_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_dossier_document_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_dossier_document_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_document")),
    )
    op.create_index(op.f("ix_dossier_document_batch_id"), "dossier_document", ["batch_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_dossier_document_batch_id"), table_name="dossier_document")
    op.drop_table("dossier_document")
