"""What an organiser writes or files for a batch, and the editions that were made of it."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch
from lms.core.db import db
from lms.core.files import StoredFile
from lms.people.models import Person
from lms.reports import rules
from lms.reports.dossier.contents import ITEMS

KINDS = ("report", "dossier")


class ReportText(db.Model):  # type: ignore[name-defined]
    """A text of the report that no other page knows, such as what hindered the training."""

    __tablename__ = "report_text"
    __table_args__ = (
        UniqueConstraint("batch_id", "section"),
        CheckConstraint(f"section IN {rules.SECTIONS}", name="section"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    section: Mapped[str]
    body: Mapped[str]
    #: Counts the changes, and which page wrote the last one: see js/autosave.js.
    seq: Mapped[int] = mapped_column(BigInteger)
    writer: Mapped[str]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ReportEdition(db.Model):  # type: ignore[name-defined]
    """An edition of a batch's report or dossier: its files never change, a newer one follows."""

    __tablename__ = "report_edition"
    __table_args__ = (
        UniqueConstraint("batch_id", "kind", "number"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    kind: Mapped[str]
    number: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    #: None while the worker is at it.
    finished_at: Mapped[datetime | None]
    #: Keys of what was missing when it was made: `rules.gaps`, or `item:key` of `contents.lacks`.
    missing: Mapped[list[str]] = mapped_column(JSON)

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    files: Mapped[list["ReportFile"]] = relationship(
        lazy="raise", back_populates="edition", order_by="ReportFile.id"
    )


class ReportFile(db.Model):  # type: ignore[name-defined]
    """A file of an edition, kept with its hash."""

    __tablename__ = "report_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("report_edition.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    edition: Mapped[ReportEdition] = relationship(
        lazy="joined", innerjoin=True, back_populates="files"
    )
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class DossierDocument(db.Model):  # type: ignore[name-defined]
    """A document that the system does not make, put into the dossier of a batch under an item."""

    __tablename__ = "dossier_document"
    __table_args__ = (CheckConstraint(f"item IN {ITEMS}", name="item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    item: Mapped[str]
    title: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    #: Put in by mistake: no longer shown, and in no later edition.
    withdrawn_at: Mapped[datetime | None]

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
