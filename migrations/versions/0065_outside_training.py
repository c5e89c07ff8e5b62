"""Outside training with evidence, history and a dated conversion of forms into JP."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0065"
down_revision = "0050"
branch_labels = None
depends_on = None

_STATES = "('submitted', 'returned', 'verified', 'refused', 'withdrawn', 'reversed')"
#: What a verified training says; its state alone may still change.
_FACTS = (
    "person_id, form, cell, title, organiser, number, units, is_international, jp, basis, "
    "starts_on, ends_on"
)
_SAID = "verified training never changes: reverse it"


def upgrade() -> None:
    with op.batch_alter_table("outside_training") as table:
        for column in (
            sa.Column("number_key", sa.String(), nullable=False, server_default=""),
            sa.Column("units", sa.Numeric(7, 2), nullable=False, server_default="0"),
            sa.Column("is_international", sa.Boolean(), nullable=False, server_default="0"),
            sa.Column("basis", sa.String(), nullable=False, server_default=""),
            sa.Column("note", sa.String(), nullable=False, server_default=""),
            sa.Column("submitted_at", UtcDateTime(), nullable=True),
        ):
            table.add_column(column)
        table.drop_constraint(op.f("ck_outside_training_state"), type_="check")
        table.create_check_constraint(op.f("ck_outside_training_state"), f"state IN {_STATES}")
    op.create_index("ix_outside_training_number_key", "outside_training", ["number_key"])
    op.create_index("ix_outside_training_queue", "outside_training", ["state", "submitted_at"])
    op.create_index("ix_stored_file_sha256", "stored_file", ["sha256"])
    op.create_table(
        "training_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["training_id"], ["outside_training.id"],
                                name=op.f("fk_training_evidence_training_id_outside_training")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"],
                                name=op.f("fk_training_evidence_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_evidence")),
    )  # fmt: skip
    op.create_index("ix_training_evidence_training_id", "training_evidence", ["training_id"])
    op.create_index("ix_training_evidence_file_id", "training_evidence", ["file_id"])
    op.create_table(
        "training_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("together", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["training_id"], ["outside_training.id"],
                                name=op.f("fk_training_step_training_id_outside_training")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"],
                                name=op.f("fk_training_step_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_step")),
    )  # fmt: skip
    op.create_index("ix_training_step_training_id", "training_step", ["training_id"])
    op.create_index("ix_training_step_together", "training_step", ["together"])
    op.create_table(
        "conversion_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("jp", sa.Numeric(6, 2), nullable=False),
        sa.Column("cap", sa.Numeric(6, 2), nullable=True),
        sa.Column("cap_per", sa.String(), nullable=False),
        sa.Column("international", sa.Integer(), nullable=True),
        sa.Column("cell", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("cell IN ('struktural', 'fungsional', 'teknis', 'seminar')",
                           name=op.f("ck_conversion_line_cell")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"],
                                name=op.f("fk_conversion_line_entered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversion_line")),
    )  # fmt: skip
    op.create_index("ix_conversion_line_form", "conversion_line", ["form", "valid_from"])
    _guard()


def _guard() -> None:
    """Let the database itself refuse to rewrite what was verified, and the history."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_SAID}'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER outside_training_kept BEFORE UPDATE OF {_FACTS} ON outside_training "
            "FOR EACH ROW WHEN (OLD.state IN ('verified', 'reversed')) "
            "EXECUTE FUNCTION history_is_kept()"
        )
        op.execute(
            "CREATE TRIGGER training_step_kept BEFORE UPDATE OR DELETE ON training_step "
            "FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()"
        )
        return
    stop = f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    op.execute(
        f"CREATE TRIGGER outside_training_kept BEFORE UPDATE OF {_FACTS} ON outside_training "
        f"WHEN OLD.state IN ('verified', 'reversed') {stop}"
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER training_step_no_{verb.lower()} BEFORE {verb} ON training_step {stop}"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER outside_training_kept ON outside_training")
    else:
        op.execute("DROP TRIGGER outside_training_kept")
    for name in ("conversion_line", "training_step", "training_evidence"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION history_is_kept()")
    op.drop_index("ix_stored_file_sha256", "stored_file")
    op.drop_index("ix_outside_training_queue", "outside_training")
    op.drop_index("ix_outside_training_number_key", "outside_training")
    with op.batch_alter_table("outside_training") as table:
        for name in (
            "submitted_at", "note", "basis", "is_international", "units", "number_key",
        ):  # fmt: skip
            table.drop_column(name)
