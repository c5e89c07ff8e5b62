"""Rates in force, and the JP and pay of every instructor in a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.core.clock import now
from lms.core.db import one, rows
from lms.people.models import Person
from lms.schedule.honour import rates
from lms.schedule.honour.models import PayKind, TeachingRate
from lms.schedule.honour.rates import Rate
from lms.schedule.models import Session, Teaching
from lms.schedule.queries import bounds


@dataclass(frozen=True)
class Line:
    """One instructor's month: JP planned, held, and with a closed roll; pay for the last."""

    person: Person
    kind: str
    sessions: int
    jp_planned: int
    jp_held: int
    jp_closed: int
    pay: rates.Pay


def own_rates() -> list[TeachingRate]:
    """Return the agency's own lines, in the order they were entered."""
    return rows(select(TeachingRate).order_by(TeachingRate.id))


def all_rates() -> list[Rate]:
    """Return the lines that come along, and after them the agency's own."""
    own = (
        Rate(line.kind, line.amount, line.valid_from, line.clause, line.confidence)
        for line in own_rates()
    )
    return [*rates.STANDARD, *own]


def person_by_id(person_id: int) -> Person | None:
    """Return a person by id."""
    found: Person | None = one(select(Person).where(Person.id == person_id))
    return found


def month_after(month: date) -> date:
    """Return the first day of the month after a month's first day."""
    return (month + timedelta(days=32)).replace(day=1)


def recap(month: date) -> list[Line]:
    """Return the lines of all who teach in a month (its first day), by name."""
    last = month_after(month) - timedelta(days=1)
    begins, ends = bounds(month, last)
    found = rows(
        select(Teaching)
        .join(Teaching.session)
        .options(contains_eager(Teaching.session))
        .where(
            Session.starts_at >= begins,
            Session.starts_at < ends,
            Session.cancelled_at.is_(None),
            Session.mode != "asynchronous",
        )
        .order_by(Teaching.id)
    )
    own: dict[int, list[Teaching]] = {}
    for teaching in found:
        if month <= teaching.session.day <= last:
            own.setdefault(teaching.person_id, []).append(teaching)
    kinds, known = _chosen_kinds(own), all_rates()
    lines = [
        _line(work, kinds.get(person_id) or usual_kind(work[0].person), known, last)
        for person_id, work in own.items()
    ]
    return sorted(lines, key=lambda line: (line.person.name, line.person.id))


def _line(work: list[Teaching], kind: str, known: list[Rate], day: date) -> Line:
    sessions, moment = [teaching.session for teaching in work], now()
    closed = sum(one.jp for one in sessions if one.roll_closed_at is not None)
    return Line(
        person=work[0].person,
        kind=kind,
        sessions=len(sessions),
        jp_planned=sum(one.jp for one in sessions),
        jp_held=sum(one.jp for one in sessions if one.ends_at <= moment),
        jp_closed=closed,
        pay=rates.pay(known, kind, closed, day),
    )


def usual_kind(person: Person) -> str:
    """Return as what somebody is paid by their office: the agency's own, or from elsewhere."""
    office, unit = person.opd, current_app.config["AGENCY_UNIT"].upper()
    if office is None:
        return "outside"
    # offices are named in full: Badan Pengembangan Sumber Daya Manusia Daerah is BPSDM
    initials = "".join(word[0] for word in office.name.split())
    names = (office.short_name.upper(), initials.upper())
    return "inside" if any(name.startswith(unit) for name in names) else "outside"


def _chosen_kinds(person_ids: Iterable[int]) -> dict[int, str]:
    found = rows(select(PayKind).where(PayKind.person_id.in_(list(person_ids))))
    return {one.person_id: one.kind for one in found}
