"""Surveys: who is asked as the direct superior of an alumnus."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_superior",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_survey_superior_enrolment_id_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["person.id"], name=op.f("fk_survey_superior_named_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_survey_superior_person_id_person")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_survey_superior")),
    )
    op.create_index(
        op.f("ix_survey_superior_person_id"), "survey_superior", ["person_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("survey_superior")
