"""The agency's own dated lines of the conversion of forms into hours."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import db
from lms.hours.rules import CELLS


class ConversionLine(db.Model):  # type: ignore[name-defined]
    """How a form of learning becomes JP from a day on; a change is a new line, none is rewritten.

    The lines that the product brings along stand in rules.py; these come after them.
    """

    __tablename__ = "conversion_line"
    __table_args__ = (
        CheckConstraint(f"cell IN {CELLS}", name="cell"),
        Index("ix_conversion_line_form", "form", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str]
    unit: Mapped[str]
    jp: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    cap: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    cap_per: Mapped[str] = mapped_column(default="")
    #: Percent of the national value that an international one gives; None: not known.
    international: Mapped[int | None]
    cell: Mapped[str]
    evidence: Mapped[str]
    clause: Mapped[str]
    confidence: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    reason: Mapped[str]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
