"""Training outside our own batches; hours and index are derived, see queries.py."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.people.models import Person

STATES = ("submitted", "verified", "refused")
#: The column of the index table a record can fill.
CELLS = ("struktural", "fungsional", "teknis", "seminar")


class OutsideTraining(db.Model):  # type: ignore[name-defined]
    """A training taken elsewhere, verified before it counts."""

    __tablename__ = "outside_training"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"cell IN {CELLS}", name="cell"),
        Index("ix_outside_training_index", "person_id", "state", "cell", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form: Mapped[str]
    cell: Mapped[str]
    title: Mapped[str]
    organiser: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    jp: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="submitted")
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
