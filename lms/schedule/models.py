"""Rooms, sessions, who and what they occupy, and who came."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch, Course, Enrolment
from lms.core.clock import local
from lms.core.db import db
from lms.people.models import Person

MODES = ("classical", "virtual", "asynchronous")
STATUSES = ("present", "permit", "sick", "absent")
RESOURCE_KINDS = ("room", "person", "batch")


class Room(db.Model):  # type: ignore[name-defined]
    """A place where a class can sit."""

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    building: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int]
    equipment: Mapped[str] = mapped_column(default="")
    is_closed: Mapped[bool] = mapped_column(default=False)


class Session(db.Model):  # type: ignore[name-defined]
    """One meeting of a batch, in a room, online, or in one's own time."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint(f"mode IN {MODES}", name="mode"),
        CheckConstraint("starts_at < ends_at", name="times"),
        UniqueConstraint("id", "starts_at", "ends_at", name="uq_session_times"),
        Index("ix_session_batch_starts", "batch_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    title: Mapped[str]
    mode: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    jp: Mapped[int]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    link: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    #: Name of the event in calendars: stays the same when the session moves.
    uid: Mapped[str] = mapped_column(unique=True)
    #: Raised at each change, so that calendars take the newer one.
    sequence: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    #: Key of the rotating check-in code; never shown.
    checkin_secret: Mapped[str]
    checkin_opens_at: Mapped[datetime]
    checkin_closes_at: Mapped[datetime]
    roll_closed_at: Mapped[datetime | None]

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)
    course: Mapped[Course | None] = relationship(lazy="raise")
    room: Mapped[Room | None] = relationship(lazy="joined")
    teaching: Mapped[list["Teaching"]] = relationship(
        lazy="raise", back_populates="session", order_by="Teaching.id"
    )

    @property
    def day(self) -> date:
        """Return the day of the session on the clock of its batch."""
        return local(self.starts_at, self.batch.zone).date()

    @property
    def is_meeting(self) -> bool:
        """Tell whether people meet: attendance is only taken of meetings that take place."""
        return self.mode != "asynchronous" and self.cancelled_at is None


class Teaching(db.Model):  # type: ignore[name-defined]
    """A person who teaches a session."""

    __tablename__ = "teaching"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    session: Mapped[Session] = relationship(lazy="raise", back_populates="teaching")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Booking(db.Model):  # type: ignore[name-defined]
    """A room, person or batch taken for a session's time: the one time axis of the house.

    No two bookings of the same resource overlap: an exclusion constraint on PostgreSQL, triggers
    inside the single-writer transaction on SQLite (migration 0004). The times follow the session's
    through the foreign key.
    """

    __tablename__ = "booking"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "starts_at", "ends_at"],
            ["session.id", "session.starts_at", "session.ends_at"],
            name="fk_booking_session_times",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        CheckConstraint(f"kind IN {RESOURCE_KINDS}", name="kind"),
        UniqueConstraint("session_id", "kind", "resource_id"),
        Index("ix_booking_resource", "kind", "resource_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int]
    kind: Mapped[str]
    resource_id: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Attendance(db.Model):  # type: ignore[name-defined]
    """Whether one trainee was at one session, and how we know."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "enrolment_id"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    status: Mapped[str]
    #: How we know: one of `marks.models.VIAS`.
    via: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    minutes_late: Mapped[int] = mapped_column(default=0)
    minutes_early: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Minutes away in between, as a webinar's log tells them.
    minutes_away: Mapped[int] = mapped_column(default=0, server_default="0")
    note: Mapped[str] = mapped_column(default="")

    session: Mapped[Session] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")

    @property
    def is_own(self) -> bool:
        """Tell whether the trainee noted it, by the code on the wall."""
        return self.via in ("qr", "code")

    @property
    def minutes_missed(self) -> int:
        """Return the minutes of the meeting that a present trainee missed."""
        return self.minutes_late + self.minutes_early + self.minutes_away


class CalendarFeed(db.Model):  # type: ignore[name-defined]
    """The secret address of a person's calendar; a new one makes the old one useless."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
