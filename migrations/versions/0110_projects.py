"""Final projects, their gates, decisions, evidence and logbook; which task is a project's paper."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0110"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "project_gate",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_project_gate_batch_id_batch")
        ),
        sa.PrimaryKeyConstraint("batch_id", "stage", name=op.f("pk_project_gate")),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("issue", sa.String(), nullable=False),
        sa.Column("idea", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=True),
        sa.Column("examiner_id", sa.Integer(), nullable=True),
        sa.Column("mentor_id", sa.Integer(), nullable=True),
        sa.Column("mentor_name", sa.String(), nullable=False),
        sa.Column("mentor_position", sa.String(), nullable=False),
        sa.Column("mentor_email", sa.String(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('issue', 'design', 'design_seminar', 'execution', 'report', 'final_seminar', 'done')",
            name=op.f("ck_project_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_project_coach_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_project_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["examiner_id"], ["person.id"], name=op.f("fk_project_examiner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_project_mentor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_project_enrolment_id")),
    )
    op.create_index(op.f("ix_project_coach_id"), "project", ["coach_id"], unique=False)
    op.create_index(op.f("ix_project_examiner_id"), "project", ["examiner_id"], unique=False)
    op.create_index(op.f("ix_project_mentor_id"), "project", ["mentor_id"], unique=False)
    op.create_index(op.f("ix_project_stage"), "project", ["stage"], unique=False)

    op.create_table(
        "project_consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("advice", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("objection", sa.String(), nullable=False),
        sa.CheckConstraint(
            "guide IN ('coach', 'mentor')", name=op.f("ck_project_consultation_guide")
        ),
        sa.CheckConstraint(
            "side IN ('trainee', 'coach', 'mentor')", name=op.f("ck_project_consultation_side")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_consultation_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_consultation")),
    )
    op.create_index(
        op.f("ix_project_consultation_project_id"),
        "project_consultation",
        ["project_id"],
        unique=False,
    )

    op.create_table(
        "project_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_project_evidence_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_evidence_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_evidence")),
    )
    op.create_index(
        op.f("ix_project_evidence_project_id"), "project_evidence", ["project_id"], unique=False
    )

    op.create_table(
        "project_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("before", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("target", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("after", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_indicator_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_indicator")),
    )
    op.create_index(
        op.f("ix_project_indicator_project_id"), "project_indicator", ["project_id"], unique=False
    )

    op.create_table(
        "project_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('', 'passed', 'returned')", name=op.f("ck_project_step_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_step_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_step")),
    )
    op.create_index(
        op.f("ix_project_step_project_id"), "project_step", ["project_id"], unique=False
    )

    op.create_table(
        "mentor_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("mentor_name", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_mentor_link_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_mentor_link_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["project_step.id"], name=op.f("fk_mentor_link_step_id_project_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mentor_link_token_hash")),
    )
    op.create_index(op.f("ix_mentor_link_project_id"), "mentor_link", ["project_id"], unique=False)

    op.create_table(
        "project_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "role IN ('coach', 'mentor', 'examiner')", name=op.f("ck_project_decision_role")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_project_decision_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["mentor_link.id"], name=op.f("fk_project_decision_link_id_mentor_link")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["project_step.id"], name=op.f("fk_project_decision_step_id_project_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_decision")),
        sa.UniqueConstraint("step_id", "role", name=op.f("uq_project_decision_step_id_role")),
    )
    op.add_column("brief", sa.Column("stage", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("brief", "stage")
    op.drop_table("project_decision")
    op.drop_table("mentor_link")
    op.drop_table("project_step")
    op.drop_table("project_indicator")
    op.drop_table("project_evidence")
    op.drop_table("project_consultation")
    op.drop_table("project")
    op.drop_table("project_gate")
