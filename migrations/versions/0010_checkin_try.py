"""Wrong check-in codes are counted."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkin_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_checkin_try_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_try")),
    )
    op.create_index("ix_checkin_try_person", "checkin_try", ["person_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("checkin_try")
