"""Graded parts of a batch, the final meeting, and settled results."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0112"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "final_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("chair", sa.String(), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("locked_at", UtcDateTime(), nullable=True),
        sa.Column("locked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_final_meeting_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["locked_by_id"], ["person.id"], name=op.f("fk_final_meeting_locked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_final_meeting_opened_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_meeting")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_final_meeting_batch_id")),
    )
    op.create_table(
        "meeting_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('lulus', 'ditunda', 'tidak_lulus')",
            name=op.f("ck_meeting_decision_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_meeting_decision_enrolment_id_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["final_meeting.id"],
            name=op.f("fk_meeting_decision_meeting_id_final_meeting"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_decision")),
        sa.UniqueConstraint(
            "meeting_id", "enrolment_id", name=op.f("uq_meeting_decision_meeting_id_enrolment_id")
        ),
    )
    op.add_column("batch", sa.Column("components", sa.JSON(), nullable=True))
    with op.batch_alter_table("result") as table:
        table.add_column(sa.Column("former", sa.JSON(), nullable=True))
        table.add_column(sa.Column("settled_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("settled_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_result_settled_by_id_person"), "person", ["settled_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("result") as table:
        table.drop_constraint(op.f("fk_result_settled_by_id_person"), type_="foreignkey")
        table.drop_column("settled_by_id")
        table.drop_column("settled_at")
        table.drop_column("former")
    op.drop_column("batch", "components")
    op.drop_table("meeting_decision")
    op.drop_table("final_meeting")
