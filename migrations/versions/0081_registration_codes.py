"""Registration codes of alumni, and whether a template demands one."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registration_code",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_registration_code_enrolment_id_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_registration_code_by_id_person")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_registration_code")),
        sa.UniqueConstraint("code", name=op.f("uq_registration_code_code")),
    )
    op.execute(
        "ALTER TABLE paper_template ADD COLUMN needs_registration BOOLEAN DEFAULT false NOT NULL"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE paper_template DROP COLUMN needs_registration")
    op.drop_table("registration_code")
