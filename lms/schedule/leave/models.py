"""A trainee's request for leave, with its document and the decision."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Enrolment
from lms.core.db import db
from lms.core.files import StoredFile
from lms.people.models import Person
from lms.schedule.models import Session

KINDS = ("permit", "sick")
STATES = ("asked", "approved", "declined", "withdrawn")


class LeaveRequest(db.Model):  # type: ignore[name-defined]
    """Leave for some days of a batch, or for one session of them."""

    __tablename__ = "leave_request"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("first_on <= last_on", name="days"),
        Index("ix_leave_request_enrolment", "enrolment_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    kind: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"))
    reason: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="asked")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(default="")

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    session: Mapped[Session | None] = relationship(lazy="joined")
    file: Mapped[StoredFile | None] = relationship(lazy="joined")
    decided_by: Mapped[Person | None] = relationship(lazy="joined")

    def covers(self, session: Session) -> bool:
        """Tell whether the leave is about a session of its batch."""
        if self.session_id is not None:
            return self.session_id == session.id
        return self.first_on <= session.day <= self.last_on
