"""Sessions: planning, changing, cancelling; a hard rule (`lms.schedule.hard`) refuses."""

import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete

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
from lms.schedule.actions.booking import (
    Plan,
    give_free,
    hold,
    note_leavers,
    refuse_broken,
    teach_and_book,
)
from lms.schedule.checks import advice, why_not
from lms.schedule.events import sessions_announced
from lms.schedule.models import Room, Session, Teaching


def plan_session(batch: Batch, plan: Plan, *, by: Person, draft: bool = False) -> Session:
    """Plan a session of a batch and book what it occupies; a draft is seen by planners only."""
    check_plan(batch, plan, queries.offer_of(batch))
    hold(batch, plan)
    refuse_broken(batch, plan)
    bring_into_team(batch, plan.instructor_ids, by)
    session = Session(
        batch_id=batch.id,
        uid=f"{secrets.token_hex(16)}@ruang-belajar-asn",
        checkin_secret=secrets.token_hex(16),
        **columns_of(batch, plan),
    )
    if not draft:
        show(session)
    db.session.add(session)
    db.session.flush()
    teach_and_book([(session, batch, plan)])
    record("session.planned", session, by=by, **_facts(plan))
    return queries.session_in_full(session)


def try_plan(
    batch: Batch, plan: Plan, session_id: int | None = None
) -> tuple[str, list[str], queries.Free]:
    """Return why a plan cannot be ("" when it can), what to look at, and what is free then."""
    meeting, around = queries.as_planned(batch, plan, session_id)
    free = queries.free_for(meeting, around, batch)
    if plan.mode == "asynchronous":
        return "", [], free
    reason = why_not(meeting, around.meetings, around.world)
    return reason, advice(meeting, around.meetings, around.world), free


def edit_session(session: Session, plan: Plan, *, by: Person) -> Session:
    """Change a session, book anew, and raise its number for calendars."""
    batch = session.batch
    lock(session)
    refuse_over(session)
    room = check_plan(batch, plan, queries.offer_of(batch))
    hold(batch, plan)
    refuse_broken(batch, plan, session.id)
    bring_into_team(batch, plan.instructor_ids, by)
    columns = columns_of(batch, plan)
    columns["note"] = note_of_change(session, plan, room)
    note_leavers(session, plan)
    give_free(session)
    db.session.execute(delete(Teaching).where(Teaching.session_id == session.id))
    for name, value in columns.items():
        setattr(session, name, value)
    session.sequence += 1
    db.session.flush()
    teach_and_book([(session, batch, plan)])
    db.session.expire(session, ["teaching", "course", "room", "group"])
    record("session.edited", session, by=by, **_facts(plan))
    found = queries.session_in_full(session)
    if found.is_news:
        show(found)
        sessions_announced.send(found.batch, new=[], changed=[found], by=by)
    return found


def show(session: Session) -> None:
    """Let trainees and instructors see the session, and keep what they are told by it."""
    session.published_at = session.published_at or now()
    session.told = session.facts_told


def cancel_session(session: Session, reason: str, *, by: Person) -> None:
    """Call a session off: what it occupied is free again, calendars show it as cancelled."""
    lock(session)
    refuse_over(session)
    if not reason.strip():
        raise RuleBroken(_("Tulis alasan pembatalan; peserta dan pengajar akan membacanya."))
    give_free(session)
    session.cancelled_at, session.note = now(), reason.strip()
    session.sequence += 1
    record("session.cancelled", session, by=by, reason=reason.strip())
    if not session.is_draft:
        found = queries.session_in_full(session)
        sessions_announced.send(found.batch, new=[], changed=[found], by=by)


def refuse_over(session: Session) -> None:
    """Refuse changes of a session that is called off or whose roll is closed."""
    if session.cancelled_at is not None:
        raise RuleBroken(_("Sesi ini sudah dibatalkan."))
    if session.roll_closed_at is not None:
        raise RuleBroken(
            _("Presensi sesi ini sudah ditutup, jadi sesinya tidak dapat diubah lagi.")
        )


def check_plan(batch: Batch, plan: Plan, offer: queries.Offer) -> Room | None:
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
    if plan.mode == "virtual" and not plan.link and not plan.account_id:
        raise RuleBroken(_("Isi tautan pertemuan untuk sesi virtual."))
    if plan.course_id is not None and plan.course_id not in offer.course_ids:
        raise RuleBroken(_("Pilih mata pelatihan dari program angkatan ini."))
    if plan.group_id is not None and plan.group_id not in offer.group_ids:
        raise RuleBroken(_("Pilih kelompok dari angkatan ini."))
    return _check_room(plan, offer)


def _check_room(plan: Plan, offer: queries.Offer) -> Room | None:
    if plan.mode != "classical":
        return None
    room = offer.rooms.get(plan.room_id or 0)
    if room is None:
        raise RuleBroken(_("Pilih ruang untuk sesi tatap muka."))
    if room.is_closed:
        raise RuleBroken(_("%(name)s sedang tidak dipakai. Pilih ruang lain.", name=room.name))
    return room


def bring_into_team(batch: Batch, person_ids: Iterable[int], by: Person) -> None:
    """Give whoever is to teach, and is not in the batch's team yet, work in it."""
    team = {work.person_id for work in staff_of(batch) if work.role in TEACHING_ROLES}
    for person_id in sorted(set(person_ids) - team):
        catalogue.assign_staff(batch, person_id, "instructor", by=by)


def columns_of(batch: Batch, plan: Plan) -> dict[str, Any]:
    """Return the columns of a session that a plan decides."""
    return {
        "course_id": plan.course_id,
        "title": plan.title,
        "mode": plan.mode,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "jp": rules.jp_of(plan.starts_at, plan.ends_at, batch.version.jp_minutes),
        "room_id": plan.room_id if plan.mode == "classical" else None,
        "group_id": plan.group_id,
        "account_id": plan.account_id if plan.mode == "virtual" else None,
        "link": plan.link or queries.link_of_account(plan.account_id),
        "line_key": plan.line_key,
        "note": plan.note,
        "checkin_opens_at": plan.starts_at - plan.opens_before,
        "checkin_closes_at": plan.starts_at + plan.closes_after,
    }


def note_of_change(session: Session, plan: Plan, room: Room | None) -> str:
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
        "group": plan.group_id,
        "account": plan.account_id,
        "instructors": list(plan.instructor_ids),
    }
