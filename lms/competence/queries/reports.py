"""Hours of many people: the report of an office's staff, of all offices, and training histories."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select

from lms.competence.queries.records import numbered_records
from lms.competence.queries.year import year_hours
from lms.competence.rules.hours import JP, YEARLY_JP
from lms.competence.rules.siasn import Learning
from lms.core.db import db
from lms.people.models import Opd, Person

#: People on one page of an office's report.
PAGE = 50
#: Rows fetched from the database at once.
_PORTION = 2000


def _staff(opd_ids: frozenset[int] | None) -> Any:
    """Return the conditions of those who serve in some offices; None: in any."""
    serving = Person.ended_on.is_(None) & Person.nip.is_not(None)
    return serving if opd_ids is None else serving & Person.opd_id.in_(opd_ids)


@dataclass(frozen=True)
class OfficeHours:
    """One office: its staff, how many met the duty, how many have nothing, and the mean."""

    opd: Opd
    people: int
    met: int
    none: int
    mean: Decimal


def hours_by_office(opd_ids: frozenset[int] | None, year: int) -> list[OfficeHours]:
    """Return the hours of the year of each office, by name (one statement)."""
    staff = _staff(opd_ids)
    counted = year_hours(year, select(Person.id).where(staff)).subquery()
    jp = func.coalesce(counted.c.year_jp, 0)
    found = db.session.execute(
        select(
            Opd,
            func.count(),
            func.sum(case((jp >= YEARLY_JP * JP, 1), else_=0)),
            func.sum(case((jp == 0, 1), else_=0)),
            func.sum(jp),
        )
        .join(Person, Person.opd_id == Opd.id)
        .outerjoin(counted, counted.c.person_id == Person.id)
        .where(staff)
        .group_by(Opd.id)
        .order_by(Opd.name)
    )
    return [
        OfficeHours(opd, people, met, none, _mean(total, people))
        for opd, people, met, none, total in found
    ]


def _mean(total: int, people: int) -> Decimal:
    return (Decimal(total) / JP / people).quantize(Decimal("0.01"))


def hours_of_staff(
    opd: Opd, year: int, *, page: int | None = None
) -> tuple[list[tuple[Person, Decimal]], int]:
    """Return (person, hours of the year) of an office by name, one page or all, and how many."""
    staff = _staff(frozenset({opd.id}))
    count = db.session.scalar(select(func.count(Person.id)).where(staff)) or 0
    counted = year_hours(year, select(Person.id).where(staff)).subquery()
    statement = (
        select(Person, func.coalesce(counted.c.year_jp, 0))
        .outerjoin(counted, counted.c.person_id == Person.id)
        .where(staff)
        .order_by(Person.name, Person.id)
    )
    if page is not None:
        statement = statement.limit(PAGE).offset((page - 1) * PAGE)
    return [(one, Decimal(jp) / JP) for one, jp in db.session.execute(statement)], count


def histories(opd_ids: frozenset[int] | None, year: int) -> Iterator[Learning]:
    """Yield every training of the year of the staff of some offices, by NIP and day."""
    found = numbered_records().subquery()
    statement = (
        select(found, Person.nip)
        .join(Person, Person.id == found.c.person_id)
        .where(_staff(opd_ids), found.c.ends_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Person.nip, found.c.ends_on, found.c.source, found.c.source_id)
    )
    for row in db.session.execute(statement).yield_per(_PORTION):
        # our own leadership programmes say so by the cell they fill, not by their form
        form = "struktural" if row.cell == "struktural" else row.form
        yield Learning(
            row.nip, form, row.title, row.organiser, row.number, Decimal(str(row.jp)),
            row.starts_on, row.ends_on,
        )  # fmt: skip
