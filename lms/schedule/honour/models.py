"""The agency's own rates, and as what somebody is paid."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.people.models import Person
from lms.schedule.honour.rates import KINDS, PAY_KINDS


class TeachingRate(db.Model):  # type: ignore[name-defined]
    """A dated line of the agency; a change is a new line, none is rewritten."""

    __tablename__ = "teaching_rate"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index("ix_teaching_rate_kind", "kind", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    clause: Mapped[str]
    confidence: Mapped[str]
    valid_from: Mapped[date]
    reason: Mapped[str]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]

    entered_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class PayKind(db.Model):  # type: ignore[name-defined]
    """As what somebody is paid, where it is not what the office says."""

    __tablename__ = "pay_kind"
    __table_args__ = (CheckConstraint(f"kind IN {PAY_KINDS}", name="kind"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
