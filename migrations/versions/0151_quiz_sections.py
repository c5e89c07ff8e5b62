"""Sections of quizzes with their own time, and what is shown of answers as a matrix."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0151"
down_revision = "0166"
branch_labels = None
depends_on = None

_ALL = ["answer", "correct", "marks", "key", "option_feedback", "feedback"]
#: What the words meant that stood there before.
_MEANT = {
    "after_submit": {"during": [], "after": _ALL, "open": _ALL, "closed": _ALL},
    "after_close": {"during": [], "after": [], "open": [], "closed": _ALL},
    "never": {"during": [], "after": [], "open": [], "closed": []},
}


def upgrade() -> None:
    op.add_column("attempt", sa.Column("clocks", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("question", sa.Column("section", sa.String(), nullable=False, server_default=""))
    op.add_column("quiz", sa.Column("sections", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("quiz") as quiz:
        quiz.drop_constraint(op.f("ck_quiz_review"), type_="check")
        quiz.alter_column("review", new_column_name="review_word")
    op.add_column("quiz", sa.Column("review", sa.JSON(), nullable=False, server_default="{}"))
    for word, policy in _MEANT.items():
        op.execute(
            sa.text("UPDATE quiz SET review = CAST(:policy AS JSON) WHERE review_word = :word")
            .bindparams(policy=json.dumps(policy), word=word)
            if op.get_bind().dialect.name == "postgresql"
            else sa.text("UPDATE quiz SET review = :policy WHERE review_word = :word")
            .bindparams(policy=json.dumps(policy), word=word)
        )  # fmt: skip
    with op.batch_alter_table("quiz") as quiz:
        quiz.drop_column("review_word")


def downgrade() -> None:
    op.add_column(
        "quiz",
        sa.Column("review_word", sa.String(), nullable=False, server_default="never"),
    )
    for word, policy in _MEANT.items():
        op.execute(
            sa.text("UPDATE quiz SET review_word = :word WHERE CAST(review AS VARCHAR) = :policy")
            .bindparams(policy=json.dumps(policy), word=word)
        )  # fmt: skip
    with op.batch_alter_table("quiz") as quiz:
        quiz.drop_column("review")
        quiz.drop_column("sections")
    with op.batch_alter_table("quiz") as quiz:
        quiz.alter_column("review_word", new_column_name="review")
        quiz.create_check_constraint("review", "review IN ('after_submit', 'after_close', 'never')")
    op.drop_column("question", "section")
    op.drop_column("attempt", "clocks")
