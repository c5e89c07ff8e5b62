"""The trainings of a year or a window are read from an index alone."""

from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

_INDEX = "ix_outside_training_year"
_ALONG = ["person_id", "state", "cell", "form", "jp", "starts_on", "id"]


def upgrade() -> None:
    op.create_index(_INDEX, "outside_training", ["ends_on"], postgresql_include=_ALONG)


def downgrade() -> None:
    op.drop_index(_INDEX, "outside_training")
