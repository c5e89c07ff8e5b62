"""Secret addresses of people's calendars."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.people.models import Person


class CalendarFeed(db.Model):  # type: ignore[name-defined]
    """The secret address of a person's calendar; a new one makes the old one useless."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
