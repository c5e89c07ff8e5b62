"""How long each opened page was looked at, so that a report that comes twice counts once."""

import sqlalchemy as sa
from alembic import op

revision = "0310"
down_revision = "0300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stay",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_stay_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", "page", name=op.f("pk_stay")),
    )


def downgrade() -> None:
    op.drop_table("stay")
