"""Sessions: planning, changing, cancelling; nothing and nobody is taken twice at once."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from lms.catalogue import actions as catalogue
from lms.catalogue.models import Batch
from lms.catalogue.queries import staff_of
from lms.core.audit import record
from lms.core.clock import local, now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.formats import jam
from lms.core.i18n import _
from lms.people.models import TEACHING_ROLES, Person
from lms.schedule import queries, rules, words
from lms.schedule.conflicts import Slot, collisions, sentences
from lms.schedule.events import session_changed
from lms.schedule.feeds.actions import note_ends
from lms.schedule.models import Booking, Room, Session, Teaching

#: Name of the constraint and triggers that refuse overlapping bookings (migration 0004).
_FENCE = "ex_booking_overlap"
#: What people must know when it changes.
_WHEN_AND_WHERE = ("starts_at", "ends_at", "mode", "room_id", "link")


@dataclass(frozen=True)
class Plan:
    """What an organiser decides about a session; times are moments."""

    title: str
    mode: str
    starts_at: datetime
    ends_at: datetime
    course_id: int | None = None
    room_id: int | None = None
    link: str = ""
    note: str = ""
    instructor_ids: tuple[int, ...] = ()
    #: Check-in opens so long before the start and closes so long after it.
    opens_before: timedelta = timedelta(minutes=30)
    closes_after: timedelta = timedelta(minutes=15)


def plan_session(batch: Batch, plan: Plan, *, by: Person) -> Session:
    """Plan a session of a batch and book what it occupies."""
    room = _check(batch, plan)
    _hold(batch, plan)
    _refuse_collisions(batch, plan, room)
    _bring_into_team(batch, plan.instructor_ids, by)
    session = Session(
        batch_id=batch.id,
        uid=f"{secrets.token_hex(16)}@ruang-belajar-asn",
        checkin_secret=secrets.token_hex(16),
        **_columns(batch, plan),
    )
    db.session.add(session)
    db.session.flush()
    _teach_and_book(session, batch, plan, room)
    record("session.planned", session, by=by, **_facts(plan))
    return queries.session_in_full(session)


def edit_session(session: Session, plan: Plan, *, by: Person) -> Session:
    """Change a session, book anew, and raise its number for calendars."""
    batch = session.batch
    lock(session)
    _refuse_over(session)
    room = _check(batch, plan)
    _hold(batch, plan)
    _refuse_collisions(batch, plan, room, session.id)
    _bring_into_team(batch, plan.instructor_ids, by)
    columns = _columns(batch, plan)
    columns["note"] = _note(session, plan, room)
    moved = any(getattr(session, name) != columns[name] for name in _WHEN_AND_WHERE)
    _note_leavers(session, plan)
    _give_free(session)
    db.session.execute(delete(Teaching).where(Teaching.session_id == session.id))
    for name, value in columns.items():
        setattr(session, name, value)
    session.sequence += 1
    db.session.flush()
    _teach_and_book(session, batch, plan, room)
    db.session.expire(session, ["teaching", "course", "room"])
    record("session.edited", session, by=by, **_facts(plan))
    found = queries.session_in_full(session)
    if moved:
        session_changed.send(found, by=by)
    return found


def cancel_session(session: Session, reason: str, *, by: Person) -> None:
    """Call a session off: what it occupied is free again, calendars show it as cancelled."""
    lock(session)
    _refuse_over(session)
    if not reason.strip():
        raise RuleBroken(_("Tulis alasan pembatalan; peserta dan pengajar akan membacanya."))
    _give_free(session)
    session.cancelled_at, session.note = now(), reason.strip()
    session.sequence += 1
    record("session.cancelled", session, by=by, reason=reason.strip())
    session_changed.send(queries.session_in_full(session), by=by)


def _refuse_over(session: Session) -> None:
    if session.cancelled_at is not None:
        raise RuleBroken(_("Sesi ini sudah dibatalkan."))
    if session.roll_closed_at is not None:
        raise RuleBroken(
            _("Presensi sesi ini sudah ditutup, jadi sesinya tidak dapat diubah lagi.")
        )


def _check(batch: Batch, plan: Plan) -> Room | None:
    """Refuse a plan that cannot be; returns the room it names."""
    if batch.state == "closed":
        raise RuleBroken(_("Angkatan ini sudah selesai. Jadwalnya tidak dapat diubah lagi."))
    day = local(plan.starts_at, batch.zone).date()
    rules.check_session_times(plan.starts_at, plan.ends_at, batch.starts_on, batch.ends_on, day)
    minutes = batch.version.jp_minutes
    if rules.jp_of(plan.starts_at, plan.ends_at, minutes) < 1:
        raise RuleBroken(
            _("Satu sesi paling singkat 1 JP, yaitu %(minutes)s menit.", minutes=minutes)
        )
    if plan.mode == "virtual" and not plan.link:
        raise RuleBroken(_("Isi tautan pertemuan untuk sesi virtual."))
    if plan.course_id is not None and plan.course_id not in {
        course.id for course in queries.courses_of(batch)
    }:
        raise RuleBroken(_("Pilih mata pelatihan dari program angkatan ini."))
    return _check_room(plan)


def _check_room(plan: Plan) -> Room | None:
    if plan.mode != "classical":
        return None
    room = queries.room_by_id(plan.room_id)
    if room is None:
        raise RuleBroken(_("Pilih ruang untuk sesi tatap muka."))
    if room.is_closed:
        raise RuleBroken(_("%(name)s sedang tidak dipakai. Pilih ruang lain.", name=room.name))
    return room


def _resources(batch: Batch, plan: Plan) -> list[tuple[str, int]]:
    """Return (kind, id) of what a plan occupies; a session without a meeting occupies nothing."""
    if plan.mode == "asynchronous":
        return []
    room = [("room", plan.room_id)] if plan.mode == "classical" and plan.room_id else []
    people = [("person", person_id) for person_id in sorted(set(plan.instructor_ids))]
    return [*room, *people, ("batch", batch.id)]


def _hold(batch: Batch, plan: Plan) -> None:
    """Lock what the plan occupies, always in the same order: of two planners one comes second.

    So the second sees the first one's session and can be told about it, and the two never wait
    for each other.
    """
    tables: dict[str, Any] = {"room": Room, "person": Person, "batch": Batch}
    for kind, resource_id in _resources(batch, plan):
        table = tables[kind]
        db.session.execute(
            select(table.id).where(table.id == resource_id).with_for_update(key_share=True)
        )


def _refuse_collisions(
    batch: Batch, plan: Plan, room: Room | None, session_id: int | None = None
) -> None:
    """Refuse a plan whose room, instructor or batch has another session at that time."""
    if plan.mode == "asynchronous":
        return
    proposed = _slot(batch, plan, room, session_id)
    others = queries.slots_between(plan.starts_at, plan.ends_at)
    found = collisions(proposed, others)
    if found:
        raise RuleBroken(" ".join(sentences(found)))


def _slot(batch: Batch, plan: Plan, room: Room | None, session_id: int | None) -> Slot:
    people = queries.people_named(plan.instructor_ids)
    return Slot(
        session_id=session_id,
        title=plan.title,
        batch_id=batch.id,
        batch=batch.name,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        room_id=room.id if room else None,
        room=room.name if room else "",
        people={person.id: person.name for person in people},
    )


def _bring_into_team(batch: Batch, person_ids: Iterable[int], by: Person) -> None:
    """Give whoever is to teach, and is not in the batch's team yet, work in it."""
    team = {work.person_id for work in staff_of(batch) if work.role in TEACHING_ROLES}
    for person_id in sorted(set(person_ids) - team):
        catalogue.assign_staff(batch, person_id, "instructor", by=by)


def _columns(batch: Batch, plan: Plan) -> dict[str, Any]:
    return {
        "course_id": plan.course_id,
        "title": plan.title,
        "mode": plan.mode,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "jp": rules.jp_of(plan.starts_at, plan.ends_at, batch.version.jp_minutes),
        "room_id": plan.room_id if plan.mode == "classical" else None,
        "link": plan.link,
        "note": plan.note,
        "checkin_opens_at": plan.starts_at - plan.opens_before,
        "checkin_closes_at": plan.starts_at + plan.closes_after,
    }


def _teach_and_book(session: Session, batch: Batch, plan: Plan, room: Room | None) -> None:
    """Write who teaches and what is occupied; the database's own refusal becomes a sentence."""
    for person_id in dict.fromkeys(plan.instructor_ids):
        db.session.add(Teaching(session_id=session.id, person_id=person_id))
    bookings = [
        Booking(
            session_id=session.id, kind=kind, resource_id=resource_id,
            starts_at=plan.starts_at, ends_at=plan.ends_at,
        )
        for kind, resource_id in _resources(batch, plan)
    ]  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add_all(bookings)
    except IntegrityError as refused:
        if _FENCE not in str(refused.orig):
            raise
        _refuse_collisions(batch, plan, room, session.id)
        raise RuleBroken(
            _("Ruang, pengajar, atau angkatan ini baru saja terpakai pada waktu itu. "
              "Muat ulang halaman lalu pilih waktu lain.")
        ) from refused  # fmt: skip


def _note_leavers(session: Session, plan: Plan) -> None:
    """Note who no longer teaches the session, so that their calendars strike it out."""
    taught = db.session.scalars(select(Teaching.person_id).where(Teaching.session_id == session.id))
    note_ends(session, sorted(set(taught) - set(plan.instructor_ids)))


def _give_free(session: Session) -> None:
    db.session.execute(delete(Booking).where(Booking.session_id == session.id))


def _note(session: Session, plan: Plan, room: Room | None) -> str:
    """Return the note for trainees; what moved is said by itself unless they wrote something."""
    if plan.note and plan.note != session.note:
        return plan.note
    changes = []
    if plan.starts_at != session.starts_at or plan.ends_at != session.ends_at:
        changes.append(_("waktu semula %(when)s", when=words.when(session)))
    if session.room is not None and room is not None and room.id != session.room_id:
        changes.append(
            _("ruang berubah dari %(old)s ke %(new)s", old=session.room.name, new=room.name)
        )
    if not changes:
        return plan.note
    return _(
        "Perubahan diumumkan pukul %(time)s: %(changes)s.",
        time=jam(now(), session.batch.zone), changes=", ".join(changes),
    )  # fmt: skip


def _facts(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "mode": plan.mode,
        "starts_at": plan.starts_at.isoformat(),
        "ends_at": plan.ends_at.isoformat(),
        "room": plan.room_id,
        "instructors": list(plan.instructor_ids),
    }
