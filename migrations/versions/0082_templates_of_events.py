"""Papers of light events have a template of their own, which belongs to no programme."""

from alembic import op

from lms.core.migrating import let_be_empty

revision = "0082"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    let_be_empty("paper_template", "programme_id", True)


def downgrade() -> None:
    found = "SELECT count(*) FROM paper_template WHERE programme_id IS NULL"
    if op.get_bind().exec_driver_sql(found).scalar():
        raise RuntimeError("templates of events cannot be kept by the older tables")
    let_be_empty("paper_template", "programme_id", False)
