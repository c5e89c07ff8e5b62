"""What the index keeps: holdings and sums, exemptions, other dimensions, reported snapshots."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.hours.rules import CELLS
from lms.people.models import Person

#: Dimensions of the index that are imported.
DIMENSIONS = ("kualifikasi", "kinerja", "disiplin")


class Holding(db.Model):  # type: ignore[name-defined]
    """What one person holds for the index today, kept true by actions/settling.py.

    Points are no column: they follow from these by the points of each rule set, in SQL. Nothing
    here is a fact of its own, so PostgreSQL keeps this table and the sums without its log, and
    rows refer to people without a foreign key, whose check would cost more than the rules.
    """

    __tablename__ = "holding"

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: Which way of filling cells (rules.same_windows); rule sets that differ in points share one.
    reading: Mapped[str] = mapped_column(primary_key=True)
    opd_id: Mapped[int]
    position_kind: Mapped[str]
    employment: Mapped[str]
    performance: Mapped[str]
    #: Sum of rules.bit_of the filled cells.
    filled: Mapped[int]
    #: Hundredths of JP: within the window of the technical cell, and ended in this calendar year.
    technical_jp: Mapped[int]
    year_jp: Mapped[int]
    #: First day on which a filled cell of this kind of position is empty if nothing is added.
    lapses_on: Mapped[date | None]
    #: Sum of rules.bit_of the cells that empty on that day.
    lapsing: Mapped[int] = mapped_column(default=0, server_default="0")


class IndexRollup(db.Model):  # type: ignore[name-defined]
    """Sums over the people of one office and kind of position by one rule set, kept by counting."""

    __tablename__ = "index_rollup"

    rule_set: Mapped[str] = mapped_column(primary_key=True)
    opd_id: Mapped[int] = mapped_column(ForeignKey("opd.id"), primary_key=True, autoincrement=False)
    position_kind: Mapped[str] = mapped_column(primary_key=True)
    people: Mapped[int]
    #: Sum of the scores in hundredths of a point.
    cents: Mapped[int] = mapped_column(BigInteger)
    #: People with 20 JP in the window of the technical cell, and in this calendar year.
    with_technical: Mapped[int]
    with_yearly: Mapped[int]
    #: People by filled cell.
    with_struktural: Mapped[int]
    with_fungsional: Mapped[int]
    with_seminar: Mapped[int]
    #: People by score: 0-5, 5-10, … 35-40.
    band0: Mapped[int]
    band1: Mapped[int]
    band2: Mapped[int]
    band3: Mapped[int]
    band4: Mapped[int]
    band5: Mapped[int]
    band6: Mapped[int]
    band7: Mapped[int]


class IndexLapse(db.Model):  # type: ignore[name-defined]
    """How many people of an office lose their next cell in a month, by rule set; by counting."""

    __tablename__ = "index_lapse"

    rule_set: Mapped[str] = mapped_column(primary_key=True)
    opd_id: Mapped[int] = mapped_column(ForeignKey("opd.id"), primary_key=True, autoincrement=False)
    #: First day of the month.
    month: Mapped[date] = mapped_column(primary_key=True)
    people: Mapped[int]


class IndexTouched(db.Model):  # type: ignore[name-defined]
    """People whose holding may have changed, written by triggers of the database."""

    __tablename__ = "index_touched"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]


class IndexDay(db.Model):  # type: ignore[name-defined]
    """The day as of which everybody was last reckoned anew; one row."""

    __tablename__ = "index_day"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    as_of: Mapped[date]
    reckoned_at: Mapped[datetime]
    #: Groups that differed from what counting had kept: 0 unless something is wrong.
    differences: Mapped[int]


class IndexMonth(db.Model):  # type: ignore[name-defined]
    """The index at the end of a month (the running month: so far), by office; for the trend."""

    __tablename__ = "index_month"

    rule_set: Mapped[str] = mapped_column(primary_key=True)
    #: First day of the month.
    month: Mapped[date] = mapped_column(primary_key=True)
    opd_id: Mapped[int] = mapped_column(ForeignKey("opd.id"), primary_key=True, autoincrement=False)
    people: Mapped[int]
    cents: Mapped[int] = mapped_column(BigInteger)
    with_technical: Mapped[int]


class IndexExemption(db.Model):  # type: ignore[name-defined]
    """A cell that counts as filled for a person, or (cell "") the person's absence from the index.

    Such as functional posts without prescribed training. Never rewritten (a trigger of the
    database keeps that): it is ended or reversed by an ExemptionReversal.
    """

    __tablename__ = "index_exemption"
    __table_args__ = (
        CheckConstraint(f"cell IN {('', *CELLS)}", name="cell"),
        CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    cell: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str]
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    granted_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[granted_by_id])
    reversal: Mapped["ExemptionReversal | None"] = relationship(
        lazy="raise", back_populates="exemption"
    )

    @property
    def last_day(self) -> date | None:
        """Return the last day it holds, None while it has none (or was reversed altogether)."""
        return self.reversal.last_day if self.reversal else self.ends_on

    def state_on(self, day: date) -> str:
        """Return "reversed" (never counted), "ended", "coming" or "holds"."""
        if self.reversal is not None and self.reversal.last_day is None:
            return "reversed"
        if self.last_day is not None and self.last_day < day:
            return "ended"
        return "coming" if self.starts_on > day else "holds"


class ExemptionReversal(db.Model):  # type: ignore[name-defined]
    """An exemption that was wrong from the start, or that ends on a day not foreseen."""

    __tablename__ = "exemption_reversal"

    exemption_id: Mapped[int] = mapped_column(
        ForeignKey("index_exemption.id"), primary_key=True, autoincrement=False
    )
    #: The last day on which it holds; None: it never counted.
    last_day: Mapped[date | None]
    reason: Mapped[str]
    reversed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reversed_at: Mapped[datetime]

    exemption: Mapped[IndexExemption] = relationship(lazy="raise", back_populates="reversal")
    reversed_by: Mapped[Person] = relationship(lazy="raise")


class DimensionValue(db.Model):  # type: ignore[name-defined]
    """Points of a person in another dimension of the index in a year, as imported."""

    __tablename__ = "dimension_value"
    __table_args__ = (
        UniqueConstraint("person_id", "year", "dimension"),
        CheckConstraint(f"dimension IN {DIMENSIONS}", name="dimension"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    year: Mapped[int]
    dimension: Mapped[str]
    points: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    #: Where it comes from, such as the name of the imported file.
    source: Mapped[str]


class IndexSnapshot(db.Model):  # type: ignore[name-defined]
    """The index as it was reported, frozen: rows are added and never changed."""

    __tablename__ = "index_snapshot"
    __table_args__ = (Index("uq_index_snapshot_title", "rule_set", "title", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_set: Mapped[str]
    as_of: Mapped[date]
    reported_at: Mapped[datetime]
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: Number of the letter, or what the report was for.
    title: Mapped[str]
    #: {"people", "mean", "offices": [[name, people, mean, with_technical]], "kinds": […], "bands"}.
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)

    reported_by: Mapped[Person] = relationship(lazy="raise")
