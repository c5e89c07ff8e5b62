"""Sessions only thought of, beside the plan: what rules say of them, who is free for them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from lms.catalogue.models import Batch, Course
from lms.core.clock import from_local, local
from lms.core.db import db
from lms.people.models import Person
from lms.schedule.checks import advice, why_not
from lms.schedule.models import Room, Session, TrainingGroup
from lms.schedule.queries.board import BoardPlan, Placed, board_plan, placed
from lms.schedule.queries.lines import Need
from lms.schedule.queries.resources import open_rooms, people_named, possible_instructors
from lms.schedule.queries.sessions import groups_of
from lms.schedule.rules import jp_of

#: A group that has not met yet: other groups meet beside it.
_NEW_GROUP = -1


def as_planned(batch: Batch, plan: Any, session_id: int | None) -> tuple[Placed, BoardPlan]:
    """Return a session as somebody plans it (`actions.Plan`), beside the plan of its week."""
    day = local(plan.starts_at, batch.zone).date()
    monday = day - timedelta(days=day.weekday())
    around = board_plan(monday, monday + timedelta(days=6), besides=batch.id)
    course = db.session.get(Course, plan.course_id or 0)
    group = db.session.get(TrainingGroup, plan.group_id or 0)
    line = SimpleNamespace(
        id=session_id or 0, title=plan.title, mode=plan.mode, starts_at=plan.starts_at,
        ends_at=plan.ends_at, jp=jp_of(plan.starts_at, plan.ends_at, batch.version.jp_minutes),
        room_id=plan.room_id if plan.mode == "classical" else None,
        account_id=plan.account_id if plan.mode == "virtual" else None,
        group_id=plan.group_id, group=group.name if group else "", link=plan.link,
        course_key=course.key if course else "", published_at=None, told={}, is_locked=False,
    )  # fmt: skip
    names = {person.id: person.name for person in people_named(plan.instructor_ids)}
    return placed(line, batch, {line.id: names}, around.sizes), around


def as_meeting(batch: Batch, need: Need, plan: BoardPlan) -> Placed:
    """Return a line of the timetable that waits, as a meeting at its own day and time."""
    line, day = need.line, need.dated.day
    groups = {group.name: group.id for group in groups_of(batch)} if need.group else {}
    thought = SimpleNamespace(
        id=0, title=line.title, mode=line.mode, jp=line.jp, room_id=None, account_id=None,
        starts_at=from_local(datetime.combine(day, line.starts), batch.zone),
        ends_at=from_local(datetime.combine(day, line.ends), batch.zone),
        group_id=groups.get(need.group, _NEW_GROUP) if need.group else None, group=need.group,
        link="", course_key=line.course, published_at=None, told={}, is_locked=False,
    )  # fmt: skip
    return placed(thought, batch, {}, plan.sizes)


def advice_on(session: Session) -> list[str]:
    """Return what should be looked at about a session that stands in the plan."""
    around = board_plan(session.day, session.day, besides=session.batch_id)
    own = next((one for one in around.meetings if one.session_id == session.id), None)
    return advice(own, around.meetings, around.world) if own is not None else []


@dataclass(frozen=True)
class Free:
    """Who and what could be had for a session by every hard rule."""

    rooms: list[Room]
    instructors: list[Person]


def free_for(meeting: Placed, around: BoardPlan, batch: Batch) -> Free:
    """Return the rooms and instructors that no rule keeps from a meeting at its time."""
    bare = replace(meeting, batch_id=0, people={}, room_id=None, account_id=None)

    def fits(**facts: Any) -> bool:
        return not why_not(replace(bare, **facts), around.meetings, around.world)

    return Free(
        [room for room in open_rooms() if fits(mode="classical", room_id=room.id)],
        [one for one in possible_instructors(batch) if fits(people={one.id: one.name})],
    )
