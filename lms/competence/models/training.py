"""Training outside our own batches, its evidence and what happened to it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.core.files import StoredFile
from lms.hours.rules import CELLS
from lms.people.models import Person

STATES = ("submitted", "returned", "verified", "refused", "withdrawn", "reversed")


class OutsideTraining(db.Model):  # type: ignore[name-defined]
    """A training taken elsewhere; it counts from its verification on.

    Once verified its facts never change (a trigger of the database keeps that): a mistake is
    reversed with a reason, and what is right is reported anew.
    """

    __tablename__ = "outside_training"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"cell IN {CELLS}", name="cell"),
        Index(
            "ix_outside_training_index",
            *("person_id", "state", "cell", "ends_on"),
            postgresql_include=["jp"],
        ),
        Index(
            "ix_outside_training_year",
            "ends_on",
            postgresql_include=["person_id", "state", "cell", "form", "jp", "starts_on", "id"],
        ),
        Index("ix_outside_training_queue", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form: Mapped[str]
    cell: Mapped[str]
    title: Mapped[str]
    organiser: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    #: The number without signs and spaces, by which copies are found; "" when there is none.
    number_key: Mapped[str] = mapped_column(default="", server_default="", index=True)
    #: How often the unit of its conversion line: JP on the certificate, days, sessions, activities.
    units: Mapped[Decimal] = mapped_column(Numeric(7, 2), default=0, server_default="0")
    is_international: Mapped[bool] = mapped_column(default=False, server_default="0")
    #: Computed from form and units by the line in force (lms/hours/rules.py), never typed.
    jp: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    #: Clause of that line.
    basis: Mapped[str] = mapped_column(default="", server_default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: What the person adds for who verifies.
    note: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default="submitted")
    submitted_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    evidence: Mapped[list["TrainingEvidence"]] = relationship(
        lazy="raise", order_by="TrainingEvidence.id", back_populates="training"
    )
    steps: Mapped[list["TrainingStep"]] = relationship(lazy="raise", order_by="TrainingStep.id")

    @property
    def days(self) -> int:
        """Return how many calendar days it lasted."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self.state in ("submitted", "returned")


class TrainingEvidence(db.Model):  # type: ignore[name-defined]
    """A file that proves a training."""

    __tablename__ = "training_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("outside_training.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    training: Mapped[OutsideTraining] = relationship(lazy="raise", back_populates="evidence")


class TrainingStep(db.Model):  # type: ignore[name-defined]
    """One thing that happened to a report: who, when, and why; lines are only added."""

    __tablename__ = "training_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("outside_training.id"), index=True)
    verb: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    #: Decisions taken with one click carry the same mark and are undone together.
    together: Mapped[str | None] = mapped_column(index=True)

    by: Mapped[Person] = relationship(lazy="raise")
