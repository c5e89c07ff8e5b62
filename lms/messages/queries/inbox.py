"""The messages of one person."""

from typing import Any

from sqlalchemy import func, select

from lms.core.db import db, rows
from lms.messages.models import Message
from lms.messages.rules import KINDS
from lms.people import queries as people
from lms.people.models import Person

PAGE = 30


def inbox(
    person: Person, *, topic: str = "", unread: bool = False, page: int = 1
) -> tuple[list[Message], int]:
    """Return a page of what a person was told, newest first, and how many match."""
    statement = select(Message).where(Message.person_id == person.id)
    if topic:
        kinds = [name for name, kind in KINDS.items() if kind.topic == topic]
        statement = statement.where(Message.kind.in_(kinds))
    if unread:
        statement = statement.where(Message.read_at.is_(None))
    count = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    shown = statement.order_by(Message.at.desc(), Message.id.desc())
    return rows(shown.limit(PAGE).offset((page - 1) * PAGE)), count


def unread_of(person_id: Any) -> Any:
    """Return the column that counts the unread messages of the person with this id."""
    return (
        select(func.count(Message.id))
        .where(Message.person_id == person_id, Message.read_at.is_(None))
        .scalar_subquery()
    )


people.BESIDE["unread"] = unread_of  # the header's number costs no statement of its own
