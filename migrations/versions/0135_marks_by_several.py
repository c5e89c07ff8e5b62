"""Marks are saved criterion by criterion, proposed and confirmed; graders see each other."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0135"
down_revision = "0116"
branch_labels = None
depends_on = None

BEFORE = "state IN ('draft', 'submitted', 'returned', 'marked', 'released')"
AFTER = "state IN ('draft', 'submitted', 'returned', 'proposed', 'marked', 'released')"
_NAME = "ck_submission_state"


def upgrade() -> None:
    with op.batch_alter_table("submission") as table:
        table.drop_constraint(op.f(_NAME), type_="check")
        table.create_check_constraint(op.f(_NAME), AFTER)
    _widen_marking()
    op.create_table(
        "grading_presence",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_grading_presence_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_grading_presence_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("submission_id", "person_id", name=op.f("pk_grading_presence")),
    )
    op.create_table(
        "task_setting",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_task_setting_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_task_setting_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("batch_id", "unit_id", name=op.f("pk_task_setting")),
    )


def _widen_marking() -> None:
    """The one revision of a marking becomes one of each of its criteria."""
    op.add_column(
        "marking", sa.Column("touches", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
    )
    marking = sa.table(
        "marking",
        sa.column("id", sa.Integer),
        sa.column("grader_id", sa.Integer),
        sa.column("levels", sa.JSON),
        sa.column("comments", sa.JSON),
        sa.column("revision", sa.Integer),
        sa.column("touches", sa.JSON),
    )
    for row in op.get_bind().execute(sa.select(marking)).all():
        keys = {*row.levels, *row.comments, ""}
        touches = {key: [row.revision, row.grader_id] for key in keys}
        op.get_bind().execute(
            sa.update(marking).where(marking.c.id == row.id).values(touches=touches)
        )
    with op.batch_alter_table("marking") as table:
        table.alter_column("touches", server_default=None)
        table.drop_column("revision")
        table.add_column(sa.Column("proposed_at", UtcDateTime(), nullable=True))
        for name in ("proposed_by_id", "confirmed_by_id"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_marking_{name}_person"), "person", [name], ["id"])
        table.create_index(op.f("ix_marking_grader_id"), ["grader_id"])


def downgrade() -> None:
    op.drop_table("task_setting")
    op.drop_table("grading_presence")
    with op.batch_alter_table("marking") as table:
        table.drop_index(op.f("ix_marking_grader_id"))
        for name in ("proposed_by_id", "confirmed_by_id"):
            table.drop_constraint(op.f(f"fk_marking_{name}_person"), type_="foreignkey")
            table.drop_column(name)
        table.drop_column("proposed_at")
        table.drop_column("touches")
        table.add_column(
            sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("marking") as table:
        table.alter_column("revision", server_default=None)
    op.execute("UPDATE submission SET state = 'submitted' WHERE state = 'proposed'")
    with op.batch_alter_table("submission") as table:
        table.drop_constraint(op.f(_NAME), type_="check")
        table.create_check_constraint(op.f(_NAME), BEFORE)
