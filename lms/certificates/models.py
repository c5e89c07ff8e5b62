"""Certificates: what they say is frozen at issue; the PDF can be printed again from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Enrolment
from lms.core.db import db
from lms.core.files import StoredFile
from lms.people.models import Person


class NumberSeries(db.Model):  # type: ignore[name-defined]
    """The last number given in a scope and year: a counter row, locked while a number is taken."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("scope", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)
    pattern: Mapped[str]


class Certificate(db.Model):  # type: ignore[name-defined]
    """One issued document with its number, its public code and its frozen facts."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "kind"),
        UniqueConstraint("scope", "year", "seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    scope: Mapped[str]
    year: Mapped[int]
    seq: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    #: 128 random bits; the address of the public page, printed as QR.
    code: Mapped[str] = mapped_column(unique=True)
    #: Everything the paper says: names, dates, subjects with JP, result, signer.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    #: Who signed the file: "demo", "key" or "bsre"; "" when nobody has.
    signature: Mapped[str] = mapped_column(default="", server_default="")
    signed_at: Mapped[datetime | None]
    #: Why the paper could not be made, for the people at the board; "" when nothing hinders.
    problem: Mapped[str] = mapped_column(default="", server_default="")

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[person_id])
    file: Mapped[StoredFile | None] = relationship(lazy="joined")
    revocation: Mapped["Revocation | None"] = relationship(lazy="joined")


class Revocation(db.Model):  # type: ignore[name-defined]
    """A certificate was withdrawn, with the reason the public page shows."""

    __tablename__ = "revocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
