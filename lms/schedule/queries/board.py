"""The plan of some days as the board shows and checks it, in few statements for many sessions."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from lms.catalogue.models import Batch, Course, Enrolment
from lms.core.clock import AGENCY_ZONE, ZONES, today
from lms.core.db import db, rows
from lms.people.models import Person
from lms.schedule.checks import (
    Away,
    Meeting,
    Place,
    Problem,
    Terms,
    World,
    problems,
)
from lms.schedule.hard import Load
from lms.schedule.models import (
    Block,
    Building,
    DayGrid,
    Holiday,
    InstructorProfile,
    Room,
    Session,
    Teaching,
    TeachingRight,
    TrainingGroup,
    Travel,
    WebinarAccount,
)
from lms.schedule.queries.parts import answers, part
from lms.schedule.queries.sessions import bounds
from lms.schedule.rules import Cut, rung_of

#: Problems ahead are looked for so far.
AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class Placed(Meeting):
    """A meeting on the board: whether it is shown, news, or not to be moved."""

    is_draft: bool = False
    is_news: bool = False
    is_locked: bool = False


@dataclass(frozen=True)
class BoardPlan:
    """The meetings of some days, the batches they belong to, and what their rules ask about."""

    meetings: list[Placed]
    batches: dict[int, Batch]
    world: World
    #: Trainees by batch and group.
    sizes: dict[tuple[int, str], int]

    def place_of(self, meeting: Meeting) -> str:
        """Return the name of a meeting's room or account, "" without one or when it is closed."""
        rooms, accounts = self.world.rooms, self.world.accounts
        found = rooms.get(meeting.room_id or 0) or accounts.get(meeting.account_id or 0)
        return found.name if found else ""

    @property
    def problems(self) -> list[Problem]:
        """Return every broken rule of the meetings."""
        return problems(self.meetings, self.world)


def board_plan(
    first: date, last: date, batch_id: int | None = None, *, besides: int | None = None
) -> BoardPlan:
    """Return the plan of the days from first to last; of one batch with all who share its things.

    `batch_id` narrows the meetings to those of one batch; `besides` is a batch to know in any case.
    """
    lines = _lines(first, last)
    if batch_id is not None:
        lines = [line for line in lines if line.batch_id == batch_id]
    ids = {line.batch_id for line in lines} | {one for one in (batch_id, besides) if one}
    batches = {batch.id: batch for batch in rows(select(Batch).where(Batch.id.in_(ids)))}
    world, sizes, people = _world(first, last, ids)
    meetings = [placed(line, batches[line.batch_id], people, sizes) for line in lines]
    shown = [one for one in meetings if first <= one.day <= last]
    return BoardPlan(shown, batches, world, sizes)


def _lines(first: date, last: date) -> list[Any]:
    begins, ends = bounds(first, last)
    found = db.session.execute(
        select(
            Session.id, Session.title, Session.batch_id, Session.mode, Session.starts_at,
            Session.ends_at, Session.jp, Session.room_id, Session.account_id, Session.group_id,
            Session.published_at, Session.told, Session.is_locked, Session.link,
            Course.key.label("course_key"), TrainingGroup.name.label("group"),
        )
        .outerjoin(Course, Course.id == Session.course_id)
        .outerjoin(TrainingGroup, TrainingGroup.id == Session.group_id)
        .where(
            Session.starts_at >= begins, Session.starts_at < ends,
            Session.cancelled_at.is_(None), Session.mode != "asynchronous",
        )
        .order_by(Session.starts_at, Session.id)
    )  # fmt: skip
    return list(found)


def placed(
    line: Any, batch: Batch, people: dict[int, dict[int, str]], sizes: dict[tuple[int, str], int]
) -> Placed:
    zone = ZONES[batch.zone]
    starts, ends = line.starts_at.astimezone(zone), line.ends_at.astimezone(zone)
    told = {
        "starts_at": line.starts_at.isoformat(), "ends_at": line.ends_at.isoformat(),
        "mode": line.mode, "room_id": line.room_id, "link": line.link,
    }  # fmt: skip
    whole = sum(count for (batch_id, _group), count in sizes.items() if batch_id == batch.id)
    return Placed(
        session_id=line.id, title=line.title, batch_id=batch.id, batch=batch.name,
        programme_id=batch.programme_id,
        rung=rung_of(batch.version.programme.key, batch.version.programme.kind),
        course_key=line.course_key or "", mode=line.mode, starts_at=line.starts_at,
        ends_at=line.ends_at, day=starts.date(), starts=starts.time(), ends=ends.time(),
        jp=line.jp, jp_minutes=batch.version.jp_minutes, people=people.get(line.id, {}),
        room_id=line.room_id, account_id=line.account_id, group_id=line.group_id,
        group=line.group or "", quota=batch.quota, zone=batch.zone,
        size=sizes.get((batch.id, line.group), 0) if line.group else whole,
        is_draft=line.published_at is None, is_locked=line.is_locked,
        is_news=line.published_at is not None and line.told != told,
    )  # fmt: skip


def _world(
    first: date, last: date, batch_ids: Collection[int]
) -> tuple[World, dict[tuple[int, str], int], dict[int, dict[int, str]]]:
    """Return what the rules of these days ask about.

    And the trainees by (batch, group), and who teaches: session id -> person id -> name.
    """
    begins, ends = bounds(first, last)
    one, other = aliased(Enrolment), aliased(Enrolment)
    since, until = _whole_weeks_and_months(first, last)
    found = answers(
        part("room", one=Room.id, two=Room.building_id, number=Room.capacity, words=Room.name,
              more=Building.name)
        .outerjoin(Building, Building.id == Room.building_id)
        .where(Room.is_closed.is_(False)),
        part("account", one=WebinarAccount.id, number=WebinarAccount.capacity,
              words=WebinarAccount.name).where(WebinarAccount.is_closed.is_(False)),
        part("travel", one=Travel.from_id, two=Travel.to_id, number=Travel.minutes),
        part("away", one=Block.resource_id, words=Block.reason, more=Block.kind,
              starts_at=Block.starts_at, ends_at=Block.ends_at)
        .where(Block.starts_at < ends, Block.ends_at > begins),
        part("holiday", words=Holiday.name, day=Holiday.day)
        .where(Holiday.day.between(first, last)),
        part("cut", one=DayGrid.programme_id, two=DayGrid.weekday, day=DayGrid.from_on,
              data=DayGrid.blocks),
        part("day", one=InstructorProfile.person_id, words=InstructorProfile.level,
              number=InstructorProfile.jp_per_day, data=InstructorProfile.hours),
        part("week", one=InstructorProfile.person_id, two=InstructorProfile.jp_per_month,
              number=InstructorProfile.jp_per_week),
        part("right", one=TeachingRight.person_id, two=TeachingRight.programme_id,
              words=TeachingRight.course_key),
        part("seats", one=Enrolment.batch_id, words=Enrolment.group,
              number=func.count(Enrolment.id))
        .where(Enrolment.batch_id.in_(batch_ids), Enrolment.state == "accepted")
        .group_by(Enrolment.batch_id, Enrolment.group),
        part("teaches", one=Teaching.session_id, two=Person.id, words=Person.name,
             number=Teaching.id)
        .join(Session, Session.id == Teaching.session_id)
        .join(Person, Person.id == Teaching.person_id)
        .where(Session.starts_at >= begins, Session.starts_at < ends),
        part("shared", one=one.batch_id, two=other.batch_id, words=Person.name)
        .join(other, other.person_id == one.person_id)
        .join(Person, Person.id == one.person_id)
        .where(
            one.batch_id.in_(batch_ids), other.batch_id.in_(batch_ids),
            one.batch_id < other.batch_id, one.state == "accepted", other.state == "accepted",
        ),
        part("load", one=Teaching.person_id, two=Session.id, number=Session.jp,
              starts_at=Session.starts_at, words=Batch.zone)
        .join(Session, Session.id == Teaching.session_id)
        .join(Batch, Batch.id == Session.batch_id)
        .where(
            Session.starts_at >= since, Session.starts_at < until,
            Session.cancelled_at.is_(None), Session.mode != "asynchronous",
            Teaching.person_id.in_(
                select(InstructorProfile.person_id).where(
                    func.coalesce(InstructorProfile.jp_per_day, InstructorProfile.jp_per_week,
                                  InstructorProfile.jp_per_month).is_not(None)
                )
            ),
        ),
    )  # fmt: skip
    sizes = {(row.one, row.words): row.number for row in found["seats"]}
    people: dict[int, dict[int, str]] = defaultdict(dict)
    for row in sorted(found["teaches"], key=lambda row: row.number):
        people[row.one][row.two] = row.words
    return _assembled(found), sizes, people


def _whole_weeks_and_months(first: date, last: date) -> tuple[datetime, datetime]:
    """Return moments that contain every week and month of which the days are a part."""
    after = (last.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    monday = first - timedelta(days=first.weekday())
    sunday = last + timedelta(days=6 - last.weekday())
    return bounds(min(monday, first.replace(day=1)), max(sunday, after))


def _assembled(found: dict[str, list[Any]]) -> World:
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in sorted(found["shared"], key=lambda row: row.words):
        shared[row.one, row.two].append(row.words)
    rights: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in found["right"]:
        rights[row.one][row.two].add(row.words)
    weeks = {row.one: row for row in found["week"]}
    loads: dict[int, list[Load]] = defaultdict(list)
    for row in found["load"]:
        day = row.starts_at.astimezone(ZONES[row.words]).date()
        loads[row.one].append(Load(row.one, day, row.number, row.two))
    there = {(row.one, row.two): row.number for row in found["travel"]}
    return World(
        rooms={row.one: Place(row.one, row.words, row.number, row.two, row.more or "")
               for row in sorted(found["room"], key=lambda row: row.words)},
        accounts={row.one: Place(row.one, row.words, row.number)
                  for row in sorted(found["account"], key=lambda row: row.words)},
        aways=[Away(row.more, row.one, row.starts_at, row.ends_at, row.words)
               for row in found["away"]],
        holidays={row.day: row.words for row in found["holiday"]},
        terms={
            row.one: Terms(
                row.words, row.number, weeks[row.one].number, weeks[row.one].two, row.data,
                {programme: frozenset(keys) for programme, keys in rights[row.one].items()},
            )
            for row in found["day"]
        },
        travel=there | {(last, first): minutes for (first, last), minutes in there.items()},
        cuts=[Cut(row.one, row.two, row.day, row.data) for row in found["cut"]],
        shared=shared,
        loads=loads,
    )  # fmt: skip


def troubles_ahead(since: date | None = None) -> tuple[list[Placed], list[Problem]]:
    """Return the meetings to come and the hard rules they break, shown ones and drafts."""
    first = since or today()
    plan = board_plan(first, first + AHEAD)
    hard = [one for one in plan.problems if one.is_hard]
    ids = {one.session_id for one in hard}
    return [one for one in plan.meetings if one.session_id in ids], hard


def published_in_trouble(first: datetime, last: datetime) -> list[tuple[Batch, list[Placed]]]:
    """Return the shown sessions of an interval that break a hard rule, by batch."""
    zone = ZONES[AGENCY_ZONE]
    days = first.astimezone(zone).date(), last.astimezone(zone).date()
    plan = board_plan(*days)
    broken = {one.session_id for one in plan.problems if one.is_hard}
    found: dict[int, list[Placed]] = defaultdict(list)
    for one in plan.meetings:
        if not one.is_draft and one.session_id in broken:
            found[one.batch_id].append(one)
    return [(plan.batches[batch_id], own) for batch_id, own in found.items()]


def batch_choices(first: date, last: date, chosen: int | None = None) -> list[Batch]:
    """Return the batches that run on one of the days and are not over, by name; the chosen too."""
    running = and_(
        Batch.starts_on <= last, Batch.ends_on >= first, Batch.state != "closed"
    )  # fmt: skip
    found: Iterable[Batch] = rows(
        select(Batch)
        .where(or_(running, Batch.id == chosen))
        .order_by(Batch.starts_on, Batch.id)
        .limit(100)
    )
    return sorted(found, key=lambda batch: batch.name)


def batch_span(batch_id: int) -> tuple[date, date] | None:
    """Return the first and last day of a batch, None when there is none."""
    found = db.session.execute(
        select(Batch.starts_on, Batch.ends_on).where(Batch.id == batch_id)
    ).first()
    return (found.starts_on, found.ends_on) if found else None


@dataclass(frozen=True)
class Notice:
    """What publishing would tell the people of a batch."""

    batch: Batch
    new: list[Session]
    moved: list[Session]
    trainees: int
    instructors: int


def unpublished(first: date, last: date, batch_ids: Collection[int]) -> list[Session]:
    """Return the drafts, and what moved since people were told, of some batches."""
    begins, ends = bounds(first, last)
    found: list[Session] = rows(
        select(Session)
        .where(
            Session.batch_id.in_(batch_ids), Session.starts_at >= begins,
            Session.starts_at < ends, Session.cancelled_at.is_(None),
        )
        .options(selectinload(Session.teaching))
        .order_by(Session.starts_at, Session.id)
    )  # fmt: skip
    return [one for one in found if one.is_draft or one.is_news]


def notices_of(
    first: date, last: date, batch_id: int | None
) -> tuple[list[Notice], dict[int, list[Problem]]]:
    """Return what publishing would tell, by batch, and the hard problems in its way by batch."""
    plan = board_plan(first, last, batch_id)
    sessions = unpublished(first, last, list(plan.batches))
    owners = {one.session_id: one.batch_id for one in plan.meetings}
    waiting = {one.id for one in sessions}
    hard: dict[int, list[Problem]] = defaultdict(list)
    for problem in plan.problems:
        if problem.is_hard and problem.session_id in waiting:
            hard[owners[problem.session_id]].append(problem)
    sizes = {one.session_id: one.size for one in plan.meetings}
    notices = []
    for batch in sorted(plan.batches.values(), key=lambda one: one.name):
        own = [one for one in sessions if one.batch_id == batch.id]
        if own:
            people = {teaching.person_id for one in own for teaching in one.teaching}
            notices.append(
                Notice(
                    batch, [one for one in own if one.is_draft],
                    [one for one in own if one.is_news], _told(own, sizes), len(people),
                )
            )  # fmt: skip
    return notices, hard


def _told(sessions: Iterable[Session], sizes: dict[int, int]) -> int:
    """Return how many trainees hear of the sessions: the whole batch, or the groups concerned."""
    groups = {one.group_id: sizes.get(one.id, 0) for one in sessions}
    return groups[None] if None in groups else sum(groups.values())
