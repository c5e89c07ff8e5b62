"""Attitude observation: sheets by day and observer, the form of a batch, versions of forms."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0165"
down_revision = "0150"
branch_labels = None
depends_on = None

_FORMS = "('3A', '3B', '3C', '3D', '3E', '3F', 'umum')"
_CURRENT = sa.text("superseded_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "attitude_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("form_since", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("points", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("superseded_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("points >= 0 AND points <= 100", name=op.f("ck_attitude_mark_points")),
        sa.CheckConstraint(
            "level IN ('sangat_baik', 'baik', 'cukup', 'kurang', 'sangat_kurang')",
            name=op.f("ck_attitude_mark_level"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_attitude_mark_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["observer_id"], ["person.id"], name=op.f("fk_attitude_mark_observer_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_attitude_mark_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attitude_mark")),
    )
    op.create_index(
        "uq_attitude_mark_current",
        "attitude_mark",
        ["enrolment_id", "day", "observer_id"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_table(
        "attitude_choice",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"form IN {_FORMS}", name=op.f("ck_attitude_choice_form")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_attitude_choice_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_attitude_choice_by_id_person")
        ),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_attitude_choice")),
    )
    op.create_table(
        "attitude_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("aspects", sa.JSON(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"key IN {_FORMS}", name=op.f("ck_attitude_form_key")),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_attitude_form_set_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attitude_form")),
        sa.UniqueConstraint("key", "valid_from", name=op.f("uq_attitude_form_key_valid_from")),
    )


def downgrade() -> None:
    op.drop_table("attitude_form")
    op.drop_table("attitude_choice")
    op.drop_index("uq_attitude_mark_current", table_name="attitude_mark")
    op.drop_table("attitude_mark")
