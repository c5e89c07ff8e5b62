"""Scores that come from outside or by hand, and the official result of a batch."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.core.files import StoredFile
from lms.gradebook import rules
from lms.people.models import Person

OUTCOMES = rules.OUTCOMES


class ScoreImport(db.Model):  # type: ignore[name-defined]
    """A table of scores that came in: its file is kept as it was, with who entered it and when."""

    __tablename__ = "score_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    component: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    #: What people called the file.
    name: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: When it was previewed; only what is applied counts.
    at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    #: Scores it changed.
    changed: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undo_reason: Mapped[str] = mapped_column(default="")

    file: Mapped[StoredFile] = relationship(lazy="raise")
    by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[by_id])


class ScoreEvidence(db.Model):  # type: ignore[name-defined]
    """A document behind one trainee's score: a screenshot, a certificate, a letter."""

    __tablename__ = "score_evidence"
    __table_args__ = (Index("ix_score_evidence_cell", "enrolment_id", "component"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    component: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    note: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    #: Put in by mistake: no longer shown.
    withdrawn_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship(lazy="raise")
    by: Mapped[Person] = relationship(lazy="raise")


class ComponentScore(db.Model):  # type: ignore[name-defined]
    """A score of one graded part, entered or imported; a correction supersedes it."""

    __tablename__ = "component_score"
    __table_args__ = (
        CheckConstraint("points >= 0 AND points <= 100", name="points"),
        Index("ix_component_score_current", "enrolment_id", "component", "superseded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    component: Mapped[str]
    points: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    #: "manual" or the name of the imported file.
    source: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    #: What it replaced, so that an import can be undone.
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("component_score.id"))
    #: The table it came with, and its line there.
    import_id: Mapped[int | None] = mapped_column(ForeignKey("score_import.id"), index=True)
    line: Mapped[int | None]

    imported: Mapped[ScoreImport | None] = relationship(lazy="raise")
    entered_by: Mapped[Person] = relationship(lazy="raise")


class Release(db.Model):  # type: ignore[name-defined]
    """The official result of a batch was released, once, by someone, at a moment."""

    __tablename__ = "release"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    rulebook: Mapped[str]

    batch: Mapped[Batch] = relationship(lazy="raise")
    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Result(db.Model):  # type: ignore[name-defined]
    """What was decided for one trainee, frozen with the reckoning behind it."""

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("enrolment_id"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    final: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    predicate: Mapped[str]
    outcome: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    trace: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: What stood here while the result was deferred, and who settled it after the remedial.
    former: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    release: Mapped[Release] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")


class Remedial(db.Model):  # type: ignore[name-defined]
    """What somebody whose result is deferred has to do, and by when."""

    __tablename__ = "remedial"

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"), unique=True)
    component: Mapped[str]
    task: Mapped[str]
    due_on: Mapped[date]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class ResultCorrection(db.Model):  # type: ignore[name-defined]
    """A released result was reckoned again: what stood there before, why, and by whom."""

    __tablename__ = "result_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"), index=True)
    #: Final mark, predicate, outcome, reasons and trace as they were.
    former: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    result: Mapped[Result] = relationship(lazy="raise")
    by: Mapped[Person] = relationship(lazy="raise")


class FinalMeeting(db.Model):  # type: ignore[name-defined]
    """The final meeting of a batch (rapat evaluasi akhir) with what its minutes say."""

    __tablename__ = "final_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    held_on: Mapped[date]
    place: Mapped[str]
    chair: Mapped[str]
    #: Names of those present, as they stand in the minutes.
    present: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    locked_at: Mapped[datetime | None]
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    locked_by: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[locked_by_id])


class MeetingDecision(db.Model):  # type: ignore[name-defined]
    """Where the meeting decided otherwise than the reckoning proposed, and why."""

    __tablename__ = "meeting_decision"
    __table_args__ = (
        UniqueConstraint("meeting_id", "enrolment_id"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("final_meeting.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    proposed: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str]
