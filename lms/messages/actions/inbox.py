"""Reading."""

from sqlalchemy import update

from lms.core.clock import now
from lms.core.db import db
from lms.messages.models import Message
from lms.people.models import Person


def mark_read(message: Message) -> None:
    """Note that a message was seen; the first time counts."""
    message.read_at = message.read_at or now()


def mark_all_read(person: Person) -> int:
    """Note that all messages of a person were seen; returns how many were not."""
    found = db.session.execute(
        update(Message)
        .where(Message.person_id == person.id, Message.read_at.is_(None))
        .values(read_at=now())
    )
    return int(found.rowcount)  # type: ignore[attr-defined]
