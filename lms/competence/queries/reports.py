"""Hours of many people: the report of an office's staff, of all offices, and training histories."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select

from lms.competence.queries.hours import totals
from lms.competence.queries.records import learning_records, numbered_records
from lms.competence.rules.hours import YEARLY_JP
from lms.competence.rules.siasn import Learning
from lms.core.db import db
from lms.people.models import Opd, Person

#: People on one page of an office's report.
PAGE = 50
#: Rows fetched from the database at once.
_PORTION = 2000


def _records_of(year: int, people: Any) -> Select[Any]:
    """Select the records of a year of some people, in the columns of learning_records."""
    found = learning_records().subquery()
    return select(found).where(
        found.c.ends_on.between(date(year, 1, 1), date(year, 12, 31)), found.c.person_id.in_(people)
    )


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
    """Return the hours of the year of each office, by name (three statements)."""
    staff = _staff(opd_ids)
    office_of = {
        row.id: row.opd_id
        for row in db.session.execute(select(Person.id, Person.opd_id).where(staff))
    }
    found = db.session.execute(_records_of(year, select(Person.id).where(staff)))
    hours = totals(found.yield_per(_PORTION), year)
    offices = db.session.scalars(select(Opd).order_by(Opd.name))
    by_office: dict[int | None, list[Decimal]] = {}
    for person, opd_id in office_of.items():
        by_office.setdefault(opd_id, []).append(hours.get(person, Decimal()))
    return [_added_up(office, by_office[office.id]) for office in offices if office.id in by_office]


def _added_up(office: Opd, hours: list[Decimal]) -> OfficeHours:
    return OfficeHours(
        office,
        len(hours),
        sum(one >= YEARLY_JP for one in hours),
        sum(not one for one in hours),
        (sum(hours, Decimal()) / len(hours)).quantize(Decimal("0.01")),
    )


def hours_of_staff(
    opd: Opd, year: int, *, page: int | None = None
) -> tuple[list[tuple[Person, Decimal]], int]:
    """Return (person, hours of the year) of an office by name, one page or all, and how many."""
    staff = _staff(frozenset({opd.id}))
    count = db.session.scalar(select(func.count(Person.id)).where(staff)) or 0
    statement = select(Person).where(staff).order_by(Person.name, Person.id)
    if page is not None:
        statement = statement.limit(PAGE).offset((page - 1) * PAGE)
    people = list(db.session.scalars(statement).unique())
    hours = totals(db.session.execute(_records_of(year, [one.id for one in people])), year)
    return [(one, hours.get(one.id, Decimal())) for one in people], count


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
