"""Several assessors on one work: role weights, sheets, rulings; mentors' links to assess."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0140"
down_revision = "0127"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "panel_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_key", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("spread", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_panel_scheme_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_panel_scheme_set_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_scheme")),
        sa.UniqueConstraint(
            "programme_id",
            "unit_key",
            "valid_from",
            name=op.f("uq_panel_scheme_programme_id_unit_key_valid_from"),
        ),
    )
    op.create_table(
        "panel_ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("proposed", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_panel_ruling_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_panel_ruling_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_ruling")),
    )
    op.create_index(
        op.f("ix_panel_ruling_submission_id"), "panel_ruling", ["submission_id"], unique=False
    )

    op.create_table(
        "panel_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("comments", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("points", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('examiner', 'coach', 'mentor', 'instructor', 'third')",
            name=op.f("ck_panel_sheet_role"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_panel_sheet_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_panel_sheet_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_sheet")),
        sa.UniqueConstraint(
            "submission_id",
            "role",
            "person_id",
            name=op.f("uq_panel_sheet_submission_id_role_person_id"),
        ),
    )
    op.create_index(op.f("ix_panel_sheet_person_id"), "panel_sheet", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_panel_sheet_submission_id"), "panel_sheet", ["submission_id"], unique=False
    )

    with op.batch_alter_table("mentor_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sheet_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_mentor_link_sheet_id_panel_sheet"), "panel_sheet", ["sheet_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("mentor_link", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_mentor_link_sheet_id_panel_sheet"), type_="foreignkey"
        )
        batch_op.drop_column("sheet_id")

    op.drop_table("panel_sheet")
    op.drop_table("panel_ruling")
    op.drop_table("panel_scheme")
