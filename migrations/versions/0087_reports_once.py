"""One frozen report of an occasion by a rule set."""

from alembic import op

revision = "0087"
down_revision = "0095"
branch_labels = None
depends_on = None

_INDEX = "uq_index_snapshot_title"


def upgrade() -> None:
    op.create_index(_INDEX, "index_snapshot", ["rule_set", "title"], unique=True)


def downgrade() -> None:
    op.drop_index(_INDEX, "index_snapshot")
