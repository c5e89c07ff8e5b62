"""Imports of personnel data: the file, and what each of its rows changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.core.files import StoredFile
from lms.people.models import Person

#: Life of an import: the worker reads, applies and undoes; "broken" cannot be read.
IMPORT_STATES = ("reading", "broken", "ready", "applying", "applied", "undoing", "undone")
IMPORT_KINDS = ("new", "changed", "fault")


class PersonnelImport(db.Model):  # type: ignore[name-defined]
    """A table of personnel data: read, shown with its differences, applied and undone as one."""

    __tablename__ = "personnel_import"
    __table_args__ = (CheckConstraint(f"state IN {IMPORT_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    state: Mapped[str] = mapped_column(default="reading")
    #: Why it cannot be read, applied or undone, in a sentence; "" when nothing hinders.
    problem: Mapped[str] = mapped_column(default="")
    #: Rows by kind: new, changed, same, fault.
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    #: Columns of the file that nobody knows.
    unknown: Mapped[list[str]] = mapped_column(JSON, default=list)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    applied_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[Person] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[asked_by_id]
    )

    @property
    def is_working(self) -> bool:
        """Tell whether the worker is at it."""
        return self.state in ("reading", "applying", "undoing")

    @property
    def ready(self) -> int:
        """Return how many rows would be written."""
        return self.counts.get("new", 0) + self.counts.get("changed", 0)


class PersonnelImportRow(db.Model):  # type: ignore[name-defined]
    """One row that is new, differs or is wrong; rows that change nothing are only counted."""

    __tablename__ = "personnel_import_row"
    __table_args__ = (
        CheckConstraint(f"kind IN {IMPORT_KINDS}", name="kind"),
        Index("ix_personnel_import_row_kind", "import_id", "kind", "line"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("personnel_import.id"))
    line: Mapped[int]
    nip: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    #: Whom it changes, or whom it added. No foreign key: an undone addition is taken away again.
    person_id: Mapped[int | None]
    #: {"facts": {column: [old, new]}, "year": …, "dimensions": {dimension: [old, new, word]}}.
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    problem: Mapped[str] = mapped_column(default="")
