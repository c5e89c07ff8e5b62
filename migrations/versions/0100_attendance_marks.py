"""Every mark of attendance is kept; minutes missed; requests for leave."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0100"
down_revision = "0106"
branch_labels = None
depends_on = None

_STATUSES = "status IN ('present', 'permit', 'sick', 'absent')"
_VIAS = "via IN ('roll', 'offline', 'qr', 'code', 'leave', 'log', 'settled', 'correction')"
#: The history begins with what counts now.
_BEGIN = """
INSERT INTO attendance_mark (session_id, enrolment_id, status, minutes_late, minutes_early,
  minutes_away, note, via, made_at, kept_at, by_id, reason, state)
SELECT session_id, enrolment_id, status, minutes_late, 0, 0, note, via, at, at, by_id, '', 'applied'
FROM attendance ORDER BY id
"""


def upgrade() -> None:
    with op.batch_alter_table("attendance") as table:
        for name in ("minutes_early", "minutes_away"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "attendance_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("minutes_late", sa.Integer(), nullable=False),
        sa.Column("minutes_early", sa.Integer(), nullable=False),
        sa.Column("minutes_away", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint(_STATUSES, name=op.f("ck_attendance_mark_status")),
        sa.CheckConstraint(_VIAS, name=op.f("ck_attendance_mark_via")),
        sa.CheckConstraint("state IN ('applied', 'conflict', 'settled')",
                           name=op.f("ck_attendance_mark_state")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"],
                                name=op.f("fk_attendance_mark_session_id_session")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"],
                                name=op.f("fk_attendance_mark_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"],
                                name=op.f("fk_attendance_mark_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_mark")),
        sa.UniqueConstraint("key", name=op.f("uq_attendance_mark_key")),
    )  # fmt: skip
    op.create_index("ix_attendance_mark_cell", "attendance_mark", ["session_id", "enrolment_id"])
    op.create_index(op.f("ix_attendance_mark_enrolment_id"), "attendance_mark", ["enrolment_id"])
    op.execute(_BEGIN)
    op.create_table(
        "leave_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('permit', 'sick')", name=op.f("ck_leave_request_kind")),
        sa.CheckConstraint("state IN ('asked', 'approved', 'declined', 'withdrawn')",
                           name=op.f("ck_leave_request_state")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_leave_request_days")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"],
                                name=op.f("fk_leave_request_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"],
                                name=op.f("fk_leave_request_session_id_session")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"],
                                name=op.f("fk_leave_request_file_id_stored_file")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"],
                                name=op.f("fk_leave_request_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_request")),
    )  # fmt: skip
    op.create_index("ix_leave_request_enrolment", "leave_request", ["enrolment_id", "state"])


def downgrade() -> None:
    op.drop_table("leave_request")
    op.drop_table("attendance_mark")
    with op.batch_alter_table("attendance") as table:
        table.drop_column("minutes_away")
        table.drop_column("minutes_early")
