"""Tables of competence."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("cell", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("organiser", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("jp", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "cell IN ('struktural', 'fungsional', 'teknis', 'seminar')",
            name=op.f("ck_outside_training_cell"),
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'verified', 'refused')", name=op.f("ck_outside_training_state")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outside_training_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"],
            ["person.id"],
            name=op.f("fk_outside_training_verified_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_training")),
    )
    op.create_index(
        "ix_outside_training_index",
        "outside_training",
        ["person_id", "state", "cell", "ends_on"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("outside_training")
