"""Rooms in which a batch takes a quiz: the code given out there, and who came in with it."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import db


class QuizRoom(db.Model):  # type: ignore[name-defined]
    """The room of a batch for one quiz; while it is closed nobody begins."""

    __tablename__ = "quiz_room"
    __table_args__ = (UniqueConstraint("batch_id", "quiz_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    #: As rules.room_code_of() tidies it: it is shown on a wall, so it is no secret to hash.
    code: Mapped[str]
    is_open: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class RoomEntry(db.Model):  # type: ignore[name-defined]
    """A trainee whose code was accepted; a later code does not ask them again."""

    __tablename__ = "room_entry"

    room_id: Mapped[int] = mapped_column(ForeignKey("quiz_room.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    entered_at: Mapped[datetime]
