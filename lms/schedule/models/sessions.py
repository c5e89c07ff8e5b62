"""Sessions, who teaches them, and what they occupy."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch, Course
from lms.core.clock import local
from lms.core.db import db
from lms.people.models import Person
from lms.schedule.models.resources import Room, WebinarAccount

MODES = ("classical", "virtual", "asynchronous")
RESOURCE_KINDS = ("room", "person", "batch", "account")
#: A session of the whole batch takes all parts of it; a group takes the part of its own number.
WHOLE = (0, 2_147_483_647)


class TrainingGroup(db.Model):  # type: ignore[name-defined]
    """A group (kelompok) of a batch that meets apart; `name` is the one in the roster."""

    __tablename__ = "training_group"
    __table_args__ = (UniqueConstraint("batch_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    name: Mapped[str]

    @property
    def part(self) -> tuple[int, int]:
        """Return the part of the batch that the group takes: from, and up to without."""
        return self.id, self.id + 1


class Session(db.Model):  # type: ignore[name-defined]
    """One meeting of a batch or one of its groups, in a room, online, or in one's own time."""

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
    #: The group that meets; None: the whole batch.
    group_id: Mapped[int | None] = mapped_column(ForeignKey("training_group.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("webinar_account.id"))
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
    #: When it was shown to trainees and instructors; None: a draft that only planners see.
    published_at: Mapped[datetime | None]
    #: What people were told last, as in `facts_told`; {} for a draft.
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Neither the board nor the solver moves a locked session.
    is_locked: Mapped[bool] = mapped_column(default=False)
    #: Which line of the programme's timetable it fulfils; "" when planned by hand.
    line_key: Mapped[str] = mapped_column(default="")

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)
    course: Mapped[Course | None] = relationship(lazy="raise")
    room: Mapped[Room | None] = relationship(lazy="joined")
    group: Mapped[TrainingGroup | None] = relationship(lazy="joined")
    account: Mapped[WebinarAccount | None] = relationship(lazy="raise")
    teaching: Mapped[list["Teaching"]] = relationship(
        lazy="raise", back_populates="session", order_by="Teaching.id"
    )

    @property
    def day(self) -> date:
        """Return the day of the session on the clock of its batch."""
        return local(self.starts_at, self.batch.zone).date()

    @property
    def facts_told(self) -> dict[str, Any]:
        """Return what people must know of a session's time and place."""
        return {
            "starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat(),
            "mode": self.mode, "room_id": self.room_id, "link": self.link,
        }  # fmt: skip

    @property
    def is_draft(self) -> bool:
        """Tell whether only planners see it."""
        return self.published_at is None

    @property
    def is_news(self) -> bool:
        """Tell whether people were told something else than what holds now."""
        return self.published_at is not None and self.told != self.facts_told

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
    """A room, person, webinar account or batch taken for a time: the one time axis of the house.

    No two bookings of the same resource overlap in time and part: an exclusion constraint on
    PostgreSQL, triggers inside the single-writer transaction on SQLite (migration 0095). Parts let
    groups of a batch meet side by side, and a session of the whole batch excludes them all. The
    times follow the session's through the foreign key.
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
        CheckConstraint("part_from < part_until", name="part"),
        UniqueConstraint("session_id", "kind", "resource_id"),
        Index("ix_booking_resource", "kind", "resource_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int]
    kind: Mapped[str]
    resource_id: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    part_from: Mapped[int] = mapped_column(default=WHOLE[0])
    part_until: Mapped[int] = mapped_column(default=WHOLE[1])
