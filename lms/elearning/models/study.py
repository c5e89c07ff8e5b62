"""Lessons and quizzes of a programme version, and what each trainee did with them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Enrolment, Unit
from lms.core.db import db
from lms.elearning import sections
from lms.people.models import Person


class Lesson(db.Model):  # type: ignore[name-defined]
    """A page to read, already cleaned HTML."""

    __tablename__ = "lesson"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    html: Mapped[str]
    #: What it costs to load, pictures included.
    size: Mapped[int]

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class Quiz(db.Model):  # type: ignore[name-defined]
    """The rules of a quiz; its questions stand beside it."""

    __tablename__ = "quiz"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), unique=True)
    intro: Mapped[str]
    minutes: Mapped[int]
    pass_mark: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    #: 0 means as often as one likes.
    attempts_allowed: Mapped[int]
    #: Minutes between handing in and the next attempt.
    cooldown: Mapped[int] = mapped_column(default=0)
    #: How many questions an attempt draws.
    draw: Mapped[int]
    #: Moment -> aspects that are shown (review.py).
    review: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    #: Whether it enters the mark of the source "quizzes", and opens the way to the next subject.
    counts: Mapped[bool] = mapped_column(default=True)
    #: Whether it begins with a code that is given out in the room.
    room_code: Mapped[bool] = mapped_column(default=False)
    #: Without own questions: places to draw from: quizzes of the same version
    #: [{quiz: key, draw}] and places of the bank [{bank: path, tag: word, draw}].
    pools: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    #: In their order: [{key, title, text_html, minutes, draw, pools}].
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
    questions: Mapped[list["Question"]] = relationship(lazy="raise", order_by="Question.position")

    @property
    def all_pools(self) -> list[dict[str, Any]]:
        """Return the pools of the whole and of its sections."""
        return [*self.pools, *(pool for one in self.sections for pool in one["pools"])]


class Question(db.Model):  # type: ignore[name-defined]
    """One question of a quiz's pool; an attempt keeps its own copy of what it drew."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    key: Mapped[str]
    kind: Mapped[str]
    #: Key of the section of the quiz it belongs to, "" without sections.
    section: Mapped[str] = mapped_column(default="")
    #: Text, options, key, feedback and points; the shape is that of questions/.
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    position: Mapped[int]


class Visit(db.Model):  # type: ignore[name-defined]
    """What a trainee did with a lesson or activity: opened, how far, how long, finished."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("enrolment_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    #: How much was read, seen or heard, in percent.
    position: Mapped[int] = mapped_column(default=0)
    #: How long the page was open and looked at.
    seconds: Mapped[int] = mapped_column(default=0)
    #: Of video and audio: the seconds seen so far as united stretches [[from, to], …], and where
    #: to go on.
    spans: Mapped[list[list[int]] | None] = mapped_column(JSON)
    resume_at: Mapped[int] = mapped_column(default=0)


class Stay(db.Model):  # type: ignore[name-defined]
    """How long one opened page of a unit says that it was looked at, all of its time together."""

    __tablename__ = "stay"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    #: A name that the page gave itself.
    page: Mapped[str] = mapped_column(primary_key=True)
    seconds: Mapped[int]


class Attempt(db.Model):  # type: ignore[name-defined]
    """One try at a quiz: the drawn paper, the server's deadline, and the marked outcome."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("quiz_id", "enrolment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    number: Mapped[int]
    #: The drawn questions in their stored order, keys included: never sent as it is.
    paper: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime]
    #: Of sections with a time of their own (sections.py).
    clocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    submitted_at: Mapped[datetime | None]
    #: "person" or "deadline".
    closed_by: Mapped[str] = mapped_column(default="")
    #: Answers that a person has yet to mark; until then the points are not the outcome.
    unmarked: Mapped[int] = mapped_column(default=0)
    points: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    out_of: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    receipt: Mapped[str] = mapped_column(default="")

    quiz: Mapped[Quiz] = relationship(lazy="joined", innerjoin=True)
    enrolment: Mapped[Enrolment] = relationship(lazy="joined", innerjoin=True)
    answers: Mapped[list["Answer"]] = relationship(lazy="raise", order_by="Answer.position")

    def closes_at(self, position: int) -> datetime | None:
        """Return until when an answer is taken, None while its section is not opened."""
        return sections.closes_at(self.clocks, position, self.deadline_at)


class ExtraTime(db.Model):  # type: ignore[name-defined]
    """How much longer a trainee may take over every quiz of the batch; why is not kept."""

    __tablename__ = "extra_time"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 200", name="percent"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    percent: Mapped[int]


class Answer(db.Model):  # type: ignore[name-defined]
    """The latest saved answer to one question of an attempt."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    value: Mapped[Any] = mapped_column(JSON)
    flagged: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]
    #: Counts the changes; a page that changes it says which one it had seen.
    seq: Mapped[int] = mapped_column(BigInteger)
    #: The page that made the change; with `seq` it names the change, so that sent twice it is one.
    writer: Mapped[str] = mapped_column(default="")


class HandMark(db.Model):  # type: ignore[name-defined]
    """What a person gave for an answer that no rule can mark."""

    __tablename__ = "hand_mark"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    points: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    comment: Mapped[str]
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime]
    #: Counts the changes: who marks says which one was seen.
    revision: Mapped[int]

    marked_by: Mapped[Person] = relationship(lazy="raise")
