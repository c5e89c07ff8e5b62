"""Events, who may come, who speaks, who takes part, and how taking part is proved."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.clock import AGENCY_ZONE, local
from lms.core.db import db
from lms.core.files import StoredFile
from lms.events import rules
from lms.people.models import Opd, Person

KINDS = tuple(rules.KINDS)
STATES = ("draft", "open", "closed", "cancelled")
AUDIENCES = ("all", "offices", "invited")
PLACE_STATES = ("invited", "registered", "waiting", "cancelled")


class Event(db.Model):  # type: ignore[name-defined]
    """A webinar, workshop, coaching series, special assignment …, run by an office."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"audience IN {AUDIENCES}", name="audience"),
        CheckConstraint("starts_at < ends_at", name="times"),
        CheckConstraint("quota > 0", name="quota"),
        Index("ix_event_state_ends", "state", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    #: As written (Markdown), and the safe HTML made of it when it was written.
    description: Mapped[str] = mapped_column(default="")
    description_html: Mapped[str] = mapped_column(default="")
    #: The organising office.
    opd_id: Mapped[int] = mapped_column(ForeignKey("opd.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: Number of the letter of assignment; special assignments need one.
    reference: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(default=AGENCY_ZONE)
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    #: Speakers without an account.
    guests: Mapped[str] = mapped_column(default="")
    #: None: as many as want to come.
    quota: Mapped[int | None]
    registration_opens_on: Mapped[date]
    registration_closes_on: Mapped[date]
    audience: Mapped[str] = mapped_column(default="all")
    state: Mapped[str] = mapped_column(default="draft")
    #: What the organiser last told those who take part: a change, or why it is cancelled.
    notice: Mapped[str] = mapped_column(default="")
    noticed_at: Mapped[datetime | None]
    #: Name of the event in calendars, and the number raised at each change.
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    #: Key of the rotating check-in code; never shown.
    checkin_secret: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    opd: Mapped[Opd] = relationship(lazy="joined", innerjoin=True)
    offices: Mapped[list["EventOffice"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="EventOffice.opd_id"
    )
    speakers: Mapped[list["EventSpeaker"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="EventSpeaker.id"
    )

    @property
    def proof(self) -> str:
        """Return how taking part is proved: "presence", "meetings" or "evidence"."""
        return rules.KINDS[self.kind].proof

    @property
    def form(self) -> str:
        """Return the form of learning it is, which decides its JP."""
        return rules.KINDS[self.kind].form

    @property
    def first_day(self) -> date:
        """Return the first day on the event's own clock."""
        return local(self.starts_at, self.zone).date()

    @property
    def last_day(self) -> date:
        """Return the last day on the event's own clock."""
        return local(self.ends_at, self.zone).date()

    @property
    def checkin_opens_at(self) -> datetime:
        """Return from when people may check in."""
        return self.starts_at - timedelta(minutes=rules.CHECKIN_BEFORE)

    @property
    def checkin_closes_at(self) -> datetime:
        """Return until when people may check in."""
        return self.ends_at + timedelta(minutes=rules.CHECKIN_AFTER)


class EventOffice(db.Model):  # type: ignore[name-defined]
    """An office whose people may register."""

    __tablename__ = "event_office"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    opd_id: Mapped[int] = mapped_column(ForeignKey("opd.id"), primary_key=True, index=True)

    opd: Mapped[Opd] = relationship(lazy="raise")


class EventSpeaker(db.Model):  # type: ignore[name-defined]
    """Who speaks, coaches, mentors or gives the assignment."""

    __tablename__ = "event_speaker"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship(lazy="raise")


class Participation(db.Model):  # type: ignore[name-defined]
    """One person's place in an event, the proof of taking part, and the JP it earned."""

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        CheckConstraint(f"state IN {PLACE_STATES}", name="state"),
        CheckConstraint("jp > 0", name="jp"),
        CheckConstraint("(jp IS NULL) = (earned_on IS NULL)", name="earned"),
        Index("ix_participation_person", "person_id", "earned_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str]
    #: Order in the waiting list; given once, kept.
    queue_no: Mapped[int | None]
    registered_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    #: Presence, how we know ("code", "qr", "roll"), and who noted it.
    attended_at: Mapped[datetime | None]
    attended_via: Mapped[str] = mapped_column(default="")
    attended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Evidence of a special assignment: report, words, and what became of it.
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    evidence_text: Mapped[str] = mapped_column(default="")
    evidence_at: Mapped[datetime | None]
    #: Why the evidence came back; "" while nothing is wrong with it.
    returned: Mapped[str] = mapped_column(default="")
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Frozen when the organiser closes the event: JP earned, and the day for which they count.
    jp: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    earned_on: Mapped[date | None]

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    evidence: Mapped[StoredFile | None] = relationship(lazy="raise")
    meetings: Mapped[list["EventMeeting"]] = relationship(
        lazy="raise", back_populates="participation", order_by="EventMeeting.held_on"
    )

    @property
    def has_seat(self) -> bool:
        """Tell whether the person takes part."""
        return self.state == "registered"

    @property
    def has_proof(self) -> bool:
        """Tell whether anything was noted that proves taking part; the meetings must be loaded."""
        return bool(self.attended_at or self.evidence_at or self.meetings)

    @property
    def is_waiting_for_review(self) -> bool:
        """Tell whether evidence lies there that nobody has decided on."""
        return self.evidence_at is not None and self.accepted_at is None and not self.returned


class EventMeeting(db.Model):  # type: ignore[name-defined]
    """One meeting of coach or mentor with a participant: logged by one, confirmed by the other."""

    __tablename__ = "event_meeting"
    __table_args__ = (UniqueConstraint("participation_id", "held_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    held_on: Mapped[date]
    topic: Mapped[str]
    #: What coach and participant agreed on.
    outcome: Mapped[str] = mapped_column(default="")
    logged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    logged_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    #: Why the participant does not confirm; "" otherwise.
    objection: Mapped[str] = mapped_column(default="")

    participation: Mapped[Participation] = relationship(lazy="raise", back_populates="meetings")
