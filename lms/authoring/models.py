"""The files programmes were published from, and drafts of the next version with their history."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import ProgrammeVersion
from lms.core.db import db
from lms.people.models import Person

DRAFT_STATES = ("open", "publishing", "published", "dropped")
#: A file before and after a change: [path, hash or None, hash or None].
FileChange = tuple[str, str | None, str | None]


class SourceBlob(db.Model):  # type: ignore[name-defined]
    """The bytes of a file, kept once however many versions and drafts hold it."""

    __tablename__ = "source_blob"

    hash: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class VersionFile(db.Model):  # type: ignore[name-defined]
    """One file that a version was published from; its path begins below courses/."""

    __tablename__ = "version_file"

    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(ForeignKey("source_blob.hash"))


class ProgrammeDraft(db.Model):  # type: ignore[name-defined]
    """The next version of a programme, written by several people in the browser."""

    __tablename__ = "programme_draft"
    __table_args__ = (CheckConstraint(f"state IN {DRAFT_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    title: Mapped[str]
    #: The key while it is open: a programme has at most one open draft.
    open_key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="open")
    #: The version it began as, nothing for a new programme or one brought in as a ZIP.
    base_id: Mapped[int | None] = mapped_column(ForeignKey("programme_version.id"))
    #: The version it became.
    version_id: Mapped[int | None] = mapped_column(ForeignKey("programme_version.id"))
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    #: Counts the changes.
    revision: Mapped[int] = mapped_column(default=0)

    base: Mapped[ProgrammeVersion | None] = relationship(lazy="raise", foreign_keys=[base_id])
    version: Mapped[ProgrammeVersion | None] = relationship(lazy="raise", foreign_keys=[version_id])
    started_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_open(self) -> bool:
        """Tell whether it can be written in."""
        return self.state == "open"


class DraftFile(db.Model):  # type: ignore[name-defined]
    """One file of a draft as it is now."""

    __tablename__ = "draft_file"

    draft_id: Mapped[int] = mapped_column(ForeignKey("programme_draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(ForeignKey("source_blob.hash"))
    #: The draft's revision that wrote it last.
    revision: Mapped[int]
    #: The window that wrote it last: it may go on without having seen its own writing.
    window: Mapped[str] = mapped_column(default="")
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[Person] = relationship(lazy="raise")


class DraftChange(db.Model):  # type: ignore[name-defined]
    """One change of a draft: what was done, and each file before and after it."""

    __tablename__ = "draft_change"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("programme_draft.id"))
    #: The revision it made; writing on in the same window adds to the last change instead.
    number: Mapped[int]
    #: What was done: a key of words.CHANGES.
    verb: Mapped[str]
    files: Mapped[list[FileChange]] = mapped_column(JSON)
    window: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise")


class BatchMove(db.Model):  # type: ignore[name-defined]
    """A batch went over to another version of its programme; taken back it is the same row."""

    __tablename__ = "batch_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    former_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"))
    #: What became what: {"units": [[old id, new id]], "courses": …, "phases": …}.
    places: Mapped[dict[str, list[list[int]]]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    former: Mapped[ProgrammeVersion] = relationship(lazy="raise", foreign_keys=[former_id])
    version: Mapped[ProgrammeVersion] = relationship(lazy="raise", foreign_keys=[version_id])
    by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[by_id])
