"""Tables of gradebook."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("rulebook", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_release_batch_id_batch")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_release_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_release_batch_id")),
    )
    op.create_table(
        "component_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("points", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("superseded_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("points >= 0 AND points <= 100", name=op.f("ck_component_score_points")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_component_score_enrolment_id_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_component_score_entered_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_component_score")),
    )
    op.create_index(
        "ix_component_score_current",
        "component_score",
        ["enrolment_id", "component", "superseded_at"],
        unique=False,
    )
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("final", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("predicate", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("trace", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('lulus', 'ditunda', 'tidak_lulus')", name=op.f("ck_result_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_result_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_result_release_id_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_result_enrolment_id")),
    )
    op.create_index(op.f("ix_result_release_id"), "result", ["release_id"], unique=False)


def downgrade() -> None:
    op.drop_table("result")
    op.drop_table("component_score")
    op.drop_table("release")
