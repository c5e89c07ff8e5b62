"""What people are told, what they were told by an organiser, and how they want letters."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch
from lms.core.db import db
from lms.messages.rules import AUDIENCES, HOWS
from lms.people.models import Person

_UNREAD, _TO_MAIL = text("read_at IS NULL"), text("mail_at IS NOT NULL")


class Announcement(db.Model):  # type: ignore[name-defined]
    """A word of an organiser to the people of a batch."""

    __tablename__ = "announcement"
    __table_args__ = (CheckConstraint(f"audience IN {AUDIENCES}", name="audience"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    audience: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    #: How many people were told.
    count: Mapped[int] = mapped_column(default=0)
    #: Drawn when the form is opened: two clicks make one announcement.
    key: Mapped[str] = mapped_column(unique=True)

    batch: Mapped[Batch] = relationship(lazy="raise")
    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Message(db.Model):  # type: ignore[name-defined]
    """One thing that one person was told; `templates/letters/<kind>.html` says how it reads."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_message_person_at", "person_id", "at"),
        Index("ix_message_unread", "person_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_message_mail_at", "mail_at", sqlite_where=_TO_MAIL, postgresql_where=_TO_MAIL),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    #: What the words need; names ending in _at and _on are moments and days (ISO 8601).
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Path of the page it is about.
    link: Mapped[str]
    #: The thing somebody is reminded of, "" when nobody asks for the last reminder.
    about: Mapped[str] = mapped_column(default="", index=True)
    #: A person is told the same thing once: reminders and nudges have a key, announcements too.
    key: Mapped[str | None]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    #: When a letter is to be written of it; nothing when none is wanted or it was written.
    mail_at: Mapped[datetime | None]
    announcement_id: Mapped[int | None] = mapped_column(ForeignKey("announcement.id"), index=True)

    person: Mapped[Person] = relationship(lazy="raise")
    announcement: Mapped[Announcement | None] = relationship(lazy="joined")


class Choice(db.Model):  # type: ignore[name-defined]
    """How a person wants letters about a topic; without one the topic's usual way holds."""

    __tablename__ = "letter_choice"
    __table_args__ = (CheckConstraint(f"how IN {HOWS}", name="how"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    how: Mapped[str]
