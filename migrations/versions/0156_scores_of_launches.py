"""What each opening of a package ended with, so that the best or the last of them can count."""

import sqlalchemy as sa
from alembic import op

revision = "0156"
down_revision = "0170"
branch_labels = None
depends_on = None

#: What is known of before: the score that stands, at the newest opening of its part.
_KNOWN = """
    UPDATE package_launch SET score = (
        SELECT package_part.score FROM package_part
        WHERE package_part.run_id = package_launch.run_id
          AND package_part.key = package_launch.key
          AND (package_part.completion = 'completed' OR package_part.success <> 'unknown'))
    WHERE id IN (SELECT max(id) FROM package_launch GROUP BY run_id, key)
"""


def upgrade() -> None:
    with op.batch_alter_table("package_launch") as table:
        table.add_column(sa.Column("score", sa.Numeric(precision=5, scale=2), nullable=True))
    op.execute(_KNOWN)


def downgrade() -> None:
    with op.batch_alter_table("package_launch") as table:
        table.drop_column("score")
