"""How a work was marked, and who looks at it just now."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.assignments.models.works import Submission
from lms.assignments.rules import FEEDBACK, Given
from lms.core.db import db
from lms.people.models import Person


class Marking(db.Model):  # type: ignore[name-defined]
    """The marks of one submission: levels per criterion, comments, and their release."""

    __tablename__ = "marking"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), unique=True)
    #: Who saved last.
    grader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: {criterion key: index of the chosen level}
    levels: Mapped[dict[str, int]] = mapped_column(JSON)
    comments: Mapped[dict[str, str]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(default="")
    points: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    #: {criterion key, or "" for the general feedback: [how often it was saved, by whom last]}:
    #: a grader with an older copy of a criterion is told instead of overwriting it.
    touches: Mapped[dict[str, list[int]]] = mapped_column(JSON, default=dict)
    saved_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    submission: Mapped[Submission] = relationship(lazy="raise", back_populates="marking")
    grader: Mapped[Person] = relationship(lazy="raise", foreign_keys=[grader_id])

    @property
    def parts(self) -> dict[str, Given]:
        """Return what stands at each criterion that has a level or words, and the feedback."""
        keys = self.levels.keys() | self.comments.keys()
        given = {key: Given(self.levels.get(key), self.comments.get(key, "")) for key in keys}
        return given | {FEEDBACK: Given(None, self.comment)}

    @property
    def revisions(self) -> dict[str, int]:
        """Return how often each criterion was saved."""
        return {key: count for key, (count, _person_id) in self.touches.items()}


class GradingPresence(db.Model):  # type: ignore[name-defined]
    """When a grader's page last said that it shows a work."""

    __tablename__ = "grading_presence"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]
