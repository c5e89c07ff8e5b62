"""Who came to a session, and how we know."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Enrolment
from lms.core.db import db
from lms.schedule.models.sessions import Session

STATUSES = ("present", "permit", "sick", "absent")


class Attendance(db.Model):  # type: ignore[name-defined]
    """Whether one trainee was at one session, and how we know."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "enrolment_id"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    status: Mapped[str]
    #: How we know: one of `marks.models.VIAS`.
    via: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    minutes_late: Mapped[int] = mapped_column(default=0)
    minutes_early: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Minutes away in between, as a webinar's log tells them.
    minutes_away: Mapped[int] = mapped_column(default=0, server_default="0")
    note: Mapped[str] = mapped_column(default="")

    session: Mapped[Session] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")

    @property
    def is_own(self) -> bool:
        """Tell whether the trainee noted it, by the code on the wall."""
        return self.via in ("qr", "code")

    @property
    def minutes_missed(self) -> int:
        """Return the minutes of the meeting that a present trainee missed."""
        return self.minutes_late + self.minutes_early + self.minutes_away
