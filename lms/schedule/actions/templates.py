"""A whole plan at once: from the programme's timetable, or from another batch's plan."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from lms.catalogue.models import Batch
from lms.core.clock import from_local, local
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries
from lms.schedule.actions.booking import Plan, refuse_broken
from lms.schedule.actions.groups import add_group
from lms.schedule.actions.units import Change, apply_unit, plan_of
from lms.schedule.board import wrong_column
from lms.schedule.models import PlanUnit


@dataclass(frozen=True)
class Staffing:
    """Where the sessions of a template take place, and who leads them."""

    room_id: int | None = None
    account_id: int | None = None
    #: Meetings without an account: their address.
    link: str = ""
    #: Who leads sessions of the whole batch; several teach as a team.
    team: tuple[int, ...] = ()
    #: Who leads each group, by its name.
    by_group: Mapping[str, int] | None = None
    rooms_by_group: Mapping[str, int] | None = None


def apply_template(batch: Batch, staffing: Staffing, *, by: Person) -> PlanUnit:
    """Plan every line of the programme's timetable that is not planned yet, as drafts."""
    needs = queries.needs_of(batch)
    late = next((need for need in needs if need.dated.problem), None)
    if late is not None:
        raise RuleBroken(
            _("Hari ke-%(number)s jatuh pada %(day)s dan melewati akhir tahapnya. "
              "Ubah tanggal angkatan lebih dahulu.",
              number=late.dated.number, day=late.dated.day.isoformat())
        )  # fmt: skip
    courses = {course.key: course.id for course in queries.courses_of(batch)}
    plans = [need_plan(batch, need, staffing, courses, by=by) for need in needs]
    changes = [Change(batch, None, plan) for plan in plans]
    return apply_unit("template", _("Pola jadwal %(batch)s", batch=batch.name), changes, by=by)


def need_plan(
    batch: Batch, need: queries.Need, staffing: Staffing, courses: Mapping[str, int], *, by: Person,
    at: tuple[date, time] | None = None,
) -> Plan:  # fmt: skip
    """Return the plan of one line, for its group when groups meet apart."""
    line, day = need.line, at[0] if at else need.dated.day
    starts = datetime.combine(day, at[1] if at else line.starts)
    length = datetime.combine(day, line.ends) - datetime.combine(day, line.starts)
    group = add_group(batch, need.group, by=by) if need.group else None
    leader = (staffing.by_group or {}).get(need.group)
    room = (staffing.rooms_by_group or {}).get(need.group) if need.group else staffing.room_id
    virtual = line.mode == "virtual"
    account = staffing.account_id if virtual and not need.group else None
    return Plan(
        title=line.title, mode=line.mode, starts_at=from_local(starts, batch.zone),
        ends_at=from_local(starts + length, batch.zone), course_id=courses.get(need.line.course),
        room_id=None if virtual else room,
        account_id=account, link=staffing.link if virtual and account is None else "",
        instructor_ids=((leader,) if leader else ()) if need.group else staffing.team,
        group_id=group.id if group else None, line_key=need.line.key,
    )  # fmt: skip


def clone_plan(source: Batch, batch: Batch, *, with_instructors: bool, by: Person) -> PlanUnit:
    """Plan a batch like another one of its programme, its dates shifted, as drafts."""
    copies = queries.copies_of(source, batch)
    if not copies:
        raise RuleBroken(_("Angkatan itu belum mempunyai jadwal."))
    late = next((one for one in copies if one.dated.problem), None)
    if late is not None:
        raise RuleBroken(
            _("%(title)s jatuh pada %(day)s, di luar masa angkatan ini.",
              title=late.session.title, day=late.dated.day.isoformat())
        )  # fmt: skip
    courses = {course.key: course.id for course in queries.courses_of(batch)}
    former = {course.id: course.key for course in queries.courses_of(source)}
    changes = []
    for one in copies:
        session = one.session
        key = former.get(session.course_id or 0, "")
        group = add_group(batch, session.group.name, by=by) if session.group else None
        plan = _shifted(plan_of(session), source, batch, one.dated.day)
        people = plan.instructor_ids if with_instructors else ()
        plan = replace(
            plan, course_id=courses.get(key), group_id=group.id if group else None,
            instructor_ids=people, note="",
        )  # fmt: skip
        changes.append(Change(batch, None, plan))
    title = _("Salinan jadwal %(batch)s", batch=source.name)
    return apply_unit("clone", title, changes, by=by)


def _shifted(plan: Plan, source: Batch, batch: Batch, day: date) -> Plan:
    """Return a plan on another day at the same time of the clock."""
    starts = datetime.combine(day, local(plan.starts_at, source.zone).time())
    begins = from_local(starts, batch.zone)
    length: timedelta = plan.ends_at - plan.starts_at
    return replace(plan, starts_at=begins, ends_at=begins + length)


def place_line(
    batch: Batch, key: str, day: date, starts: time, column: str, *, by: Person
) -> PlanUnit:
    """Plan one waiting line of the template at a place of the board."""
    need = next((one for one in queries.needs_of(batch) if one.key == key), None)
    if need is None:
        raise RuleBroken(_("Baris ini sudah dijadwalkan. Muat ulang halaman."))
    kind, _dash, written = column.partition("-")
    number = int(written) or None
    staffing = Staffing(
        room_id=number if kind == "room" else None,
        account_id=number if kind == "account" else None,
        team=(number,) if kind == "person" and number else (),
        rooms_by_group={need.group: number} if kind == "room" and number else None,
        by_group={need.group: number} if kind == "person" and number else None,
    )
    if reason := wrong_column(need.line.mode, kind, number):
        raise RuleBroken(reason)
    courses = {course.key: course.id for course in queries.courses_of(batch)}
    plan = need_plan(batch, need, staffing, courses, by=by, at=(day, starts))
    if need.line.mode == "virtual" and number is not None and kind == "account":
        plan = replace(plan, account_id=number)
    refuse_broken(batch, plan)
    return apply_unit("board", need.line.title, [Change(batch, None, plan)], by=by)
