"""Tables that scores came with, what a score replaced, and documents behind one score."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0166"
down_revision = "0155"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "score_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_score_import_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_score_import_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_score_import_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_score_import_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_import")),
    )
    op.create_index(op.f("ix_score_import_batch_id"), "score_import", ["batch_id"], unique=False)
    op.create_table(
        "score_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_score_evidence_enrolment_id_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_score_evidence_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_score_evidence_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_evidence")),
    )
    op.create_index(
        "ix_score_evidence_cell", "score_evidence", ["enrolment_id", "component"], unique=False
    )
    with op.batch_alter_table("component_score", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("line", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_component_score_replaces_id_component_score"),
            "component_score",
            ["replaces_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_component_score_import_id_score_import"),
            "score_import",
            ["import_id"],
            ["id"],
        )
        batch_op.create_index(
            batch_op.f("ix_component_score_import_id"), ["import_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("component_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_component_score_import_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_component_score_import_id_score_import"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_component_score_replaces_id_component_score"), type_="foreignkey"
        )
        batch_op.drop_column("line")
        batch_op.drop_column("import_id")
        batch_op.drop_column("replaces_id")
    op.drop_index("ix_score_evidence_cell", table_name="score_evidence")
    op.drop_table("score_evidence")
    op.drop_index(op.f("ix_score_import_batch_id"), table_name="score_import")
    op.drop_table("score_import")
