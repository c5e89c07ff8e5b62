"""What works say as plain text, which passages two of them share, and what everybody was given."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.assignments.models import Submission
from lms.assignments.similarity.rules import VERDICTS
from lms.core.db import db
from lms.people.models import Person


class WorkText(db.Model):  # type: ignore[name-defined]
    """The words of a work that was handed in, read once from its text and its files."""

    __tablename__ = "work_text"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    text: Mapped[str] = mapped_column(deferred=True)
    #: What comparing needs of the text (core/likeness.py).
    shingles: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    #: Names of files that could not be read: pictures, scans, locked ones.
    unread: Mapped[list[str]] = mapped_column(JSON)
    read_at: Mapped[datetime]
    #: When it was last compared with all others, None while it waits.
    compared_at: Mapped[datetime | None]


class SimilarityPair(db.Model):  # type: ignore[name-defined]
    """Two works that share passages, and what a person noted about it; it judges nothing."""

    __tablename__ = "similarity_pair"
    __table_args__ = (
        UniqueConstraint("left_id", "right_id"),
        CheckConstraint(f"verdict IN {('', *VERDICTS)}", name="verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The one handed in later.
    left_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    right_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    words: Mapped[int]
    #: Tenths of a percent of each work's words.
    left_share: Mapped[int]
    right_share: Mapped[int]
    #: [[left from, left to, right from, right to]] in characters of the plain texts.
    runs: Mapped[list[list[int]]] = mapped_column(JSON)
    #: {"left": [[from, to, why]], "right": …}: what did not count.
    ignored: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    found_at: Mapped[datetime]
    #: "" while nobody has looked, else one of VERDICTS; every note stands in the journal.
    verdict: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime | None]

    left: Mapped[Submission] = relationship(lazy="raise", foreign_keys=[left_id])
    right: Mapped[Submission] = relationship(lazy="raise", foreign_keys=[right_id])
    noted_by: Mapped[Person | None] = relationship(lazy="joined")


class CommonText(db.Model):  # type: ignore[name-defined]
    """A text that everybody in a programme may use: a form, a quoted regulation, a vow."""

    __tablename__ = "common_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    title: Mapped[str]
    text: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
