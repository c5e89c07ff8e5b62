"""What people of a batch say to each other beside a unit."""

from datetime import datetime

from markupsafe import Markup
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.core.richtext import as_markup
from lms.people.models import Person


class DiscussionPost(db.Model):  # type: ignore[name-defined]
    """A post, or an answer to one. What its author deletes is gone; what others hide can return."""

    __tablename__ = "discussion_post"
    __table_args__ = (Index("ix_discussion_post_place", "batch_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: The post it answers; None begins a thread.
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("discussion_post.id"), index=True)
    #: As written (Markdown), and cleaned for showing.
    text: Mapped[str]
    html: Mapped[str]
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    author: Mapped[Person] = relationship(lazy="raise", foreign_keys=[author_id])

    @property
    def shown(self) -> Markup:
        """Return the cleaned words, ready for a page."""
        return as_markup(self.html)

    @property
    def is_hidden(self) -> bool:
        """Tell whether somebody who teaches hid it."""
        return self.removed_at is not None and self.removed_by_id != self.author_id


class DiscussionReading(db.Model):  # type: ignore[name-defined]
    """Up to which post somebody has read the discussion of a unit."""

    __tablename__ = "discussion_reading"
    __table_args__ = (UniqueConstraint("person_id", "batch_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    last_id: Mapped[int]
