"""Rooms of quizzes: opened with a code, given another one, closed, and entered."""

import hmac

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import add_missing, db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import queries, rules
from lms.elearning.models import Quiz, QuizRoom, RoomEntry
from lms.people import actions as people
from lms.people.models import Person


def open_room(batch: Batch, quiz: Quiz, code: str, *, by: Person) -> QuizRoom:
    """Open the room with a code, or give it another one ("": a drawn one).

    Attempts under way go on, and who came in before is not asked again.
    """
    if not quiz.room_code:
        raise RuleBroken(_("Kuis ini tidak memakai kode ruang."))
    if batch.state == "closed":
        raise RuleBroken(_("Angkatan ini sudah ditutup. Kuis tidak dapat dikerjakan lagi."))
    lock(batch)
    tidy = rules.room_code_of(code) if code.strip() else rules.draw_room_code()
    room = queries.room_of(batch.id, quiz) or QuizRoom(batch_id=batch.id, quiz_id=quiz.id)
    room.code, room.is_open = tidy, True
    room.changed_at, room.changed_by_id = now(), by.id
    db.session.add(room)
    db.session.flush()
    record("quiz_room.opened", room, by=by, quiz=quiz.unit.title)
    return room


def close_room(batch: Batch, quiz: Quiz, *, by: Person) -> None:
    """Let nobody begin any more; attempts under way go on to their end."""
    lock(batch)
    room = queries.room_of(batch.id, quiz)
    if room is not None and room.is_open:
        room.is_open, room.changed_at, room.changed_by_id = False, now(), by.id
        record("quiz_room.closed", room, by=by, quiz=quiz.unit.title)


def enter_room(batch: Batch, quiz: Quiz, enrolment: Enrolment, typed: str, *, by: Person) -> bool:
    """Let a trainee in who knows the code; False for a wrong one, which is counted.

    After several wrong codes the trainee must wait, whatever the next code.
    """
    people.refuse_code_guessing(by)
    room = queries.room_of(batch.id, quiz)
    if room is None or not room.is_open:
        raise RuleBroken(rules.room_is_closed())
    if not hmac.compare_digest(rules.tidy_code(typed).encode(), room.code.encode()):
        people.count_wrong_code(by, room)
        return False
    key = {"room_id": room.id, "enrolment_id": enrolment.id}
    add_missing(RoomEntry, key, entered_at=now())
    people.forget_wrong_codes(by)
    record("quiz_room.entered", room, by=by)
    return True


def refuse_outside_room(batch: Batch, quiz: Quiz, enrolment: Enrolment) -> None:
    """Refuse a trainee who may not begin yet: the room is closed, or the code was not given."""
    door = queries.door_of(batch, quiz, enrolment)
    if door == "closed":
        raise RuleBroken(rules.room_is_closed())
    if door == "code":
        raise RuleBroken(_("Ketik dulu kode ruang yang diberikan pengawas."))
