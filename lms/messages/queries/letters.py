"""Which messages want a letter, and how people want letters."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.db import db, rows
from lms.messages.models import Choice, Message
from lms.messages.rules import TOPICS
from lms.people.models import Person

#: Messages looked at in one go; the rest follows a minute later.
MOST = 1000


def to_mail(moment: datetime) -> list[Message]:
    """Return the messages whose letter is due, by person, held for this worker alone."""
    return rows(
        select(Message)
        .where(Message.mail_at <= moment)
        .options(joinedload(Message.person, innerjoin=True))
        .order_by(Message.person_id, Message.at, Message.id)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=Message)
    )


def choices_of(person: Person) -> dict[str, str]:
    """Return how letters about each topic come to a person."""
    found = select(Choice.topic, Choice.how).where(Choice.person_id == person.id)
    return TOPICS | {row.topic: row.how for row in db.session.execute(found)}


def person_by_id(person_id: int) -> Person | None:
    """Return the person with this id."""
    return db.session.get(Person, person_id)
