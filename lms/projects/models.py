"""Final projects: what they are about, how far they have come, and who said what on the way."""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import now
from lms.core.db import db
from lms.core.files import StoredFile
from lms.people.models import Person
from lms.projects import rules

STAGES = (*rules.STAGES, rules.DONE)
OUTCOMES = ("", "passed", "returned")
#: Who proposes a consultation, and who confirms it.
SIDES = (rules.TRAINEE, *rules.GUIDES)
#: What becomes of a seminar day.
DAY_STATES = ("planning", "impossible", "draft", "published")


class ProjectGate(db.Model):  # type: ignore[name-defined]
    """Until when the projects of a batch must have passed a stage."""

    __tablename__ = "project_gate"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    due_on: Mapped[date]


class Project(db.Model):  # type: ignore[name-defined]
    """The final project of one trainee, and who stands beside it."""

    __tablename__ = "project"
    __table_args__ = (CheckConstraint(f"stage IN {STAGES}", name="stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    title: Mapped[str] = mapped_column(default="")
    #: The problem at the office, and the idea that is to solve it.
    issue: Mapped[str] = mapped_column(default="")
    idea: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default=rules.STAGES[0], index=True)
    coach_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    examiner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: The direct superior: an account, or name, position and address of somebody without one.
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    mentor_name: Mapped[str] = mapped_column(default="")
    mentor_position: Mapped[str] = mapped_column(default="")
    mentor_email: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    coach: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[coach_id])
    examiner: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[examiner_id])
    mentor: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[mentor_id])
    steps: Mapped[list["ProjectStep"]] = relationship(
        lazy="raise", order_by="ProjectStep.id", back_populates="project"
    )
    evidence: Mapped[list["Evidence"]] = relationship(
        lazy="raise", order_by="(Evidence.happened_on, Evidence.id)", back_populates="project"
    )
    indicators: Mapped[list["Indicator"]] = relationship(
        lazy="raise", order_by="Indicator.id", back_populates="project"
    )
    consultations: Mapped[list["Consultation"]] = relationship(
        lazy="raise", order_by="(Consultation.held_on, Consultation.id)",
        back_populates="project",
    )  # fmt: skip
    links: Mapped[list["MentorLink"]] = relationship(
        lazy="raise", order_by="MentorLink.id", back_populates="project"
    )

    @property
    def has_mentor(self) -> bool:
        """Tell whether somebody is named as mentor."""
        return self.mentor_id is not None or bool(self.mentor_name)

    @property
    def roles(self) -> frozenset[str]:
        """Return which of coach, mentor and examiner are named."""
        named = {
            rules.COACH: self.coach_id, rules.MENTOR: self.has_mentor,
            rules.EXAMINER: self.examiner_id,
        }  # fmt: skip
        return frozenset(role for role, who in named.items() if who)

    def roles_of(self, person_id: int) -> frozenset[str]:
        """Return what the person is in this project beside its trainee."""
        return frozenset(role for role, who in self._held.items() if who == person_id)

    def people_as(self, *roles: str) -> list[int]:
        """Return the ids of those with an account who stand beside the project in these roles."""
        return [who for role, who in self._held.items() if role in roles and who is not None]

    @property
    def _held(self) -> dict[str, int | None]:
        return {
            rules.COACH: self.coach_id, rules.MENTOR: self.mentor_id,
            rules.EXAMINER: self.examiner_id,
        }  # fmt: skip


class ProjectStep(db.Model):  # type: ignore[name-defined]
    """One time a stage was put before its owners, and what became of it."""

    __tablename__ = "project_step"
    __table_args__ = (CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    stage: Mapped[str]
    submitted_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")

    project: Mapped[Project] = relationship(lazy="raise", back_populates="steps")
    decisions: Mapped[list["ProjectDecision"]] = relationship(
        lazy="raise", order_by="ProjectDecision.id"
    )

    @property
    def is_open(self) -> bool:
        """Tell whether somebody's word is still awaited."""
        return not self.outcome


class ProjectDecision(db.Model):  # type: ignore[name-defined]
    """The word of one owner at a gate."""

    __tablename__ = "project_decision"
    __table_args__ = (
        UniqueConstraint("step_id", "role"),
        CheckConstraint(f"role IN {rules.ROLES}", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("project_step.id"))
    role: Mapped[str]
    agrees: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    #: Who said it; without an account only the name, and the link it came by.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str]
    link_id: Mapped[int | None] = mapped_column(ForeignKey("mentor_link.id"))
    at: Mapped[datetime]


class Evidence(db.Model):  # type: ignore[name-defined]
    """Something done at the office on a day, with the file that shows it."""

    __tablename__ = "project_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    happened_on: Mapped[date]
    activity: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    added_at: Mapped[datetime]

    project: Mapped[Project] = relationship(lazy="raise", back_populates="evidence")
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class Indicator(db.Model):  # type: ignore[name-defined]
    """A figure that the project is to change: before, target, after."""

    __tablename__ = "project_indicator"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    name: Mapped[str]
    unit: Mapped[str]
    before: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    target: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    after: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    measured_on: Mapped[date | None]

    project: Mapped[Project] = relationship(lazy="raise", back_populates="indicators")

    @property
    def is_reached(self) -> bool:
        """Tell whether the last figure reaches the target, whichever way it lies."""
        if self.after is None:
            return False
        return (
            self.after >= self.target if self.target >= self.before else self.after <= self.target
        )


class Consultation(db.Model):  # type: ignore[name-defined]
    """One meeting with coach or mentor: written down by one side, confirmed by the other."""

    __tablename__ = "project_consultation"
    __table_args__ = (
        CheckConstraint(f"guide IN {rules.GUIDES}", name="guide"),
        CheckConstraint(f"side IN {SIDES}", name="side"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    #: With whom: coach or mentor.
    guide: Mapped[str]
    held_on: Mapped[date]
    topic: Mapped[str]
    advice: Mapped[str] = mapped_column(default="")
    #: Which side wrote it down; the other one confirms.
    side: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    #: Why the other side does not confirm; "" otherwise.
    objection: Mapped[str] = mapped_column(default="")

    project: Mapped[Project] = relationship(lazy="raise", back_populates="consultations")

    @property
    def is_waiting(self) -> bool:
        """Tell whether the other side has not answered yet."""
        return self.confirmed_at is None and not self.objection

    @property
    def answering(self) -> str:
        """Return the side that is to confirm it."""
        return self.guide if self.side == rules.TRAINEE else rules.TRAINEE


class MentorLink(db.Model):  # type: ignore[name-defined]
    """A personal address by which a mentor without an account does one thing, once, in time."""

    __tablename__ = "mentor_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    #: The step to say a word on, or the sheet to fill in; without either the link confirms the
    #: waiting consultations.
    step_id: Mapped[int | None] = mapped_column(ForeignKey("project_step.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("panel_sheet.id"))
    #: SHA-256 of the secret; the secret itself is kept nowhere.
    token_hash: Mapped[str] = mapped_column(unique=True)
    mentor_name: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship(lazy="raise", back_populates="links")
    step: Mapped[ProjectStep | None] = relationship(lazy="raise")

    @property
    def is_live(self) -> bool:
        """Tell whether the link still opens something."""
        return self.used_at is None and self.revoked_at is None and now() < self.expires_at


class SeminarDay(db.Model):  # type: ignore[name-defined]
    """A day on which projects of a batch are heard: times, places, and how far its plan is."""

    __tablename__ = "seminar_day"
    __table_args__ = (CheckConstraint(f"state IN {DAY_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    stage: Mapped[str]
    #: Only trainees of this group; "" for all.
    group: Mapped[str] = mapped_column("group_name", default="")
    day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    #: Length of one hearing.
    minutes: Mapped[int]
    #: [[first, until]] of the pauses, as "12:00".
    breaks: Mapped[list[list[str]]] = mapped_column(JSON)
    #: Names of rooms, or addresses of meetings.
    places: Mapped[list[str]] = mapped_column(JSON)
    #: planning by the worker, impossible, draft, published.
    state: Mapped[str] = mapped_column(default="planning")
    #: How the plan came about, or why there is none.
    found: Mapped[str] = mapped_column(default="")
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    published_at: Mapped[datetime | None]

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)
    hearings: Mapped[list["SeminarHearing"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", back_populates="seminar",
        order_by="(SeminarHearing.starts_at, SeminarHearing.place)",
    )  # fmt: skip


class SeminarHearing(db.Model):  # type: ignore[name-defined]
    """One project at its time and place, with the one who examines it."""

    __tablename__ = "seminar_hearing"
    __table_args__ = (
        UniqueConstraint("seminar_id", "project_id"),
        UniqueConstraint("seminar_id", "starts_at", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar_day.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    examiner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    place: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    seminar: Mapped[SeminarDay] = relationship(lazy="raise", back_populates="hearings")
    project: Mapped[Project] = relationship(lazy="raise")
    examiner: Mapped[Person] = relationship(lazy="raise")
