"""Certificates: what they say is frozen at issue; the PDF can be printed again from it."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch, Enrolment, Programme
from lms.core.db import db
from lms.core.files import StoredFile
from lms.events.models import Event, Participation
from lms.people.models import Person

#: What papers are given for together: they share their board, their job and their archive.
Occasion = Batch | Event


class Origin(NamedTuple):
    """What one paper is given for: a place in a batch, or taking part in an event."""

    enrolment_id: int | None = None
    participation_id: int | None = None


class NumberRule(db.Model):  # type: ignore[name-defined]
    """How certificates of a kind ("": every other) are numbered from a year on.

    Rows are added, never changed: numbers that were given stay as they are.
    """

    __tablename__ = "number_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    scope: Mapped[str]
    year: Mapped[int]
    pattern: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class NumberSeries(db.Model):  # type: ignore[name-defined]
    """The last number given in a scope and year: a counter row, locked while a number is taken."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("scope", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class PaperTemplate(db.Model):  # type: ignore[name-defined]
    """A version of the template of one kind of paper; never changed, the newest is in force.

    Without any, the paper that the product brings (lms/certificates/papers/) is: version 0.
    """

    __tablename__ = "paper_template"
    __table_args__ = (Index("ix_paper_template_use", "programme_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: None: of light events, which have no programme.
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    kind: Mapped[str]
    source: Mapped[str]
    style: Mapped[str]
    #: Why it cannot share a plate and is laid out person by person; "" when it can.
    single_because: Mapped[str] = mapped_column(default="")
    #: Nobody without a photograph gets this paper.
    needs_photo: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Nobody without a registration code gets this paper.
    needs_registration: Mapped[bool] = mapped_column(default=False, server_default=false())
    note: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    programme: Mapped[Programme | None] = relationship(lazy="raise")
    made_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Portrait(db.Model):  # type: ignore[name-defined]
    """A photograph of a person for papers; the newest is in force, older ones stay in their own."""

    __tablename__ = "portrait"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class RegistrationCode(db.Model):  # type: ignore[name-defined]
    """The code (KRA) under which LAN registers an alumnus; asked for by letter, printed on STTP.

    Its form is not known (docs/facts.md 6), so any code is taken; no two people have the same one.
    """

    __tablename__ = "registration_code"

    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id"), primary_key=True, autoincrement=False
    )
    code: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Certificate(db.Model):  # type: ignore[name-defined]
    """One issued document with its number, its public code and its frozen facts."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "kind", "version"),
        Index(
            "uq_certificate_participation_id_kind_version", "participation_id", "kind", "version",
            unique=True,
        ),
        UniqueConstraint("scope", "year", "seq"),
        CheckConstraint("(enrolment_id IS NULL) <> (participation_id IS NULL)", name="origin"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    #: One of the two: the place in a batch, or in an event, that it is given for.
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    #: The template that it was issued with; None: the one that the product brings.
    template_id: Mapped[int | None] = mapped_column(ForeignKey("paper_template.id"))
    #: The photograph on it.
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
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
    #: The printed paper while it waits for a signature that a person gives (BSrE).
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    #: Who signed the file: "demo", "key" or "bsre"; "" when nobody has.
    signature: Mapped[str] = mapped_column(default="", server_default="")
    signed_at: Mapped[datetime | None]
    #: A correction is a new version with its own number; the older one is superseded by it.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    #: Last day on which it is valid; None: for good.
    expires_on: Mapped[date | None]
    #: Why the paper could not be made, for the people at the board; "" when nothing hinders.
    problem: Mapped[str] = mapped_column(default="", server_default="")

    enrolment: Mapped[Enrolment | None] = relationship(lazy="raise")
    participation: Mapped[Participation | None] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[person_id])
    file: Mapped[StoredFile | None] = relationship(lazy="joined", foreign_keys=[file_id])
    draft: Mapped[StoredFile | None] = relationship(lazy="select", foreign_keys=[draft_id])
    photo: Mapped[StoredFile | None] = relationship(lazy="select", foreign_keys=[photo_id])
    #: One statement per template and transaction, whatever the number of papers.
    template: Mapped[PaperTemplate | None] = relationship(lazy="select")
    revocation: Mapped["Revocation | None"] = relationship(lazy="joined")
    replacement: Mapped["Certificate | None"] = relationship(
        lazy="joined", join_depth=1, uselist=False, viewonly=True, remote_side=[replaces_id]
    )

    @property
    def origin(self) -> Origin:
        """Return what it was given for."""
        return Origin(self.enrolment_id, self.participation_id)

    def state_on(self, day: date) -> str:
        """Return what a certificate is on a day: sah, dicabut, digantikan or kedaluwarsa."""
        if self.revocation is not None:
            return "dicabut"
        if self.replacement is not None:
            return "digantikan"
        if self.expires_on is not None and self.expires_on < day:
            return "kedaluwarsa"
        return "sah"


class Revocation(db.Model):  # type: ignore[name-defined]
    """A certificate was withdrawn, with the reason the public page shows."""

    __tablename__ = "revocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    #: Whether its holder may be issued another, with its own number, once entitled to it: the
    #: result behind it was corrected, or an organiser said so. Else issuing leaves them out.
    allows_new: Mapped[bool] = mapped_column(default=False, server_default=false())


class CertificateChange(db.Model):  # type: ignore[name-defined]
    """A change of a certificate that was asked for, and who decided; kept as its history.

    "correct" makes a new version; "revoke" withdraws by decision, "lapse" because the corrected
    result gives it no longer; "allow" lets its holder have another after a revocation.
    """

    __tablename__ = "certificate_change"
    __table_args__ = (
        CheckConstraint("kind IN ('correct', 'revoke', 'lapse', 'allow')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    kind: Mapped[str]
    reason: Mapped[str]
    #: The facts as they shall be, of a correction.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]

    certificate: Mapped[Certificate] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[Person] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[asked_by_id]
    )


class LogTip(db.Model):  # type: ignore[name-defined]
    """How many entries the transparency log has: one row, locked while one is added."""

    __tablename__ = "log_tip"

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]


class LogLeaf(db.Model):  # type: ignore[name-defined]
    """One entry: a certificate was issued, superseded or revoked (canonical JSON, no names)."""

    __tablename__ = "log_leaf"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    data: Mapped[str]


class LogNode(db.Model):  # type: ignore[name-defined]
    """The hash of a complete subtree; level 0 are the leaves."""

    __tablename__ = "log_node"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes]


class LogHead(db.Model):  # type: ignore[name-defined]
    """The root of the log at the end of a day, sealed with the statement key."""

    __tablename__ = "log_head"

    day: Mapped[date] = mapped_column(primary_key=True)
    size: Mapped[int]
    root: Mapped[str]
    seal: Mapped[str]
