"""How letters come: each person's own choice for each topic."""

from collections.abc import Mapping

from sqlalchemy import delete, update

from lms.core.audit import record
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.messages import rules
from lms.messages.models import Choice, Message
from lms.people.models import Person


def choose(person: Person, ways: Mapping[str, str], *, by: Person | None) -> None:
    """Keep how letters about these topics come; letters not written yet follow a "never"."""
    if not ways or set(ways) - set(rules.TOPICS) or set(ways.values()) - set(rules.HOWS):
        raise RuleBroken(_("Pilih salah satu cara untuk setiap hal."))
    db.session.execute(
        delete(Choice).where(Choice.person_id == person.id, Choice.topic.in_(list(ways)))
    )
    db.session.add_all(
        Choice(person_id=person.id, topic=topic, how=how) for topic, how in ways.items()
    )
    stopped = [topic for topic, how in ways.items() if how == "never"]
    kinds = [name for name, kind in rules.KINDS.items() if kind.topic in stopped]
    db.session.execute(
        update(Message)
        .where(
            Message.person_id == person.id, Message.kind.in_(kinds), Message.mail_at.is_not(None)
        )
        .values(mail_at=None)
    )
    record("letters.chosen", person, by=by, ways=dict(ways))


def stop(person: Person, topics: list[str]) -> None:
    """Stop the letters about these topics, asked by a link in a letter: nobody is signed in."""
    choose(person, dict.fromkeys(topics, "never"), by=None)
