"""A certificate is given for a place in a batch, or for taking part in a light event."""

from alembic import op

from lms.core.migrating import let_be_empty

revision = "0080"
down_revision = "0105"
branch_labels = None
depends_on = None

_UNIQUE = "uq_certificate_participation_id_kind_version"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE certificate ADD COLUMN participation_id INTEGER "
        "CONSTRAINT fk_certificate_participation_id_participation REFERENCES participation (id) "
        "CONSTRAINT ck_certificate_origin "
        "CHECK ((enrolment_id IS NULL) <> (participation_id IS NULL))"
    )
    op.create_index(_UNIQUE, "certificate", ["participation_id", "kind", "version"], unique=True)
    let_be_empty("certificate", "enrolment_id", True)


def downgrade() -> None:
    found = "SELECT count(*) FROM certificate WHERE enrolment_id IS NULL"
    if op.get_bind().exec_driver_sql(found).scalar():
        raise RuntimeError("certificates of events cannot be kept by the older tables")
    let_be_empty("certificate", "enrolment_id", False)
    op.drop_index(_UNIQUE, "certificate")
    op.execute("ALTER TABLE certificate DROP COLUMN participation_id")
