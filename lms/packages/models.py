"""Packages with their versions, which of them a batch plays, and what they told of trainees."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    Numeric,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.db import db
from lms.packages.manifest.shape import Structure, from_json
from lms.packages.rules import Outcome
from lms.people.models import Person

MATERIAL_STATES = ("ready", "applied", "undone")


class Package(db.Model):  # type: ignore[name-defined]
    """A module made elsewhere; what it holds stands in its versions."""

    __tablename__ = "package"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What course files call it.
    name: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    made_at: Mapped[datetime]

    versions: Mapped[list["PackageVersion"]] = relationship(
        lazy="raise", order_by="PackageVersion.number.desc()", back_populates="package"
    )


class PackageVersion(db.Model):  # type: ignore[name-defined]
    """One upload, unpacked below VAR_DIR/packages under its hash and never changed."""

    __tablename__ = "package_version"
    __table_args__ = (UniqueConstraint("package_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"))
    number: Mapped[int]
    standard: Mapped[str]
    #: The shape of manifest/shape.py.
    structure: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(index=True)
    #: Name of the uploaded file, its files and their bytes once unpacked.
    file_name: Mapped[str]
    files: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]

    package: Mapped[Package] = relationship(
        lazy="joined", innerjoin=True, back_populates="versions"
    )
    uploaded_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def contents(self) -> Structure:
        """Return what it is made of."""
        return from_json(self.structure)


class PackageChoice(db.Model):  # type: ignore[name-defined]
    """The version a batch plays in one of its activities, until somebody chooses another."""

    __tablename__ = "package_choice"
    __table_args__ = (UniqueConstraint("batch_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("package_version.id"))
    chosen_at: Mapped[datetime]

    version: Mapped[PackageVersion] = relationship(lazy="joined", innerjoin=True)
    batch: Mapped[Batch] = relationship(lazy="raise")


class PackageRun(db.Model):  # type: ignore[name-defined]
    """A trainee's way through one version of a package."""

    __tablename__ = "package_run"
    __table_args__ = (UniqueConstraint("enrolment_id", "unit_id", "version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("package_version.id"))
    #: What cmi5 calls the registration.
    registration: Mapped[str] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    #: When it was what its activity asks for.
    done_at: Mapped[datetime | None]
    #: SCORM 2004: state of the sequencing as the run-time writes it.
    sequencing: Mapped[str | None] = mapped_column(deferred=True)

    version: Mapped[PackageVersion] = relationship(lazy="joined", innerjoin=True)
    enrolment: Mapped[Enrolment] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
    parts: Mapped[list["PackagePart"]] = relationship(lazy="raise", back_populates="run")


class PackagePart(db.Model):  # type: ignore[name-defined]
    """What one part of a package said last, raw, and what that means."""

    __tablename__ = "package_part"
    __table_args__ = (UniqueConstraint("run_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("package_run.id"))
    key: Mapped[str]
    #: Element of the data model -> value, both as the package wrote them.
    values: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    completion: Mapped[str] = mapped_column(default="unknown")
    success: Mapped[str] = mapped_column(default="unknown")
    score: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    seconds: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]

    run: Mapped[PackageRun] = relationship(lazy="raise", back_populates="parts")

    @property
    def outcome(self) -> Outcome:
        """Return how far the trainee is with it."""
        return Outcome(self.completion, self.success, self.score, self.seconds)


class PackageLaunch(db.Model):  # type: ignore[name-defined]
    """One opening of a part; the newest of its part alone may save."""

    __tablename__ = "package_launch"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("package_run.id"), index=True)
    key: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    #: Number of the last report that was kept: one that comes again changes nothing.
    last_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Reports so far; those of the present minute.
    reports: Mapped[int] = mapped_column(default=0)
    minute: Mapped[int] = mapped_column(BigInteger, default=0)
    in_minute: Mapped[int] = mapped_column(default=0)
    #: Out of 100, once the part was gone through.
    score: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    #: When a cmi5 unit fetched its token, which it may do once.
    fetched_at: Mapped[datetime | None]

    run: Mapped[PackageRun] = relationship(lazy="joined", innerjoin=True)


class PackageReport(db.Model):  # type: ignore[name-defined]
    """One thing a package said in a launch, and what became of it."""

    __tablename__ = "package_report"
    __table_args__ = (UniqueConstraint("launch_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    launch_id: Mapped[int] = mapped_column(ForeignKey("package_launch.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    #: "commit", "final" or a verb of xAPI.
    kind: Mapped[str]
    #: What was new in it, shortened.
    said: Mapped[dict[str, str]] = mapped_column(JSON)
    #: What could not be kept or used, in sentences.
    notes: Mapped[list[str]] = mapped_column(JSON)


class XapiStatement(db.Model):  # type: ignore[name-defined]
    """A statement of xAPI that was said in a run, as it is given back."""

    __tablename__ = "xapi_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The UUID by which the world knows it.
    uuid: Mapped[str] = mapped_column(unique=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("package_run.id"), index=True)
    launch_id: Mapped[int] = mapped_column(ForeignKey("package_launch.id"))
    verb: Mapped[str]
    activity: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    stored_at: Mapped[datetime]


class XapiDocument(db.Model):  # type: ignore[name-defined]
    """A document that a unit keeps: its state, or a profile."""

    __tablename__ = "xapi_document"
    __table_args__ = (UniqueConstraint("run_id", "kind", "about", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("package_run.id"))
    #: "state", "activity" or "agent".
    kind: Mapped[str]
    #: Id of the activity; "" for an agent's profile.
    about: Mapped[str]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    content_type: Mapped[str]
    etag: Mapped[str]
    stored_at: Mapped[datetime]


class MaterialImport(db.Model):  # type: ignore[name-defined]
    """A course of another system: shown piece by piece, put into a subject, taken out as one."""

    __tablename__ = "material_import"
    __table_args__ = (CheckConstraint(f"state IN {MATERIAL_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    file_name: Mapped[str]
    sha256: Mapped[str]
    #: "cartridge" or "moodle".
    format: Mapped[str]
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default="ready")
    #: [{kind, title, verdict, notes, payload}]: the shape of materials/piece.py.
    pieces: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: Its questions as Moodle XML, "" for none, and the import of the bank that took them.
    questions: Mapped[str] = mapped_column(deferred=True)
    question_count: Mapped[int]
    bank_import_id: Mapped[int | None] = mapped_column(ForeignKey("bank_import.id"))
    #: The units that it became.
    unit_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)
    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def brings_something(self) -> bool:
        """Tell whether anything of it has a place here."""
        return self.question_count > 0 or any(piece["payload"] for piece in self.pieces)

    def count(self, verdict: str) -> int:
        """Return how many pieces were kept, changed or dropped."""
        return sum(piece["verdict"] == verdict for piece in self.pieces)
