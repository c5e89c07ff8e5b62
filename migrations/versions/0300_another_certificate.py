"""After a revocation that allows it a person is issued another certificate."""

import sqlalchemy as sa
from alembic import op

revision = "0300"
down_revision = "0220"
branch_labels = None
depends_on = None

#: Revocations that corrections of results made; they carry the correction's reason.
_BY_CORRECTIONS = """
UPDATE revocation SET allows_new = true WHERE EXISTS (
  SELECT 1 FROM certificate
  JOIN result ON result.enrolment_id = certificate.enrolment_id
  JOIN result_correction ON result_correction.result_id = result.id
  WHERE certificate.id = revocation.certificate_id AND result_correction.reason = revocation.reason
)
"""


def upgrade() -> None:
    op.add_column(
        "revocation",
        sa.Column("allows_new", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(_BY_CORRECTIONS)
    _set_kinds("'correct', 'revoke', 'lapse', 'allow'")


def downgrade() -> None:
    op.execute("UPDATE certificate_change SET kind = 'revoke' WHERE kind = 'lapse'")
    op.execute("DELETE FROM certificate_change WHERE kind = 'allow'")
    _set_kinds("'correct', 'revoke'")
    op.drop_column("revocation", "allows_new")


def _set_kinds(kinds: str) -> None:
    name = op.f("ck_certificate_change_kind")
    with op.batch_alter_table("certificate_change") as change:
        change.drop_constraint(name, type_="check")
        change.create_check_constraint(name, f"kind IN ({kinds})")
