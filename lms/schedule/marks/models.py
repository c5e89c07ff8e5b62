"""Every mark that anybody made, whether it counts or not; `Attendance` is what counts now."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.people.models import Person
from lms.schedule.models import STATUSES

#: How we know of a presence: the roll call, a roll call sent later by a phone, the trainee's own
#: check-in, approved leave, a webinar's log, a choice between two marks, a correction.
VIAS = ("roll", "offline", "qr", "code", "leave", "log", "settled", "correction")
#: "applied" counted when it was made; "conflict" waits for a choice; "settled" was chosen about.
STATES = ("applied", "conflict", "settled")


class AttendanceMark(db.Model):  # type: ignore[name-defined]
    """One mark about one trainee at one session; rows are added, never rewritten."""

    __tablename__ = "attendance_mark"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint(f"via IN {VIAS}", name="via"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index("ix_attendance_mark_cell", "session_id", "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    status: Mapped[str]
    minutes_late: Mapped[int] = mapped_column(default=0)
    minutes_early: Mapped[int] = mapped_column(default=0)
    minutes_away: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    via: Mapped[str]
    #: When somebody made it, by the clock of their device, and when it came here.
    made_at: Mapped[datetime]
    kept_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    #: Drawn by the device, so that sending twice writes once.
    key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="applied")

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
