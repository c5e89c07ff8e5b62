"""Taking part in a light event may change what a person holds for the index."""

from alembic import op

revision = "0067"
down_revision = "0040"
branch_labels = None
depends_on = None

_VERBS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for verb, rows in _VERBS.items():
        notes = " ".join(
            f"INSERT INTO index_touched (person_id) VALUES ({row}.person_id);" for row in rows
        )
        name = f"participation_touches_{verb}"
        when = "UPDATE OF person_id, jp, earned_on" if verb == "update" else verb.upper()
        if postgres:
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {notes} RETURN NULL; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {name} AFTER {when} ON participation "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            op.execute(f"CREATE TRIGGER {name} AFTER {when} ON participation BEGIN {notes} END")


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for verb in _VERBS:
        name = f"participation_touches_{verb}"
        op.execute(f"DROP TRIGGER {name}" + (" ON participation" if postgres else ""))
        if postgres:
            op.execute(f"DROP FUNCTION {name}()")
