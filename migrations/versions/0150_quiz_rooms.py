"""Quizzes that begin with a code given out in the room."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0150"
down_revision = "0190"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "quiz", sa.Column("room_code", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "quiz_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_quiz_room_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_quiz_room_quiz_id_quiz")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_quiz_room_changed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_room")),
        sa.UniqueConstraint("batch_id", "quiz_id", name=op.f("uq_quiz_room_batch_id_quiz_id")),
    )
    op.create_table(
        "room_entry",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["quiz_room.id"], name=op.f("fk_room_entry_room_id_quiz_room")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_room_entry_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("room_id", "enrolment_id", name=op.f("pk_room_entry")),
    )


def downgrade() -> None:
    op.drop_table("room_entry")
    op.drop_table("quiz_room")
    op.drop_column("quiz", "room_code")
