"""What observers saw of a trainee on a day; which form a batch uses; versions of the forms."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Enrolment
from lms.core.db import db
from lms.gradebook.attitude.instruments import KEYS, LEVELS
from lms.people.models import Person

_CURRENT = text("superseded_at IS NULL")


class AttitudeMark(db.Model):  # type: ignore[name-defined]
    """One observer's sheet on one trainee for one day; a correction supersedes it."""

    __tablename__ = "attitude_mark"
    __table_args__ = (
        CheckConstraint("points >= 0 AND points <= 100", name="points"),
        CheckConstraint(f"level IN {LEVELS}", name="level"),
        Index("uq_attitude_mark_current", "enrolment_id", "day", "observer_id", unique=True,
              sqlite_where=_CURRENT, postgresql_where=_CURRENT),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    day: Mapped[date]
    observer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: Key of the form and the day its version began.
    form: Mapped[str]
    form_since: Mapped[date]
    #: The level of every indicator that is no exception; exceptions by number: {"2.3": "cukup"}.
    level: Mapped[str]
    exceptions: Mapped[dict[str, str]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(default="")
    #: 0 to 100, by the form of that version.
    points: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    #: Why it replaced the one before; "" for the first, or on the same day.
    reason: Mapped[str] = mapped_column(default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    observer: Mapped[Person] = relationship(lazy="raise", foreign_keys=[observer_id])
    written_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[written_by_id])


class AttitudeChoice(db.Model):  # type: ignore[name-defined]
    """The form a batch is observed with, where it is not the one its golongan and mode propose."""

    __tablename__ = "attitude_choice"
    __table_args__ = (CheckConstraint(f"form IN {KEYS}", name="form"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    form: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class AttitudeForm(db.Model):  # type: ignore[name-defined]
    """A version of a form entered here, for batches that begin on its day or later."""

    __tablename__ = "attitude_form"
    __table_args__ = (
        UniqueConstraint("key", "valid_from"),
        CheckConstraint(f"key IN {KEYS}", name="key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    valid_from: Mapped[date]
    #: [{title, indicators: […]}]
    aspects: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: {level: points as text}
    points: Mapped[dict[str, str]] = mapped_column(JSON)
    source: Mapped[str]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
