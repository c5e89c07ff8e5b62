"""Surveys: their forms in a version, who answered, and what was said, apart from each other."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "programme_version", sa.Column("surveys", sa.JSON(), nullable=False, server_default="[]")
    )
    op.create_table(
        "survey_receipt",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("survey", sa.String(), nullable=False),
        sa.Column("about_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_survey_receipt_enrolment_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint(
            "enrolment_id", "survey", "about_id", name=op.f("pk_survey_receipt")
        ),
    )
    op.create_table(
        "survey_reply",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("survey", sa.String(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_survey_reply_batch_id_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_reply")),
    )
    op.create_index(
        "ix_survey_reply_batch", "survey_reply", ["batch_id", "survey", "about_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("survey_reply")
    op.drop_table("survey_receipt")
    op.drop_column("programme_version", "surveys")
