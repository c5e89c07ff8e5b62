"""Tables of schedule."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.String(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("name", name=op.f("uq_room_name")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_feed_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_calendar_feed_token")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("checkin_secret", sa.String(), nullable=False),
        sa.Column("checkin_opens_at", UtcDateTime(), nullable=False),
        sa.Column("checkin_closes_at", UtcDateTime(), nullable=False),
        sa.Column("roll_closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "mode IN ('classical', 'virtual', 'asynchronous')", name=op.f("ck_session_mode")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_session_times")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_session_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_session_course_id_course")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_session_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("id", "starts_at", "ends_at", name="uq_session_times"),
        sa.UniqueConstraint("uid", name=op.f("uq_session_uid")),
    )
    op.create_index("ix_session_batch_starts", "session", ["batch_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_session_starts_at"), "session", ["starts_at"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("minutes_late", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('present', 'permit', 'sick', 'absent')", name=op.f("ck_attendance_status")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_by_id_person")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_attendance_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_attendance_session_id_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "session_id", "enrolment_id", name=op.f("uq_attendance_session_id_enrolment_id")
        ),
    )
    op.create_index(
        op.f("ix_attendance_enrolment_id"), "attendance", ["enrolment_id"], unique=False
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('room', 'person', 'batch')", name=op.f("ck_booking_kind")),
        sa.ForeignKeyConstraint(
            ["session_id", "starts_at", "ends_at"],
            ["session.id", "session.starts_at", "session.ends_at"],
            name="fk_booking_session_times",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint(
            "session_id", "kind", "resource_id", name=op.f("uq_booking_session_id_kind_resource_id")
        ),
    )
    op.create_index(
        "ix_booking_resource", "booking", ["kind", "resource_id", "starts_at"], unique=False
    )
    op.create_table(
        "teaching",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_teaching_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_teaching_session_id_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching")),
        sa.UniqueConstraint(
            "session_id", "person_id", name=op.f("uq_teaching_session_id_person_id")
        ),
    )
    op.create_index(op.f("ix_teaching_person_id"), "teaching", ["person_id"], unique=False)

    _refuse_overlaps()


def _refuse_overlaps() -> None:
    """Let no room, person or batch be booked twice at once; touching ends are allowed."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE booking ADD CONSTRAINT ex_booking_overlap EXCLUDE USING gist "
            "(kind WITH =, resource_id WITH =, tstzrange(starts_at, ends_at) WITH &&)"
        )
        return
    overlap = (
        "SELECT RAISE(ABORT, 'ex_booking_overlap') FROM booking other "
        "WHERE other.kind = NEW.kind AND other.resource_id = NEW.resource_id "
        "AND other.id IS NOT NEW.id "
        "AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at"
    )
    for verb in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER booking_no_overlap_{verb.lower()} BEFORE {verb} ON booking "
            f"BEGIN {overlap}; END"
        )


def downgrade() -> None:
    op.drop_table("teaching")
    op.drop_table("booking")
    op.drop_table("attendance")
    op.drop_table("session")
    op.drop_table("calendar_feed")
    op.drop_table("room")
