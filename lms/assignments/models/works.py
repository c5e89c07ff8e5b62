"""Briefs with their rubric, and what trainees hand in."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Enrolment, Unit
from lms.core.db import db
from lms.core.files import StoredFile

if TYPE_CHECKING:
    from lms.assignments.models.marks import Marking

#: A work's life: a trainee's draft, handed in, back for revision; its mark proposed, confirmed
#: ("marked"), and released to the trainee.
SUBMISSION_STATES = ("draft", "submitted", "returned", "proposed", "marked", "released")
#: States of a work that is in: neither the trainee's draft nor sent back.
HANDED_IN = ("submitted", "proposed", "marked", "released")

_SHARED = text("group_id IS NOT NULL")


class Brief(db.Model):  # type: ignore[name-defined]
    """What an assignment asks for, and by which criteria it is judged."""

    __tablename__ = "brief"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    html: Mapped[str]
    #: [{key, title, weight, levels: [{points, title, text} × 4]}]
    rubric: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: Day of the batch (1 = first day) on whose evening the work is due.
    due_day: Mapped[int]
    accept: Mapped[list[str]] = mapped_column(JSON)
    max_mb: Mapped[int]
    takes_text: Mapped[bool]
    #: Which paper of the final project this is: "design", "report", or "" for other tasks.
    stage: Mapped[str] = mapped_column(default="")

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class Submission(db.Model):  # type: ignore[name-defined]
    """One version of a trainee's work; a returned work is followed by the next version."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("unit_id", "enrolment_id", "version"),
        CheckConstraint(f"state IN {SUBMISSION_STATES}", name="state"),
        Index("ix_submission_state", "state", "submitted_at"),
        # without the many works of no group, which SQLite would read whole to find one person's
        Index("ix_submission_group_id", "group_id", sqlite_where=_SHARED, postgresql_where=_SHARED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    version: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="draft")
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    #: "I made this myself", with the moment it was said.
    own_work_at: Mapped[datetime | None]
    #: The group whose work it is; all versions stay with the place that began the first one.
    group_id: Mapped[int | None] = mapped_column(ForeignKey("work_group.id"))
    #: Hash over text and files, printed on the receipt.
    receipt: Mapped[str] = mapped_column(default="")

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    files: Mapped[list["SubmissionFile"]] = relationship(lazy="raise", order_by="SubmissionFile.id")
    marking: Mapped["Marking | None"] = relationship(lazy="raise", back_populates="submission")

    @property
    def is_late(self) -> bool:
        """Tell whether it was handed in after its due time."""
        return bool(self.submitted_at and self.due_at and self.submitted_at > self.due_at)

    @property
    def alias(self) -> str:
        """Return the code that stands for the author where names are hidden."""
        return self.receipt[:8]


class SubmissionFile(db.Model):  # type: ignore[name-defined]
    """A file of a submission."""

    __tablename__ = "submission_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    #: The same as PDF, for documents of office programs; made in the worker.
    preview_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    preview_failed: Mapped[bool] = mapped_column(default=False)

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True, foreign_keys=[file_id])
    preview: Mapped[StoredFile | None] = relationship(lazy="joined", foreign_keys=[preview_id])
    submission: Mapped[Submission] = relationship(lazy="raise", viewonly=True)
