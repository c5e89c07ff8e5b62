"""Activities beside lessons and quizzes, how a unit opens and is done, and openings for persons."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Unit
from lms.core.db import db


class Activity(db.Model):  # type: ignore[name-defined]
    """What an activity of one of the kinds in kinds/ shows, its kind's facts apart."""

    __tablename__ = "activity"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    #: The words above it, already cleaned.
    html: Mapped[str]
    #: The shape is the kind's own.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: What it costs to load, in bytes.
    size: Mapped[int]

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class UnitRule(db.Model):  # type: ignore[name-defined]
    """When a unit opens and when it is done; without a row as its kind usually does."""

    __tablename__ = "unit_rule"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    #: A word of completion.py; "" is the usual one of the kind.
    complete: Mapped[str]
    #: Minutes, percent or posts, whatever `complete` asks for; 0 when it asks for none.
    need: Mapped[int]
    #: Training day on which it opens; 0 from the start.
    opens_day: Mapped[int]
    #: Keys of the units to be done before.
    after: Mapped[list[str]] = mapped_column(JSON)
    #: Whether people talk about it on a page beside it.
    discussion: Mapped[bool]


class Opening(db.Model):  # type: ignore[name-defined]
    """A locked unit that somebody opened for one trainee; taking it back removes the row."""

    __tablename__ = "opening"
    __table_args__ = (UniqueConstraint("enrolment_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    #: None: it was open before units of its kind could be closed.
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]


class MeetingRecording(db.Model):  # type: ignore[name-defined]
    """Where a batch sees the recording of a live session."""

    __tablename__ = "meeting_recording"
    __table_args__ = (UniqueConstraint("batch_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    url: Mapped[str]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
