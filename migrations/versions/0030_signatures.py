"""Certificates are signed, and say why one could not be printed."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0030"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("certificate") as table:
        table.add_column(sa.Column("signature", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("signed_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("problem", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("certificate") as table:
        table.drop_column("problem")
        table.drop_column("signed_at")
        table.drop_column("signature")
