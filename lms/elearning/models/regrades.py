"""Questions of a quiz that were corrected in a batch after they had been answered."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.elearning.regrading import HOWS, Correction
from lms.people.models import Person


class Regrade(db.Model):  # type: ignore[name-defined]
    """One correction: of which question, how, why; taken back it is the same row."""

    __tablename__ = "regrade"
    __table_args__ = (
        CheckConstraint(f"how IN {HOWS}", name="how"),
        Index("ix_regrade_batch_quiz", "batch_id", "quiz_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    #: The question's id in papers.
    question_id: Mapped[str]
    how: Mapped[str]
    #: The key now and before, as regrading.key_of gives them.
    right: Mapped[list[str]] = mapped_column("right_key", JSON)
    former: Mapped[list[str]] = mapped_column("former_key", JSON)
    #: What was waived before: "all", "void" or "".
    former_waived: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[by_id])

    @property
    def correction(self) -> Correction:
        """Return what it does to the question."""
        return Correction(self.question_id, self.how, self.right)

    @property
    def way_back(self) -> Correction:
        """Return what takes it back."""
        return Correction(self.question_id, self.former_waived or "key", self.former)


class RegradedAttempt(db.Model):  # type: ignore[name-defined]
    """The points of an attempt before and after a correction."""

    __tablename__ = "regraded_attempt"

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    before: Mapped[Decimal | None] = mapped_column("percent_before", Numeric(5, 2))
    after: Mapped[Decimal | None] = mapped_column("percent_after", Numeric(5, 2))
