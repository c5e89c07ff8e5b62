"""Role weights as dated data, the sheet of each assessor, and what a moderator ruled."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.assignments.models import Submission
from lms.assignments.panel import rules
from lms.core.db import db
from lms.people.models import Person

SHEET_ROLES = (*rules.ROLES, rules.THIRD)


class PanelScheme(db.Model):  # type: ignore[name-defined]
    """Whose marks make the mark of a task, for batches that begin on this day or later."""

    __tablename__ = "panel_scheme"
    __table_args__ = (UniqueConstraint("programme_id", "unit_key", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    unit_key: Mapped[str]
    valid_from: Mapped[date]
    #: {role: percent}
    weights: Mapped[dict[str, int]] = mapped_column(JSON)
    #: Assessors farther apart than this many points are read a third time.
    spread: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    #: The decision or guideline it rests on.
    basis: Mapped[str]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class PanelSheet(db.Model):  # type: ignore[name-defined]
    """What one assessor says of one work: levels by the task's rubric, comments, points."""

    __tablename__ = "panel_sheet"
    __table_args__ = (
        UniqueConstraint("submission_id", "role", "person_id"),
        CheckConstraint(f"role IN {SHEET_ROLES}", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    role: Mapped[str]
    #: Who fills it in; a mentor without an account has only the name.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    levels: Mapped[dict[str, int]] = mapped_column(JSON)
    comments: Mapped[dict[str, str]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(default="")
    points: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    #: Raised at each save: an older copy is told instead of overwriting.
    revision: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def reading(self) -> rules.Reading | None:
        """Return the confirmed points as the rules take them, None before."""
        if self.confirmed_at is None or self.points is None:
            return None
        return rules.Reading(self.role, self.name, self.points)


class PanelRuling(db.Model):  # type: ignore[name-defined]
    """A moderator set the mark of a work, and why; the newest ruling holds."""

    __tablename__ = "panel_ruling"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    points: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    #: What the weights would have given, None while a role was missing.
    proposed: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise")
