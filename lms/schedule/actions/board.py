"""Changes by the board: moving, stretching, duplicating, locking, putting back, showing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.db import lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import board, queries
from lms.schedule.actions.booking import Plan
from lms.schedule.actions.sessions import show
from lms.schedule.actions.units import Change, apply_unit, plan_of
from lms.schedule.checks import Meeting, why_not
from lms.schedule.events import sessions_announced
from lms.schedule.models import PlanUnit, Session
from lms.schedule.queries import Placed

#: How a place on the board is written: day, time, column.
Target = tuple[date, time, str]


def read_target(written: str) -> Target:
    """Return the place written 2026-11-24|08:00|room-3; refuses anything else."""
    parts = written.split("|")
    try:
        day, starts, column = date.fromisoformat(parts[0]), time.fromisoformat(parts[1]), parts[2]
        int(column.partition("-")[2])
    except (ValueError, IndexError) as fault:
        raise RuleBroken(_("Pilih tempat pada papan.")) from fault
    if not 2000 <= day.year <= 2100:
        raise RuleBroken(_("Pilih tempat pada papan."))
    return day, starts, column


def move_session(session: Session, target: Target, *, copy: bool = False, by: Person) -> PlanUnit:
    """Move a session, or a copy of it, to another place of the board, unless a rule forbids."""
    day, starts, column = target
    placed, plan = _placed(session, day)
    names = {person.id: person.name for person in queries.instructors()}
    there = board.with_column(
        board.moved(placed, day, starts, plan.world, session.batch.zone), column, plan.world, names
    )
    if copy:
        there = replace(there, session_id=0)
    _refuse(there, plan, session.batch)
    changed = _plan_at(session, there)
    if copy:
        change = Change(session.batch, None, replace(changed, line_key="", note=""))
    else:
        change = Change(session.batch, session, changed)
    return apply_unit("board", session.title, [change], by=by)


def stretch_session(session: Session, ends: time, *, by: Person) -> PlanUnit:
    """Let a session end at another time of its day."""
    placed, plan = _placed(session, session.day)
    if ends <= placed.starts:
        raise RuleBroken(_("Jam selesai harus sesudah jam mulai."))
    begins = datetime.combine(placed.day, placed.starts)
    longer = board.until(placed, begins, datetime.combine(placed.day, ends), session.batch.zone)
    _refuse(longer, plan, session.batch)
    change = Change(session.batch, session, _plan_at(session, longer))
    return apply_unit("board", session.title, [change], by=by)


def put_back(session: Session, *, by: Person) -> PlanUnit:
    """Take a draft off the board; its line of the template waits again."""
    return apply_unit("board", session.title, [Change(session.batch, session, None)], by=by)


def _placed(session: Session, day: date) -> tuple[Placed, queries.BoardPlan]:
    """Return a session as it stands, beside the plan of the week of `day`."""
    monday = day - timedelta(days=day.weekday())
    plan = queries.board_plan(monday, monday + timedelta(days=6))
    found = next((one for one in plan.meetings if one.session_id == session.id), None)
    if found is None:
        own = queries.board_plan(session.day, session.day)
        found = next((one for one in own.meetings if one.session_id == session.id), None)
    if found is None:
        raise RuleBroken(_("Sesi ini tidak ada pada papan. Muat ulang halaman."))
    return found, plan


def _refuse(meeting: Meeting, plan: queries.BoardPlan, batch: Batch) -> None:
    reason = board.outside(meeting, batch.starts_on, batch.ends_on)
    reason = reason or why_not(meeting, plan.meetings, plan.world)
    if reason:
        raise RuleBroken(reason)


def _plan_at(session: Session, there: Meeting) -> Plan:
    """Return the plan of the session at the place; a new account brings its own address."""
    plan = plan_of(session)
    same = there.account_id == session.account_id and there.mode == session.mode
    return replace(
        plan, starts_at=there.starts_at, ends_at=there.ends_at, mode=there.mode,
        room_id=there.room_id, account_id=there.account_id,
        instructor_ids=tuple(there.people), link=plan.link if same else "",
    )  # fmt: skip


def lock_session(session: Session, *, locked: bool, by: Person) -> None:
    """Keep a session where it is for board and solver, or let it go again."""
    lock(session)
    session.is_locked = locked
    record("session.locked" if locked else "session.unlocked", session, by=by)


def publish_plan(sessions: Sequence[Session], *, by: Person) -> int:
    """Show drafts to trainees and instructors, and tell of what moved; returns how many sessions.

    Raises RuleBroken when one of them breaks a hard rule. Only those concerned are told.
    """
    waiting = [one for one in sessions if one.is_draft or one.is_news]
    if not waiting:
        raise RuleBroken(_("Tidak ada yang perlu diterbitkan."))
    _refuse_trouble(waiting)
    told: dict[int, tuple[list[Session], list[Session]]] = {}
    for session in waiting:
        lock(session)
        new, changed = told.setdefault(session.batch_id, ([], []))
        (new if session.is_draft else changed).append(session)
        show(session)
        record("session.published", session, by=by, title=session.title)
    for new, changed in told.values():
        batch = (new or changed)[0].batch
        sessions_announced.send(batch, new=new, changed=changed, by=by)
    return len(waiting)


def _refuse_trouble(sessions: Iterable[Session]) -> None:
    days = [session.day for session in sessions]
    plan = queries.board_plan(min(days), max(days))
    ids = {session.id for session in sessions}
    for problem in plan.problems:
        if problem.is_hard and problem.session_id in ids:
            title = next(one.title for one in sessions if one.id == problem.session_id)
            raise RuleBroken(
                _("%(title)s belum dapat diterbitkan. %(reason)s",
                  title=title, reason=problem.sentence)
            )  # fmt: skip
