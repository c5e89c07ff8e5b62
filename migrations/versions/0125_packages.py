"""Packages made elsewhere: their versions, which of them a batch plays, and what they told."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0125"
down_revision = "0135"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "batch", sa.Column("unit_changes", sa.Integer(), nullable=False, server_default="0")
    )
    # said as both engines read it: SQLite takes a foreign key only together with its column
    op.execute(
        "ALTER TABLE unit ADD COLUMN batch_id INTEGER "
        "CONSTRAINT fk_unit_batch_id_batch REFERENCES batch (id)"
    )
    op.create_index(op.f("ix_unit_batch_id"), "unit", ["batch_id"])
    op.create_table(
        "package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint("name", name=op.f("uq_package_name")),
    )
    op.create_table(
        "package_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("structure", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_id"], ["package.id"], name=op.f("fk_package_version_package_id_package")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_package_version_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_version")),
        sa.UniqueConstraint(
            "package_id", "number", name=op.f("uq_package_version_package_id_number")
        ),
    )
    op.create_index(op.f("ix_package_version_sha256"), "package_version", ["sha256"])
    op.create_table(
        "package_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_package_choice_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_package_choice_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["package_version.id"],
            name=op.f("fk_package_choice_version_id_package_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_choice")),
        sa.UniqueConstraint("batch_id", "unit_id", name=op.f("uq_package_choice_batch_id_unit_id")),
    )
    op.create_table(
        "package_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("sequencing", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_package_run_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_package_run_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["package_version.id"],
            name=op.f("fk_package_run_version_id_package_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_run")),
        sa.UniqueConstraint(
            "enrolment_id",
            "unit_id",
            "version_id",
            name=op.f("uq_package_run_enrolment_id_unit_id_version_id"),
        ),
        sa.UniqueConstraint("registration", name=op.f("uq_package_run_registration")),
    )
    op.create_index(op.f("ix_package_run_unit_id"), "package_run", ["unit_id"])
    op.create_table(
        "package_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("completion", sa.String(), nullable=False),
        sa.Column("success", sa.String(), nullable=False),
        sa.Column("score", sa.Numeric(5, 2), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["package_run.id"], name=op.f("fk_package_part_run_id_package_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_part")),
        sa.UniqueConstraint("run_id", "key", name=op.f("uq_package_part_run_id_key")),
    )
    op.create_table(
        "package_launch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("minute", sa.BigInteger(), nullable=False),
        sa.Column("in_minute", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["package_run.id"], name=op.f("fk_package_launch_run_id_package_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_launch")),
    )
    op.create_index(op.f("ix_package_launch_run_id"), "package_launch", ["run_id"])
    op.create_table(
        "package_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["launch_id"], ["package_launch.id"],
            name=op.f("fk_package_report_launch_id_package_launch"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_report")),
        sa.UniqueConstraint("launch_id", "seq", name=op.f("uq_package_report_launch_id_seq")),
    )  # fmt: skip


def downgrade() -> None:
    for table in (
        "package_report", "package_launch", "package_part", "package_run", "package_choice",
         "package_version", "package",
    ):  # fmt: skip
        op.drop_table(table)
    op.execute(
        "DELETE FROM visit WHERE unit_id IN (SELECT id FROM unit WHERE batch_id IS NOT NULL)"
    )
    op.execute(
        "DELETE FROM activity WHERE unit_id IN (SELECT id FROM unit WHERE batch_id IS NOT NULL)"
    )
    op.execute("DELETE FROM unit WHERE batch_id IS NOT NULL")
    op.drop_index(op.f("ix_unit_batch_id"), "unit")
    op.drop_column("unit", "batch_id")
    op.drop_column("batch", "unit_changes")
