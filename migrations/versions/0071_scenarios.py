"""Plans tried out on the index and whom they would send where; a wider index of records."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0071"
down_revision = "0067"
branch_labels = None
depends_on = None


_INDEX = ("ix_outside_training_index", "outside_training")
_COLUMNS = ["person_id", "state", "cell", "ends_on"]


def upgrade() -> None:
    # with the hours inside, everybody's index is reckoned from this index alone
    op.drop_index(*_INDEX)
    op.create_index(*_INDEX, _COLUMNS, postgresql_include=["jp"])
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("rule_set", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("method IN ('simulate', 'optimise')", name=op.f("ck_scenario_method")),
        sa.CheckConstraint("state IN ('waiting', 'done')", name=op.f("ck_scenario_state")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_scenario_job_id_job")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_scenario_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.create_index("ix_scenario_made_by_id", "scenario", ["made_by_id"])
    op.create_table(
        "scenario_pick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("closes_gap", sa.Boolean(), nullable=False),
        sa.Column("alike", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"],
                                name=op.f("fk_scenario_pick_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"],
                                name=op.f("fk_scenario_pick_person_id_person")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"],
                                name=op.f("fk_scenario_pick_scenario_id_scenario")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_pick")),
        sa.UniqueConstraint("scenario_id", "person_id", "option",
                            name=op.f("uq_scenario_pick_scenario_id_person_id_option")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("scenario_pick")
    op.drop_table("scenario")
    op.drop_index(*_INDEX)
    op.create_index(*_INDEX, _COLUMNS)
