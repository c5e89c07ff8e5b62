"""How certificates are numbered becomes data; patterns in use are carried over."""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0060"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "number_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pattern", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_number_rule_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_rule")),
    )
    # who gave the first number of a series set its pattern
    op.execute(
        """INSERT INTO number_rule (kind, scope, year, pattern, by_id, at)
           SELECT '', series.scope, series.year, series.pattern, first.issued_by_id, first.issued_at
           FROM number_series AS series JOIN certificate AS first
             ON first.scope = series.scope AND first.year = series.year AND first.seq = 1
           ORDER BY series.year"""
    )
    with op.batch_alter_table("number_series") as table:
        table.drop_column("pattern")


def downgrade() -> None:
    with op.batch_alter_table("number_series") as table:
        table.add_column(sa.Column("pattern", sa.String(), nullable=False, server_default=""))
    op.execute(
        """UPDATE number_series SET pattern = (
             SELECT pattern FROM number_rule
             WHERE number_rule.scope = number_series.scope AND number_rule.year <= number_series.year
             ORDER BY number_rule.year DESC, number_rule.id DESC LIMIT 1)
           WHERE EXISTS (SELECT 1 FROM number_rule
             WHERE number_rule.scope = number_series.scope
               AND number_rule.year <= number_series.year)"""
    )
    op.drop_table("number_rule")
