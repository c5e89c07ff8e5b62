"""Rooms of quizzes: the code of a batch, who came in, and how far everybody is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, exists, one
from lms.elearning.models import Attempt, Quiz, QuizRoom, RoomEntry
from lms.people.models import Person


@dataclass(frozen=True)
class InRoom:
    """A trainee of the batch and how far they are with the quiz."""

    name: str
    entered_at: datetime | None
    #: When the latest attempt began and when it was handed in.
    started_at: datetime | None
    submitted_at: datetime | None


def room_of(batch_id: int, quiz: Quiz) -> QuizRoom | None:
    """Return the room of a batch for a quiz, None while nobody opened one."""
    found: QuizRoom | None = one(
        select(QuizRoom).where(QuizRoom.batch_id == batch_id, QuizRoom.quiz_id == quiz.id)
    )
    return found


def has_entered(room: QuizRoom, enrolment: Enrolment) -> bool:
    """Tell whether a trainee's code was accepted before."""
    return exists(
        select(RoomEntry.room_id).where(
            RoomEntry.room_id == room.id, RoomEntry.enrolment_id == enrolment.id
        )
    )


def door_of(batch: Batch, quiz: Quiz, enrolment: Enrolment | None) -> str:
    """Return what stands between a trainee and the quiz: "", "closed" or "code"."""
    if not quiz.room_code:
        return ""
    room = room_of(batch.id, quiz)
    if room is None or not room.is_open:
        return "closed"
    return "" if enrolment is not None and has_entered(room, enrolment) else "code"


def people_in_room(batch: Batch, quiz: Quiz) -> list[InRoom]:
    """Return everybody with a seat in the batch, by name, in one statement."""
    latest = (
        select(Attempt.enrolment_id, func.max(Attempt.number).label("number"))
        .where(Attempt.quiz_id == quiz.id)
        .group_by(Attempt.enrolment_id)
        .subquery()
    )
    found = db.session.execute(
        select(Person.name, RoomEntry.entered_at, Attempt.started_at, Attempt.submitted_at)
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(QuizRoom, and_(QuizRoom.batch_id == batch.id, QuizRoom.quiz_id == quiz.id))
        .outerjoin(
            RoomEntry,
            and_(RoomEntry.room_id == QuizRoom.id, RoomEntry.enrolment_id == Enrolment.id),
        )
        .outerjoin(latest, latest.c.enrolment_id == Enrolment.id)
        .outerjoin(
            Attempt,
            and_(
                Attempt.quiz_id == quiz.id,
                Attempt.enrolment_id == Enrolment.id,
                Attempt.number == latest.c.number,
            ),
        )
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .order_by(Person.name, Enrolment.id)
    )
    return [InRoom(*line) for line in found]
