"""Pictures of the bank's questions, and the questions, imports and papers that show them.

Revision ID: 0230
Revises: 0167
"""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0230"
down_revision = "0167"
branch_labels = None
depends_on = None

_USERS = (
    ("bank_picture_use", "question_id", "bank_question"),
    ("bank_import_picture", "import_id", "bank_import"),
    ("attempt_picture", "attempt_id", "attempt"),
)


def upgrade() -> None:
    op.create_table(
        "bank_picture",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bank_picture")),
    )
    for table, column, other in _USERS:
        op.create_table(
            table,
            sa.Column(column, sa.Integer(), nullable=False),
            sa.Column("name", sa.String(), nullable=False),
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
            ),
            sa.ForeignKeyConstraint(
                ["name"], ["bank_picture.name"], name=op.f(f"fk_{table}_name_bank_picture")
            ),
            sa.PrimaryKeyConstraint(column, "name", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_name"), table, ["name"])


def downgrade() -> None:
    for table, _column, _other in _USERS:
        op.drop_table(table)
    op.drop_table("bank_picture")
