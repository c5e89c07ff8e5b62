"""Extra time of trainees, and a pause between two attempts at a quiz."""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quiz", sa.Column("cooldown", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "extra_time",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 200", name=op.f("ck_extra_time_percent")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_extra_time_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_extra_time")),
    )


def downgrade() -> None:
    op.drop_table("extra_time")
    op.drop_column("quiz", "cooldown")
