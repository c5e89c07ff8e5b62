"""What a session occupies: holding it, booking it, giving it free; the one time axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from lms.catalogue.models import Batch
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries
from lms.schedule.checks import why_not
from lms.schedule.feeds.actions import note_ends
from lms.schedule.models import (
    WHOLE,
    Booking,
    Room,
    Session,
    Teaching,
    WebinarAccount,
)

#: Name of the constraint and triggers that refuse overlapping bookings (migration 0095).
FENCE = "ex_booking_overlap"


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
    #: The group that meets; None: the whole batch.
    group_id: int | None = None
    account_id: int | None = None
    #: Which line of the programme's timetable it fulfils.
    line_key: str = ""


def resources(batch: Batch, plan: Plan) -> list[tuple[str, int, tuple[int, int]]]:
    """Return (kind, id, part) of what a plan occupies; without a meeting it occupies nothing."""
    if plan.mode == "asynchronous":
        return []
    found = [("person", person_id, WHOLE) for person_id in sorted(set(plan.instructor_ids))]
    if plan.mode == "classical" and plan.room_id:
        found.insert(0, ("room", plan.room_id, WHOLE))
    if plan.mode == "virtual" and plan.account_id:
        found.append(("account", plan.account_id, WHOLE))
    part = (plan.group_id, plan.group_id + 1) if plan.group_id else WHOLE
    return [*found, ("batch", batch.id, part)]


def tables() -> dict[str, Any]:
    """Return the table of each kind of resource, in the order in which they are locked."""
    return {"room": Room, "person": Person, "account": WebinarAccount, "batch": Batch}


def hold(batch: Batch, plan: Plan) -> None:
    """Lock what the plan occupies, always in the same order: of two planners one comes second.

    So the second sees the first one's session and can be told about it, and the two never wait
    for each other.
    """
    for kind, resource_id, _part in resources(batch, plan):
        table = tables()[kind]
        db.session.execute(
            select(table.id).where(table.id == resource_id).with_for_update(key_share=True)
        )


def refuse_broken(batch: Batch, plan: Plan, session_id: int | None = None) -> None:
    """Refuse a plan that breaks a hard rule: what is taken, closed, not allowed or too much."""
    if plan.mode == "asynchronous":
        return
    meeting, around = queries.as_planned(batch, plan, session_id)
    if reason := why_not(meeting, around.meetings, around.world):
        raise RuleBroken(reason)


def teach_and_book(planned: Sequence[tuple[Session, Batch, Plan]]) -> None:
    """Write who teaches and what is occupied; the database's own refusal becomes a sentence."""
    teaching, bookings = [], []
    for session, batch, plan in planned:
        teaching += [
            {"session_id": session.id, "person_id": person_id}
            for person_id in dict.fromkeys(plan.instructor_ids)
        ]
        bookings += [
            {"session_id": session.id, "kind": kind, "resource_id": resource_id,
             "starts_at": plan.starts_at, "ends_at": plan.ends_at,
             "part_from": part[0], "part_until": part[1]}
            for kind, resource_id, part in resources(batch, plan)
        ]  # fmt: skip
    if teaching:
        db.session.execute(insert(Teaching), teaching)
    try:
        with db.session.begin_nested():
            if bookings:
                db.session.execute(insert(Booking), bookings)
    except IntegrityError as refused:
        if FENCE not in str(refused.orig):
            raise
        for session, batch, plan in planned:
            refuse_broken(batch, plan, session.id)
        raise RuleBroken(
            _("Ruang, pengajar, atau angkatan ini baru saja terpakai pada waktu itu. "
              "Muat ulang halaman lalu pilih waktu lain.")
        ) from refused  # fmt: skip


def note_leavers(session: Session, plan: Plan) -> None:
    """Note who no longer teaches the session, so that their calendars strike it out."""
    taught = db.session.scalars(select(Teaching.person_id).where(Teaching.session_id == session.id))
    note_ends(session, sorted(set(taught) - set(plan.instructor_ids)))


def give_free(session: Session) -> None:
    """Let others have what the session occupied."""
    db.session.execute(delete(Booking).where(Booking.session_id == session.id))
