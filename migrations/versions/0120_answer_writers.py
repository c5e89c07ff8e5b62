"""Which page made the last change of an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0137"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("writer", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("answer") as table:
        table.drop_column("writer")
