"""Scores that come from outside or by hand, and the official result of a batch."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.gradebook import rules
from lms.people.models import Person

OUTCOMES = rules.OUTCOMES


class ComponentScore(db.Model):  # type: ignore[name-defined]
    """A score of one graded part, entered or imported; a correction supersedes it."""

    __tablename__ = "component_score"
    __table_args__ = (
        CheckConstraint("points >= 0 AND points <= 100", name="points"),
        Index("ix_component_score_current", "enrolment_id", "component", "superseded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    component: Mapped[str]
    points: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    #: "manual" or the name of the imported file.
    source: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]

    entered_by: Mapped[Person] = relationship(lazy="raise")


class Release(db.Model):  # type: ignore[name-defined]
    """The official result of a batch was released, once, by someone, at a moment."""

    __tablename__ = "release"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    rulebook: Mapped[str]

    batch: Mapped[Batch] = relationship(lazy="raise")
    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Result(db.Model):  # type: ignore[name-defined]
    """What was decided for one trainee, frozen with the reckoning behind it."""

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("enrolment_id"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    final: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    predicate: Mapped[str]
    outcome: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    trace: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: What stood here while the result was deferred, and who settled it after the remedial.
    former: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    release: Mapped[Release] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")


class FinalMeeting(db.Model):  # type: ignore[name-defined]
    """The final meeting of a batch (rapat evaluasi akhir) with what its minutes say."""

    __tablename__ = "final_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    held_on: Mapped[date]
    place: Mapped[str]
    chair: Mapped[str]
    #: Names of those present, as they stand in the minutes.
    present: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    locked_at: Mapped[datetime | None]
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    locked_by: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[locked_by_id])


class MeetingDecision(db.Model):  # type: ignore[name-defined]
    """Where the meeting decided otherwise than the reckoning proposed, and why."""

    __tablename__ = "meeting_decision"
    __table_args__ = (
        UniqueConstraint("meeting_id", "enrolment_id"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("final_meeting.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    proposed: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str]
