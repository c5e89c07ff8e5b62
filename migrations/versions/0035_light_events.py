"""Light events: who may come, who speaks, who takes part, how it is proved, what it earned."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0035"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("description_html", sa.String(), nullable=False),
        sa.Column("opd_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("guests", sa.String(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("registration_opens_on", sa.Date(), nullable=False),
        sa.Column("registration_closes_on", sa.Date(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("noticed_at", UtcDateTime(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("checkin_secret", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "audience IN ('all', 'offices', 'invited')", name=op.f("ck_event_audience")
        ),
        sa.CheckConstraint(
            "kind IN ('webinar', 'seminar', 'workshop', 'community', 'coaching', 'mentoring', 'assignment')",
            name=op.f("ck_event_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'closed', 'cancelled')", name=op.f("ck_event_state")
        ),
        sa.CheckConstraint("quota > 0", name=op.f("ck_event_quota")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_event_times")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_event_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_event_opd_id_opd")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_event_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_uid")),
    )
    op.create_index(op.f("ix_event_opd_id"), "event", ["opd_id"], unique=False)
    op.create_index("ix_event_state_ends", "event", ["state", "ends_at"], unique=False)

    op.create_table(
        "event_office",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("opd_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_office_event_id_event")
        ),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_event_office_opd_id_opd")),
        sa.PrimaryKeyConstraint("event_id", "opd_id", name=op.f("pk_event_office")),
    )
    op.create_index(op.f("ix_event_office_opd_id"), "event_office", ["opd_id"], unique=False)

    op.create_table(
        "event_speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_speaker_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_event_speaker_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_speaker")),
        sa.UniqueConstraint(
            "event_id", "person_id", name=op.f("uq_event_speaker_event_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_event_speaker_person_id"), "event_speaker", ["person_id"], unique=False
    )

    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("queue_no", sa.Integer(), nullable=True),
        sa.Column("registered_at", UtcDateTime(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("attended_at", UtcDateTime(), nullable=True),
        sa.Column("attended_via", sa.String(), nullable=False),
        sa.Column("attended_by_id", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("evidence_text", sa.String(), nullable=False),
        sa.Column("evidence_at", UtcDateTime(), nullable=True),
        sa.Column("returned", sa.String(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("jp", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("earned_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('invited', 'registered', 'waiting', 'cancelled')",
            name=op.f("ck_participation_state"),
        ),
        sa.CheckConstraint(
            "(jp IS NULL) = (earned_on IS NULL)", name=op.f("ck_participation_earned")
        ),
        sa.CheckConstraint("jp > 0", name=op.f("ck_participation_jp")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["person.id"], name=op.f("fk_participation_accepted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["attended_by_id"], ["person.id"], name=op.f("fk_participation_attended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_participation_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["stored_file.id"],
            name=op.f("fk_participation_evidence_id_stored_file"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_participation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint(
            "event_id", "person_id", name=op.f("uq_participation_event_id_person_id")
        ),
    )
    op.create_index(
        "ix_participation_person", "participation", ["person_id", "earned_on"], unique=False
    )

    op.create_table(
        "event_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=False),
        sa.Column("logged_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("objection", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["logged_by_id"], ["person.id"], name=op.f("fk_event_meeting_logged_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_event_meeting_participation_id_participation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_meeting")),
        sa.UniqueConstraint(
            "participation_id", "held_on", name=op.f("uq_event_meeting_participation_id_held_on")
        ),
    )


def downgrade() -> None:
    for table in ("event_meeting", "participation", "event_speaker", "event_office", "event"):
        op.drop_table(table)
