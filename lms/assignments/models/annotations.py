"""What graders write on a file: kept as data in the file's own coordinates, never in the file."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.assignments.models.works import SubmissionFile
from lms.assignments.rules import ANNOTATIONS
from lms.core.db import db
from lms.people.models import Person


class Annotation(db.Model):  # type: ignore[name-defined]
    """A highlight, comment or pen stroke on a page of a PDF, or a comment at a time of a video."""

    __tablename__ = "annotation"
    __table_args__ = (CheckConstraint(f"kind IN {ANNOTATIONS}", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_file_id: Mapped[int] = mapped_column(ForeignKey("submission_file.id"), index=True)
    #: Given by the page that drew it: sending it twice keeps it once.
    key: Mapped[str] = mapped_column(unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    #: Page of the PDF from 1; 0 for a video.
    page: Mapped[int]
    #: Points of the PDF's page (1/72 inch from its lower left corner), or seconds: see rules.
    shape: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    piece: Mapped[SubmissionFile] = relationship(lazy="joined", innerjoin=True)


class BankComment(db.Model):  # type: ignore[name-defined]
    """A sentence that a grader uses again and again, or that all graders may use."""

    __tablename__ = "bank_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    shared: Mapped[bool]
    words: Mapped[str]
    added_at: Mapped[datetime]

    owner: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
