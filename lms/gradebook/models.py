"""Scores that come from outside or by hand, and the official result of a batch."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.people.models import Person

OUTCOMES = ("lulus", "ditunda", "tidak_lulus")


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

    release: Mapped[Release] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
