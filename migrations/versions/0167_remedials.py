"""What somebody whose result is deferred has to do, and by when."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0167"
down_revision = "0156"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remedial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["result_id"], ["result.id"], name=op.f("fk_remedial_result_id_result")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_remedial_set_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedial")),
        sa.UniqueConstraint("result_id", name=op.f("uq_remedial_result_id")),
    )


def downgrade() -> None:
    op.drop_table("remedial")
