"""What holds for one trainee or a few at a task: more time, a group, a file still on its way."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.people.models import Person


class Extension(db.Model):  # type: ignore[name-defined]
    """More time for one trainee at one task."""

    __tablename__ = "extension"
    __table_args__ = (UniqueConstraint("enrolment_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    until: Mapped[datetime]
    reason: Mapped[str]
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]

    granted_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class WorkGroup(db.Model):  # type: ignore[name-defined]
    """Trainees who hand in one work together."""

    __tablename__ = "work_group"
    __table_args__ = (UniqueConstraint("batch_id", "unit_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]


class WorkGroupMember(db.Model):  # type: ignore[name-defined]
    """A trainee in a group: of one task, in at most one."""

    __tablename__ = "work_group_member"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("work_group.id"), index=True)


class Upload(db.Model):  # type: ignore[name-defined]
    """A file on its way in pieces; it becomes a file of the draft with its last piece."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Name of the growing file below VAR_DIR/uploads.
    token: Mapped[str] = mapped_column(unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    size: Mapped[int]
    #: Bytes that have arrived and are kept.
    offset: Mapped[int]
    begun_at: Mapped[datetime]
