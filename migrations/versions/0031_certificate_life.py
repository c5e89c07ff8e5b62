"""Certificates live on: versions, expiry, changes by two people, and the transparency log."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("certificate") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("expires_on", sa.Date(), nullable=True))
        table.create_foreign_key(
            op.f("fk_certificate_replaces_id_certificate"), "certificate", ["replaces_id"], ["id"]
        )
        table.drop_constraint(op.f("uq_certificate_enrolment_id_kind"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_certificate_enrolment_id_kind_version"), ["enrolment_id", "kind", "version"]
        )
        table.create_unique_constraint(op.f("uq_certificate_replaces_id"), ["replaces_id"])
    op.create_table(
        "certificate_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('correct', 'revoke')", name=op.f("ck_certificate_change_kind")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_change_certificate_id_certificate"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_certificate_change_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_certificate_change_decided_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_change")),
    )
    op.create_index(
        op.f("ix_certificate_change_certificate_id"), "certificate_change", ["certificate_id"]
    )
    op.create_table(
        "log_tip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_tip")),
    )
    op.create_table(
        "log_leaf",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_log_leaf_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_leaf")),
    )
    op.create_index(op.f("ix_log_leaf_certificate_id"), "log_leaf", ["certificate_id"])
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_log_node")),
    )
    op.create_table(
        "log_head",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_log_head")),
    )


def downgrade() -> None:
    for name in ("log_head", "log_node", "log_leaf", "log_tip", "certificate_change"):
        op.drop_table(name)
    with op.batch_alter_table("certificate") as table:
        table.drop_constraint(op.f("uq_certificate_replaces_id"), type_="unique")
        table.drop_constraint(op.f("uq_certificate_enrolment_id_kind_version"), type_="unique")
        table.drop_constraint(op.f("fk_certificate_replaces_id_certificate"), type_="foreignkey")
        table.drop_column("expires_on")
        table.drop_column("replaces_id")
        table.drop_column("version")
        table.create_unique_constraint(
            op.f("uq_certificate_enrolment_id_kind"), ["enrolment_id", "kind"]
        )
