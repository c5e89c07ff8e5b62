"""The working calendar as dated data: holidays, and how a training day is cut into JP."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Programme
from lms.core.db import db

#: National holiday, joint leave (cuti bersama), a day the agency itself gives.
HOLIDAY_KINDS = ("national", "joint", "local")


class Holiday(db.Model):  # type: ignore[name-defined]
    """A day on which no training meets."""

    __tablename__ = "holiday"
    __table_args__ = (CheckConstraint(f"kind IN {HOLIDAY_KINDS}", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="national")
    #: How sure the date is: C, C1, D or M (docs/facts.md).
    confidence: Mapped[str] = mapped_column(default="C")
    source: Mapped[str] = mapped_column(default="")


class DayGrid(db.Model):  # type: ignore[name-defined]
    """How training days are cut, from a day on: blocks of whole JP with breaks between them.

    Of several that fit, the programme's own comes before the general one, the weekday's own before
    that of all days, and the latest start decides.
    """

    __tablename__ = "day_grid"
    __table_args__ = (Index("ix_day_grid_from", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    #: 0 is Monday; None: every day.
    weekday: Mapped[int | None]
    from_on: Mapped[date]
    #: [["08:00", "09:30"], …] on the clock of the batch.
    blocks: Mapped[list[list[str]]] = mapped_column(JSON)

    programme: Mapped[Programme | None] = relationship(lazy="joined")
