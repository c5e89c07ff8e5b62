"""Where the recording of a meeting is seen."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0117"
down_revision = "0136"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_meeting_recording_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_meeting_recording_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_meeting_recording_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_recording")),
        sa.UniqueConstraint(
            "batch_id", "unit_id", name=op.f("uq_meeting_recording_batch_id_unit_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("meeting_recording")
