"""What sessions need: rooms in buildings, webinar accounts, instructors; and when they are away."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Programme
from lms.core.db import db
from lms.people.models import Person

#: What can be away: `resource_id` is the id of a room, a person or a webinar account.
BLOCK_KINDS = ("room", "person", "account")


class Building(db.Model):  # type: ignore[name-defined]
    """A building with rooms; an instructor's home base may be one too."""

    __tablename__ = "building"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Travel(db.Model):  # type: ignore[name-defined]
    """Minutes from one building to another, the same both ways; not said: no time at all."""

    __tablename__ = "travel"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id"),
        CheckConstraint("from_id < to_id", name="order"),
        CheckConstraint("minutes > 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    minutes: Mapped[int]


class Room(db.Model):  # type: ignore[name-defined]
    """A place where a class can sit."""

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    #: Where it is in words: building and floor.
    building: Mapped[str] = mapped_column(default="")
    #: The building, between which people need time to walk or drive.
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    capacity: Mapped[int]
    #: Words separated by commas: "Proyektor, papan tulis".
    equipment: Mapped[str] = mapped_column(default="")
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    #: No longer used at all; a closure of some days is a `Block`.
    is_closed: Mapped[bool] = mapped_column(default=False)

    @property
    def has(self) -> frozenset[str]:
        """Return the equipment as words in small letters."""
        return frozenset(word.strip().lower() for word in self.equipment.split(",") if word.strip())


class WebinarAccount(db.Model):  # type: ignore[name-defined]
    """An account for virtual meetings: one meeting at a time, so many people."""

    __tablename__ = "webinar_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    capacity: Mapped[int]
    link: Mapped[str]
    is_closed: Mapped[bool] = mapped_column(default=False)


class InstructorProfile(db.Model):  # type: ignore[name-defined]
    """What is agreed with an instructor; without a profile everything is allowed."""

    __tablename__ = "instructor_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    #: Highest programme of the ladder (`rules.LADDER`) that may be taught; "" for none of it.
    level: Mapped[str] = mapped_column(default="")
    #: Most JP; None: no ceiling.
    jp_per_day: Mapped[int | None]
    jp_per_week: Mapped[int | None]
    jp_per_month: Mapped[int | None]
    #: When the person can be had by weekday, "0" is Monday: {"0": [["08:00", "16:00"]]}; {}: all.
    hours: Mapped[dict[str, list[list[str]]]] = mapped_column(JSON, default=dict)
    home_base_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    note: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    home_base: Mapped[Building | None] = relationship(lazy="raise")


class TeachingRight(db.Model):  # type: ignore[name-defined]
    """A subject, or with an empty key a whole programme, that an instructor may teach."""

    __tablename__ = "teaching_right"
    __table_args__ = (UniqueConstraint("person_id", "programme_id", "course_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    course_key: Mapped[str] = mapped_column(default="")

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)


class Block(db.Model):  # type: ignore[name-defined]
    """A time at which a room is closed, an instructor on leave, an account not to be had."""

    __tablename__ = "block"
    __table_args__ = (
        CheckConstraint(f"kind IN {BLOCK_KINDS}", name="kind"),
        CheckConstraint("starts_at < ends_at", name="times"),
        Index("ix_block_resource", "kind", "resource_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    resource_id: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str]
