"""Papers may wait for a signature that a person gives."""

from alembic import op

revision = "0061"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # in place, understood by both engines: rebuilding the table would lose the triggers on it
    op.execute(
        "ALTER TABLE certificate ADD COLUMN draft_id INTEGER "
        "CONSTRAINT fk_certificate_draft_id_stored_file REFERENCES stored_file (id)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE certificate DROP COLUMN draft_id")
