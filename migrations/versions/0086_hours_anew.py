"""A new line of the conversion into hours lets everybody be reckoned anew."""

from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

_NAME = "conversion_line_reckons_anew"
#: The worker reckons everybody within a minute when no day was reckoned.
_ANEW = "DELETE FROM index_day;"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {_ANEW} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {_NAME} AFTER INSERT ON conversion_line "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_NAME}()"
        )
    else:
        op.execute(f"CREATE TRIGGER {_NAME} AFTER INSERT ON conversion_line BEGIN {_ANEW} END")
    op.execute(_ANEW)  # the hours of the year now leave shared days out


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER {_NAME}" + (" ON conversion_line" if postgres else ""))
    if postgres:
        op.execute(f"DROP FUNCTION {_NAME}()")
