"""Programmes keep their timetable, doubtful facts and way of unlocking; tests draw from pools."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("programme_version", "unlock", sa.String(), ""),
    ("programme_version", "facts", sa.JSON(), "[]"),
    ("programme_version", "timetable", sa.JSON(), "{}"),
    ("quiz", "counts", sa.Boolean(), sa.true()),
    ("quiz", "pools", sa.JSON(), "[]"),
)


def upgrade() -> None:
    for table, name, kind, default in _COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))


def downgrade() -> None:
    for table, name, _kind, _default in reversed(_COLUMNS):
        op.drop_column(table, name)
