"""Tasks wait with their subject from now on: whoever is under way keeps those that were open."""

import sqlalchemy as sa
from alembic import op

revision = "0155"
down_revision = "0160"
branch_labels = None
depends_on = None

#: Tasks of running batches whose programme opens subjects one after another.
_WERE_OPEN = """
    INSERT INTO opening (enrolment_id, unit_id, opened_by_id, opened_at)
    SELECT enrolment.id, unit.id, NULL, CURRENT_TIMESTAMP
    FROM enrolment
    JOIN batch ON batch.id = enrolment.batch_id
    JOIN programme_version ON programme_version.id = batch.version_id
    JOIN course ON course.version_id = programme_version.id
    JOIN unit ON unit.course_id = course.id
    WHERE programme_version.unlock = 'passed' AND batch.state IN ('running', 'grading')
      AND enrolment.state = 'accepted' AND unit.kind = 'assignment'
      AND NOT EXISTS (
        SELECT 1 FROM opening AS known
        WHERE known.enrolment_id = enrolment.id AND known.unit_id = unit.id)
"""


def upgrade() -> None:
    with op.batch_alter_table("opening") as table:
        table.alter_column("opened_by_id", existing_type=sa.Integer(), nullable=True)
    op.execute(_WERE_OPEN)


def downgrade() -> None:
    op.execute("DELETE FROM opening WHERE opened_by_id IS NULL")
    with op.batch_alter_table("opening") as table:
        table.alter_column("opened_by_id", existing_type=sa.Integer(), nullable=False)
