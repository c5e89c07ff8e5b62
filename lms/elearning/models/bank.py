"""The bank: questions that belong to no quiz, in categories, with every version ever kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.core.files import StoredFile
from lms.people.models import Person

#: Life of an import: the worker reads, writes and takes back; "broken" cannot be read.
IMPORT_STATES = ("reading", "broken", "ready", "applying", "applied", "undoing", "undone")


class BankCategory(db.Model):  # type: ignore[name-defined]
    """A place for questions; "pengadaan/kontrak" lies within "pengadaan"."""

    __tablename__ = "bank_category"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What quiz files call it.
    path: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]


class BankFormerPath(db.Model):  # type: ignore[name-defined]
    """What a category was called before: quiz files that name it go on drawing from it."""

    __tablename__ = "bank_former_path"

    path: Mapped[str] = mapped_column(primary_key=True)
    #: Path of the category that it leads to now.
    now: Mapped[str] = mapped_column(index=True)


class CategoryMove(db.Model):  # type: ignore[name-defined]
    """A category that was renamed, moved or merged, with what it takes to go back."""

    __tablename__ = "category_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_title: Mapped[str]
    to_title: Mapped[str]
    #: How many questions went along.
    questions: Mapped[int]
    #: Each category: {id, path, title, to, into, questions, imports}; `into` is the id of the one
    #: it was merged into, with the ids that went over.
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: Former paths as they were: [[path, where it led or ""]].
    formers: Mapped[list[list[str]]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[by_id])


class BankQuestion(db.Model):  # type: ignore[name-defined]
    """One question; what it says stands in its versions."""

    __tablename__ = "bank_question"
    __table_args__ = (Index("ix_bank_question_category", "category_id", "retired_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("bank_category.id"))
    kind: Mapped[str]
    #: The question in one line, for lists.
    title: Mapped[str]
    #: All its words in small letters, for the search.
    words: Mapped[str] = mapped_column(deferred=True)
    #: The number of the version that is put to people.
    version: Mapped[int]
    #: Since when no quiz draws it any more.
    retired_at: Mapped[datetime | None]
    #: The import that brought it.
    import_id: Mapped[int | None] = mapped_column(ForeignKey("bank_import.id"), index=True)

    category: Mapped[BankCategory] = relationship(lazy="joined", innerjoin=True)
    tags: Mapped[list["BankTag"]] = relationship(lazy="raise", order_by="BankTag.tag")


class BankTag(db.Model):  # type: ignore[name-defined]
    """A word somebody gave a question to find it by."""

    __tablename__ = "bank_tag"

    question_id: Mapped[int] = mapped_column(ForeignKey("bank_question.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True, index=True)


class BankVersion(db.Model):  # type: ignore[name-defined]
    """What a question says, as written and as shown; never changed afterwards."""

    __tablename__ = "bank_version"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("bank_question.id"))
    number: Mapped[int]
    #: The question as written (questions/written.py).
    source: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: The question as papers hold it (questions/).
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    made_by: Mapped[Person] = relationship(lazy="raise")


class BankImport(db.Model):  # type: ignore[name-defined]
    """A file of questions: read, shown item by item, brought in and taken back as one."""

    __tablename__ = "bank_import"
    __table_args__ = (CheckConstraint(f"state IN {IMPORT_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    #: Where questions go that name no category themselves.
    category_id: Mapped[int] = mapped_column(ForeignKey("bank_category.id"))
    #: The format that was found in it; "" before it is read.
    format: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="reading")
    #: Why it cannot be read or taken back, in a sentence.
    problem: Mapped[str] = mapped_column(default="")
    #: Items by verdict: kept, changed, dropped.
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    category: Mapped[BankCategory] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_working(self) -> bool:
        """Tell whether the worker is at it."""
        return self.state in ("reading", "applying", "undoing")

    @property
    def ready(self) -> int:
        """Return how many questions would come in."""
        return self.counts.get("kept", 0) + self.counts.get("changed", 0)


class BankImportItem(db.Model):  # type: ignore[name-defined]
    """One question of a file: what of it can be kept, and why the rest cannot."""

    __tablename__ = "bank_import_item"
    __table_args__ = (Index("ix_bank_import_item_verdict", "import_id", "verdict", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("bank_import.id"))
    #: Its number in the file, from 1.
    place: Mapped[int]
    name: Mapped[str]
    kind: Mapped[str]
    #: "kept", "changed" or "dropped".
    verdict: Mapped[str]
    #: What was changed or why it was dropped, sentence by sentence.
    notes: Mapped[list[str]] = mapped_column(JSON)
    #: Title of the category the file names; "" for the import's own.
    category: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The question as written; None when dropped.
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON)
