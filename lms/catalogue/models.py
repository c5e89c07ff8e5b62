"""Programmes as published from files, batches that run them, and who takes part."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.people.models import Person

BATCH_STATES = ("planned", "open", "running", "grading", "closed")
ENROLMENT_STATES = ("applied", "nominated", "accepted", "waiting", "declined", "withdrawn")
STAFF_ROLES = ("organiser", "instructor", "coach", "mentor", "examiner")
#: Texts beside the units: how to lead a session, cases, forms to fill in, sheets to observe with.
DOCUMENT_KINDS = ("guide", "case", "template", "observation")

#: Those that trainees read.
TRAINEE_KINDS = ("case", "template")


class Programme(db.Model):  # type: ignore[name-defined]
    """A training the agency offers; its content lives in versions."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    #: The version new batches start with.
    current_version_id: Mapped[int | None]


#: Long texts of a version: they come along with every batch's page only where one asks for them
#: (`undefer_group("words")`, or one more statement).
_WORDS: dict[str, Any] = {"deferred": True, "deferred_group": "words"}


class ProgrammeVersion(db.Model):  # type: ignore[name-defined]
    """One published state of a programme's files; never changed once published."""

    __tablename__ = "programme_version"
    __table_args__ = (UniqueConstraint("programme_id", "content_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    #: What the file says, e.g. "2026.1".
    version: Mapped[str]
    content_hash: Mapped[str]
    published_at: Mapped[datetime]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(**_WORDS)
    target: Mapped[str] = mapped_column(**_WORDS)
    rulebook: Mapped[str]
    certificate_kind: Mapped[str]
    #: What a certificate counts as in the index: "dasar", "struktural" or "teknis".
    counts_as: Mapped[str]
    jp_total: Mapped[int]
    days_total: Mapped[int]
    jp_minutes: Mapped[int] = mapped_column(default=45)
    batch_size: Mapped[int] = mapped_column(default=40)
    legal_basis: Mapped[list[str]] = mapped_column(JSON, **_WORDS)
    #: Graded parts: [{key, title, weight, source, confidence, …}], see courses/README.md.
    components: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    absence_limit: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: What the authors still have to clear up.
    note: Mapped[str] = mapped_column(default="", **_WORDS)
    #: "passed": a subject opens when the counted quizzes of those before it are passed.
    unlock: Mapped[str] = mapped_column(default="")
    #: What is said of the whole and not certain: [{text, confidence, note}].
    facts: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, **_WORDS)
    #: By training day: {confidence, note, rows: [{first, last, at, course, title, jp, format}]}.
    timetable: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, **_WORDS)
    #: Questionnaires about the training: the shape of lms/surveys/content.py.
    surveys: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, **_WORDS)
    #: Terms explained to the trainees: [{term, meaning, source}].
    glossary: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, **_WORDS)

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)
    phases: Mapped[list["Phase"]] = relationship(lazy="raise", order_by="Phase.position")
    courses: Mapped[list["Course"]] = relationship(lazy="raise", order_by="Course.position")


class Phase(db.Model):  # type: ignore[name-defined]
    """A stretch of a programme: self study, virtual, workplace or classical."""

    __tablename__ = "phase"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), index=True)
    key: Mapped[str]
    title: Mapped[str]
    mode: Mapped[str]
    jp: Mapped[int]
    days: Mapped[int]
    position: Mapped[int]
    #: How sure the figures are: C, C1, D or M (courses/README.md).
    confidence: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class Course(db.Model):  # type: ignore[name-defined]
    """A subject (mata pelatihan) of a programme version."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    key: Mapped[str]
    title: Mapped[str]
    agenda: Mapped[str]
    jp: Mapped[int]
    confidence: Mapped[str]
    competence: Mapped[str] = mapped_column(default="")
    outcomes: Mapped[list[str]] = mapped_column(JSON)
    #: What can be observed when the outcomes are reached.
    indicators: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: With which decree the JP must be compared.
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int]

    phase: Mapped[Phase] = relationship(lazy="raise")
    #: Those of the programme's files; what single batches have besides is not among them.
    units: Mapped[list["Unit"]] = relationship(
        lazy="raise", order_by="Unit.position", back_populates="course",
        primaryjoin="and_(Unit.course_id == Course.id, Unit.batch_id.is_(None))",
    )  # fmt: skip


class Unit(db.Model):  # type: ignore[name-defined]
    """One thing to do in a subject; its content belongs to the area above that knows its kind."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("kind <> ''", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    #: The only batch that has it; nothing for what the programme's files say.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    #: Path in courses/ without the programme: "02-akuntabel/01-pengantar".
    key: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    minutes: Mapped[int]
    position: Mapped[int]

    course: Mapped[Course] = relationship(lazy="raise", back_populates="units")


class Document(db.Model):  # type: ignore[name-defined]
    """A text beside the units: the guide to a subject, or a case, template or sheet of the whole.

    Guides and observation sheets are for who teaches; cases and templates are for everybody.
    """

    __tablename__ = "document"
    __table_args__ = (CheckConstraint(f"kind IN {DOCUMENT_KINDS}", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), index=True)
    #: The subject of a guide, nothing when the document is of the whole programme.
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    #: Path in courses/ without the programme: "02-akuntabel/panduan", "dokumen/01-rancangan".
    key: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    #: JP of the session a guide leads through, 0 for others.
    jp: Mapped[int] = mapped_column(default=0)
    #: Key of the assignment beside which a template is offered.
    beside: Mapped[str] = mapped_column(default="")
    html: Mapped[str]
    #: The Markdown as written, from which a template becomes a file to fill in.
    text: Mapped[str]
    position: Mapped[int]

    course: Mapped[Course | None] = relationship(lazy="joined")


class Batch(db.Model):  # type: ignore[name-defined]
    """An angkatan: one run of a programme version with its dates, quota and people."""

    __tablename__ = "batch"
    __table_args__ = (
        CheckConstraint(f"state IN {BATCH_STATES}", name="state"),
        CheckConstraint("quota > 0", name="quota"),
        CheckConstraint("starts_on <= ends_on", name="dates"),
        UniqueConstraint("programme_id", "year", "number", "label"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    number: Mapped[int]
    year: Mapped[int]
    #: Such as "Golongan III"; part of the name people use.
    label: Mapped[str] = mapped_column(default="")
    quota: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="WIB")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    registration_opens_on: Mapped[date]
    registration_closes_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="planned", index=True)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Graded parts entered for this batch; None: those of the version.
    components: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    #: Counts the changes of units that this batch alone has; 0 for none ever.
    unit_changes: Mapped[int] = mapped_column(default=0)

    version: Mapped[ProgrammeVersion] = relationship(lazy="joined", innerjoin=True)
    phases: Mapped[list["BatchPhase"]] = relationship(
        lazy="raise", order_by="BatchPhase.starts_on", back_populates="batch"
    )
    staff: Mapped[list["Staff"]] = relationship(lazy="raise", back_populates="batch")

    @property
    def roman(self) -> str:
        """Return the batch number as people write it: XII."""
        signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
        rest, text = self.number, ""
        for value, sign in signs:
            while rest >= value:
                rest, text = rest - value, text + sign
        return text

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Return the graded parts: those entered for this batch, else those of its version."""
        return self.version.components if self.components is None else self.components

    @property
    def name(self) -> str:
        """Return programme, label and number: Latsar CPNS Golongan III Angkatan XII."""
        label = f" {self.label}" if self.label else ""
        return f"{self.version.programme.title}{label} Angkatan {self.roman}"

    @property
    def name_with_year(self) -> str:
        """Return the name followed by "Tahun 2026"."""
        return f"{self.name} Tahun {self.year}"


class BatchPhase(db.Model):  # type: ignore[name-defined]
    """The dates of one phase in one batch."""

    __tablename__ = "batch_phase"
    __table_args__ = (
        UniqueConstraint("batch_id", "phase_id"),
        CheckConstraint("starts_on <= ends_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    batch: Mapped[Batch] = relationship(lazy="raise", back_populates="phases")
    phase: Mapped[Phase] = relationship(lazy="joined", innerjoin=True)


class Enrolment(db.Model):  # type: ignore[name-defined]
    """A person's place in a batch, from application to seat or refusal."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("batch_id", "person_id"),
        CheckConstraint(f"state IN {ENROLMENT_STATES}", name="state"),
        Index("ix_enrolment_batch_state", "batch_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(default="applied")
    #: Order on the waiting list, given once and never reused in the batch.
    queue_no: Mapped[int | None]
    group: Mapped[str] = mapped_column("group_name", default="")
    applied_at: Mapped[datetime]
    nominated_at: Mapped[datetime | None]
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")

    batch: Mapped[Batch] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])

    @property
    def has_seat(self) -> bool:
        """Tell whether this person takes part."""
        return self.state == "accepted"


class Staff(db.Model):  # type: ignore[name-defined]
    """A person's work in one batch; roles that hold everywhere are `RoleGrant`s."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("batch_id", "person_id", "role"),
        CheckConstraint(f"role IN {STAFF_ROLES}", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    batch: Mapped[Batch] = relationship(lazy="raise", back_populates="staff")
    person: Mapped[Person] = relationship(lazy="raise")
