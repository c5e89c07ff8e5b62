"""Changes of the plan that belong together: all of them or none, and undone as one."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries
from lms.schedule.actions.booking import (
    Plan,
    note_leavers,
    resources,
    tables,
    teach_and_book,
)
from lms.schedule.actions.sessions import (
    bring_into_team,
    check_plan,
    columns_of,
    note_of_change,
    refuse_over,
)
from lms.schedule.models import Booking, PlanStep, PlanUnit, Session, Teaching

#: More changes than this are no change by hand but a mistake.
MOST_STEPS = 5000


@dataclass(frozen=True)
class Change:
    """One session changed: new without `session`, taken away without `plan`."""

    batch: Batch
    session: Session | None
    plan: Plan | None


def plan_of(session: Session) -> Plan:
    """Return what is decided about a session; its teaching must have been loaded."""
    return Plan(
        title=session.title, mode=session.mode, starts_at=session.starts_at,
        ends_at=session.ends_at, course_id=session.course_id, room_id=session.room_id,
        link=session.link, note=session.note,
        instructor_ids=tuple(teaching.person_id for teaching in session.teaching),
        opens_before=session.starts_at - session.checkin_opens_at,
        closes_after=session.checkin_closes_at - session.starts_at,
        group_id=session.group_id, account_id=session.account_id, line_key=session.line_key,
    )  # fmt: skip


def _facts(plan: Plan, batch_id: int) -> dict[str, Any]:
    """Return a plan of a batch as JSON keeps it."""
    facts: dict[str, Any] = vars(plan) | {"batch_id": batch_id}
    for name in ("starts_at", "ends_at"):
        facts[name] = facts[name].isoformat()
    for name in ("opens_before", "closes_after"):
        facts[name] = facts[name].total_seconds()
    facts["instructor_ids"] = sorted(facts["instructor_ids"])
    facts.pop("note")  # written anew by each change
    return facts


def _plan(facts: dict[str, Any]) -> Plan:
    values = {key: value for key, value in facts.items() if key != "batch_id"}
    for name in ("starts_at", "ends_at"):
        values[name] = datetime.fromisoformat(values[name])
    for name in ("opens_before", "closes_after"):
        values[name] = timedelta(seconds=values[name])
    values["instructor_ids"] = tuple(values["instructor_ids"])
    return Plan(**values)


def apply_unit(kind: str, title: str, changes: Sequence[Change], *, by: Person) -> PlanUnit:
    """Carry out changes as one unit; new sessions are drafts.

    Raises RuleBroken, with nothing changed, when one of them cannot be.
    """
    if not changes:
        raise RuleBroken(_("Tidak ada yang berubah."))
    if len(changes) > MOST_STEPS:
        raise RuleBroken(_("Paling banyak %(most)s perubahan sekaligus.", most=MOST_STEPS))
    locked = next((one.session for one in changes if one.session and one.session.is_locked), None)
    if locked is not None:
        raise RuleBroken(_("%(title)s terkunci. Buka kuncinya lebih dahulu.", title=locked.title))
    queries.sessions_by_id([one.session.id for one in changes if one.session])  # with teaching
    unit = PlanUnit(kind=kind, title=title, made_by_id=by.id, made_at=now())
    db.session.add(unit)
    db.session.flush()
    before = [_facts(plan_of(one.session), one.batch.id) if one.session else {} for one in changes]
    ids = _carry_out(changes, by)
    steps = [
        {"unit_id": unit.id, "session_id": session_id, "before": former,
         "after": _facts(one.plan, one.batch.id) if one.plan else {}}
        for one, former, session_id in zip(changes, before, ids, strict=True)
    ]  # fmt: skip
    db.session.execute(insert(PlanStep), steps)
    record("plan_unit.applied", unit, by=by, kind=kind, title=title, steps=len(steps))
    return unit


def undo_unit(unit: PlanUnit, *, by: Person) -> None:
    """Put every session of a unit back as it was, unless one was changed since."""
    lock(unit)
    if unit.undone_at is not None:
        raise RuleBroken(_("Perubahan ini sudah diurungkan."))
    steps = queries.steps_of(unit)
    sessions = queries.sessions_by_id([step.session_id for step in steps])
    changes = [_reversed(step, sessions.get(step.session_id)) for step in steps]
    _carry_out(changes, by)
    unit.undone_at = now()
    record("plan_unit.undone", unit, by=by, title=unit.title)


def _reversed(step: PlanStep, session: Session | None) -> Change:
    title = step.after.get("title", "")
    if not step.after:  # taken away: planned again
        batch = db.session.get_one(Batch, step.before["batch_id"])
        return Change(batch, None, _plan(step.before))
    if (
        session is None
        or session.is_locked
        or _facts(plan_of(session), session.batch_id) != step.after
    ):
        raise RuleBroken(
            _("Tidak dapat diurungkan: %(title)s sudah diubah sesudahnya.", title=title)
        )
    if not step.before and not session.is_draft:
        raise RuleBroken(
            _("Tidak dapat diurungkan: %(title)s sudah terbit. Batalkan sesinya dengan alasan.",
              title=title)
        )  # fmt: skip
    return Change(session.batch, session, _plan(step.before) if step.before else None)


def _carry_out(changes: Sequence[Change], by: Person) -> list[int]:
    """Write all changes, then book anew at once: a swap is no collision. Returns session ids."""
    _refuse_what_cannot_be(changes)
    _hold_all(changes)
    _bring_all(changes, by)
    for one in changes:
        if one.session is not None and one.plan is not None and not one.session.is_draft:
            note_leavers(one.session, one.plan)
    present = [one.session.id for one in changes if one.session is not None]
    for table in (Booking, Teaching):
        db.session.execute(delete(table).where(table.session_id.in_(present)))
    written = [(one, _write(one)) for one in changes]
    db.session.flush()
    ids = [session_id if session is None else session.id for _one, (session, session_id) in written]
    teach_and_book(
        [
            (session, one.batch, one.plan)
            for one, (session, _id) in written
            if session is not None and one.plan is not None
        ]
    )
    for one in changes:
        if one.session is not None and one.plan is not None:
            db.session.expire(one.session, ["teaching", "course", "room", "group", "account"])
    return ids


def _refuse_what_cannot_be(changes: Iterable[Change]) -> None:
    offers: dict[int, Any] = {}
    for one in changes:
        if one.session is not None:
            lock(one.session)
            refuse_over(one.session)
        if one.plan is None:
            if one.session is not None and not one.session.is_draft:
                raise RuleBroken(_("Sesi yang sudah terbit dibatalkan dengan alasan, "
                                   "bukan dikembalikan ke daftar."))  # fmt: skip
            continue
        offer = offers.get(one.batch.id) or queries.offer_of(one.batch)
        offers[one.batch.id] = offer
        check_plan(one.batch, one.plan, offer)


def _hold_all(changes: Iterable[Change]) -> None:
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in changes:
        for kind, resource_id, _part in resources(one.batch, one.plan) if one.plan else ():
            wanted[kind].add(resource_id)
    for kind, table in tables().items():
        if wanted[kind]:
            db.session.execute(
                select(table.id)
                .where(table.id.in_(wanted[kind]))
                .order_by(table.id)
                .with_for_update(key_share=True)
            )


def _bring_all(changes: Iterable[Change], by: Person) -> None:
    teams: dict[int, tuple[Batch, set[int]]] = {}
    for one in changes:
        if one.plan is not None:
            teams.setdefault(one.batch.id, (one.batch, set()))[1].update(one.plan.instructor_ids)
    for batch, people in teams.values():
        bring_into_team(batch, people, by)


def _write(one: Change) -> tuple[Session | None, int]:
    """Write the columns of one change; returns the session as it is then, and its id."""
    if one.plan is None:
        assert one.session is not None
        session_id = one.session.id
        db.session.expunge(one.session)
        db.session.execute(delete(Session).where(Session.id == session_id))
        return None, session_id
    columns = columns_of(one.batch, one.plan)
    if one.session is None:
        session = Session(
            batch_id=one.batch.id, uid=f"{secrets.token_hex(16)}@ruang-belajar-asn",
            checkin_secret=secrets.token_hex(16), told={}, **columns,
        )  # fmt: skip
        db.session.add(session)
        return session, 0
    session = one.session
    if not session.is_draft:
        columns["note"] = note_of_change(session, one.plan, queries.room_by_id(one.plan.room_id))
    for name, value in columns.items():
        setattr(session, name, value)
    session.sequence += 1
    return session, session.id
