"""A year's supply of rooms, accounts and instructors, what is planned of it, and what fits."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from lms.catalogue.models import Programme, ProgrammeVersion
from lms.core.clock import AGENCY_ZONE, ZONES
from lms.core.db import db, rows
from lms.schedule.lines import read_lines
from lms.schedule.models import Block, Session, Teaching
from lms.schedule.queries.lines import holiday_names
from lms.schedule.queries.resources import instructors, open_accounts, open_rooms, profiles
from lms.schedule.queries.sessions import bounds
from lms.schedule.queries.working import cuts
from lms.schedule.rules import cut_of, slots_of
from lms.schedule.season import (
    ACCOUNT,
    PERSON,
    ROOM,
    Fit,
    Supply,
    demand_of,
    fits,
    jp_of_person,
    year_days,
)


@dataclass(frozen=True)
class Season:
    """A year: what there is, what is planned, what still fits, and JP planned by month."""

    year: int
    days: int
    supplies: list[Supply]
    fits: list[Fit]
    months: list[int]

    def of(self, kind: str) -> list[Supply]:
        """Return the resources of a kind, the fullest first."""
        own = [one for one in self.supplies if one.kind == kind]
        return sorted(own, key=lambda one: (-one.percent, one.name))


def season(year: int) -> Season:
    """Return what a year can hold."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = year_days(year, holiday_names(first, last))
    known = cuts()
    day_jp = {day: len(slots_of(cut_of(day, None, known))) for day in days}
    used, months = _used(first, last)
    away = _away(first, last, day_jp)
    full = sum(day_jp.values())
    terms = profiles()
    supplies = [
        Supply(ROOM, one.id, one.name, full - away[ROOM, one.id], used[ROOM, one.id], one.capacity)
        for one in open_rooms()
    ] + [
        Supply(ACCOUNT, one.id, one.name, full - away[ACCOUNT, one.id], used[ACCOUNT, one.id],
               one.capacity)
        for one in open_accounts()
    ]  # fmt: skip
    for person in instructors():
        own = terms.get(person.id)
        ceilings = (own.jp_per_day, own.jp_per_week, own.jp_per_month) if own else (None,) * 3
        most = jp_of_person(list(day_jp.values()), *ceilings)
        left = max(0, min(most, full - away[PERSON, person.id]))
        supplies.append(Supply(PERSON, person.id, person.name, left, used[PERSON, person.id]))
    return Season(year, len(days), supplies, _fits(supplies), months)


def _used(first: date, last: date) -> tuple[Counter[tuple[str, int]], list[int]]:
    """Return the JP planned of each resource, and of all meetings by month."""
    begins, ends = bounds(first, last)
    takes_place = (
        Session.starts_at >= begins, Session.starts_at < ends,
        Session.cancelled_at.is_(None), Session.mode != "asynchronous",
    )  # fmt: skip
    used: Counter[tuple[str, int]] = Counter()
    months = [0] * 12
    for room_id, account_id, starts_at, jp in db.session.execute(
        select(Session.room_id, Session.account_id, Session.starts_at, Session.jp).where(
            *takes_place
        )
    ):
        for kind, one in ((ROOM, room_id), (ACCOUNT, account_id)):
            if one is not None:
                used[kind, one] += jp
        months[starts_at.astimezone(ZONES[AGENCY_ZONE]).month - 1] += jp
    for person_id, jp in db.session.execute(
        select(Teaching.person_id, func.sum(Session.jp))
        .join(Session, Session.id == Teaching.session_id)
        .where(*takes_place)
        .group_by(Teaching.person_id)
    ):
        used[PERSON, person_id] += jp
    return used, months


def _away(first: date, last: date, day_jp: dict[date, int]) -> Counter[tuple[str, int]]:
    """Return the JP of whole days on which a resource is away."""
    begins, ends = bounds(first, last)
    zone, lost = ZONES[AGENCY_ZONE], Counter[tuple[str, int]]()
    for block in rows(select(Block).where(Block.starts_at < ends, Block.ends_at > begins)):
        day = block.starts_at.astimezone(zone).date()
        stop = block.ends_at.astimezone(zone).date()
        while day <= stop and day <= last:
            lost[block.kind, block.resource_id] += day_jp.get(day, 0)
            day += timedelta(days=1)
    return lost


def _fits(supplies: list[Supply]) -> list[Fit]:
    found = db.session.execute(
        select(Programme.id, Programme.title, ProgrammeVersion.batch_size,
               ProgrammeVersion.timetable)
        .join(ProgrammeVersion, ProgrammeVersion.id == Programme.current_version_id)
        .order_by(Programme.title)
    )  # fmt: skip
    demands = [demand_of(one, title, size, read_lines(lines)) for one, title, size, lines in found]
    return [fits(demand, supplies) for demand in demands if demand.jp]
