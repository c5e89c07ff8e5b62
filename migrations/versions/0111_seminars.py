"""Seminar days of final projects and who is heard when."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seminar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('planning', 'impossible', 'draft', 'published')",
            name=op.f("ck_seminar_day_state"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_seminar_day_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_seminar_day_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminar_day")),
    )
    op.create_index(op.f("ix_seminar_day_batch_id"), "seminar_day", ["batch_id"], unique=False)

    op.create_table(
        "seminar_hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seminar_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("examiner_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["examiner_id"], ["person.id"], name=op.f("fk_seminar_hearing_examiner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_seminar_hearing_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["seminar_id"],
            ["seminar_day.id"],
            name=op.f("fk_seminar_hearing_seminar_id_seminar_day"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminar_hearing")),
        sa.UniqueConstraint(
            "seminar_id", "project_id", name=op.f("uq_seminar_hearing_seminar_id_project_id")
        ),
        sa.UniqueConstraint(
            "seminar_id",
            "starts_at",
            "place",
            name=op.f("uq_seminar_hearing_seminar_id_starts_at_place"),
        ),
    )
    op.create_index(
        op.f("ix_seminar_hearing_examiner_id"), "seminar_hearing", ["examiner_id"], unique=False
    )
    op.create_index(
        op.f("ix_seminar_hearing_project_id"), "seminar_hearing", ["project_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("seminar_hearing")
    op.drop_table("seminar_day")
