"""The secret address of a batch's calendar, and who no longer teaches a session."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch
from lms.core.db import db
from lms.schedule.models import Session


class BatchFeed(db.Model):  # type: ignore[name-defined]
    """The calendar of a batch; a new address makes the old one useless."""

    __tablename__ = "batch_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)


class TeachingEnd(db.Model):  # type: ignore[name-defined]
    """Somebody was taken off a session: their calendar strikes it out for a while."""

    __tablename__ = "teaching_end"
    __table_args__ = (Index("ix_teaching_end_person", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    session: Mapped[Session] = relationship(lazy="raise")
