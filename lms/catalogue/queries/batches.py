"""Batches: lists, dates, and who works in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, func, inspect, select
from sqlalchemy.orm import joinedload

from lms.catalogue.calendar import Span, date_of
from lms.catalogue.models import Batch, BatchPhase, Enrolment, Phase, Programme, Staff
from lms.catalogue.permissions import visible_batches
from lms.core.access import remember
from lms.core.db import db, one, read, rows
from lms.core.things import things
from lms.people.models import Person

PAGE = 25


@dataclass(frozen=True)
class BatchFilter:
    """What a list of batches is narrowed to; empty values narrow nothing."""

    programme: str = ""
    state: str = ""
    year: int | None = None
    page: int = 1


def find_batches(person: Person, wanted: BatchFilter) -> tuple[list[Batch], int]:
    """Return one page of the batches the person may see, newest first, and how many there are."""
    statement = visible_batches(person)
    if wanted.state:
        statement = statement.where(Batch.state == wanted.state)
    if wanted.year is not None:
        statement = statement.where(Batch.year == wanted.year)
    if wanted.programme:
        chosen = select(Programme.id).where(Programme.key == wanted.programme)
        statement = statement.where(Batch.programme_id.in_(chosen))
    ids = statement.with_only_columns(Batch.id).order_by(None).subquery()
    count = db.session.scalar(select(func.count()).select_from(ids)) or 0
    found = statement.order_by(Batch.starts_on.desc(), Batch.id.desc())
    return rows(found.limit(PAGE).offset((wanted.page - 1) * PAGE)), count


def years() -> list[int]:
    """Return the years in which there are batches, latest first."""
    return rows(select(Batch.year).distinct().order_by(Batch.year.desc()))


def next_number(programme_id: int, year: int, label: str = "") -> int:
    """Return the number that the programme's next batch of the year would have."""
    highest = select(func.max(Batch.number)).where(
        Batch.programme_id == programme_id, Batch.year == year, Batch.label == label
    )
    return (db.session.scalar(highest) or 0) + 1


def batch_named(programme_id: int, year: int, number: int, label: str) -> Batch | None:
    """Return the programme's batch of this year, number and label."""
    found: Batch | None = one(
        select(Batch).where(
            Batch.programme_id == programme_id, Batch.year == year,
            Batch.number == number, Batch.label == label,
        )
    )  # fmt: skip
    return found


def open_batches(on: date, programme_ids: Sequence[int] | None = None) -> list[Batch]:
    """Return batches one can still ask to join on that day, the next to start first."""
    statement = (
        select(Batch)
        .where(Batch.state == "open", Batch.registration_closes_on >= on)
        .order_by(Batch.starts_on, Batch.number, Batch.id)
    )
    if programme_ids is not None:
        statement = statement.where(Batch.programme_id.in_(programme_ids))
    return rows(statement)


def announced_batches(programme_id: int, on: date) -> list[Batch]:
    """Return the batches that a programme's page lists: open ones first, then those running now."""
    found: list[Batch] = rows(
        select(Batch)
        .where(
            Batch.programme_id == programme_id,
            Batch.state.in_(("open", "running")),
            Batch.ends_on >= on,
        )
        .order_by(Batch.starts_on, Batch.number, Batch.id)
    )
    return sorted(found, key=lambda batch: batch.state != "open")


def batches_of(person: Person) -> list[Batch]:
    """Return the batches in which the person has a seat, latest first."""
    return [batch for batch, _enrolment_id in seats_of(person)]


def seats_of(person: Person) -> list[tuple[Batch, int]]:
    """Return a person's batches with the ids of the enrolments, the latest batch first.

    Asked once per request, with the spans of their phases: several parts of a trainee's page
    begin with it.
    """
    return remember(("seats_of", person.id), lambda: _find_seats(person))


def _find_seats(person: Person) -> list[tuple[Batch, int]]:
    seats: list[tuple[Batch, int]] = []
    for batch, found in groupby(read(_with_seat(), person_id=person.id), key=itemgetter(0)):
        lines = list(found)
        spans = [span for _batch, _id, *span in lines if span[0] is not None]
        remember(("spans", batch.id), partial(tuple, spans))
        seats.append((batch, lines[0][1]))
    return seats


@cache
def _with_seat() -> Any:
    return (
        things(Batch)
        .add_columns(Enrolment.id, Phase.days, BatchPhase.starts_on, BatchPhase.ends_on)
        .join(Enrolment, Enrolment.batch_id == Batch.id)
        .outerjoin(BatchPhase, BatchPhase.batch_id == Batch.id)
        .outerjoin(Phase, Phase.id == BatchPhase.phase_id)
        .where(Enrolment.person_id == bindparam("person_id"), Enrolment.state == "accepted")
        .order_by(Batch.starts_on.desc(), Batch.id.desc(), Phase.position)
    )


def phase_dates(batch: Batch) -> list[BatchPhase]:
    """Return the phases of the batch with their dates, in the programme's order."""
    return remember(("phase_dates", batch.id), lambda: _find_phase_dates(batch))


def _find_phase_dates(batch: Batch) -> list[BatchPhase]:
    found: list[BatchPhase] = rows(_phases(), batch_id=batch.id)
    return sorted(found, key=lambda dates: (dates.phase.position, dates.id))


@cache
def _phases() -> Any:
    return things(BatchPhase).where(BatchPhase.batch_id == bindparam("batch_id"))


def day_date(batch: Batch, day: int) -> date:
    """Return the date of training day `day` of the batch: day 1 is its first day.

    Content names days, never dates; each phase counts its working days from its own first date.
    """
    spans = _spans_of(batch)
    return date_of(day, spans) if spans else batch.starts_on


def _spans_of(batch: Batch) -> Sequence[Span]:
    if "phases" in inspect(batch).unloaded:
        return remember(("spans", batch.id), lambda: _spans(phase_dates(batch)))
    return _spans(sorted(batch.phases, key=lambda each: each.phase.position))


def _spans(dates: Iterable[BatchPhase]) -> Sequence[Span]:
    return [(each.phase.days, each.starts_on, each.ends_on) for each in dates]


def staff_of(batch: Batch) -> list[Staff]:
    """Return who works in the batch, with person, ordered by role and name."""
    found: list[Staff] = rows(
        select(Staff)
        .join(Staff.person)
        .where(Staff.batch_id == batch.id)
        .options(joinedload(Staff.person))
        .order_by(Person.name)
    )
    return sorted(found, key=lambda work: _ROLE_ORDER.index(work.role))


def companions_of(batch: Batch) -> list[tuple[str, str]]:
    """Return (role, name) of who works in the batch, ordered by role and name."""
    found = read(_companions(), batch_id=batch.id)
    return sorted(((role, name) for role, name in found), key=lambda w: _ROLE_ORDER.index(w[0]))


@cache
def _companions() -> Any:
    return (
        select(Staff.role, Person.name)
        .join(Staff.person)
        .where(Staff.batch_id == bindparam("batch_id"))
        .order_by(Person.name)
    )


_ROLE_ORDER = ("organiser", "instructor", "coach", "mentor", "examiner")


def work_in(batch: Batch, staff_id: int) -> Staff | None:
    """Return a piece of work in the batch with its person, None when the batch has no such one."""
    found: Staff | None = one(
        select(Staff)
        .where(Staff.id == staff_id, Staff.batch_id == batch.id)
        .options(joinedload(Staff.person))
    )
    return found


def roles_in(person: Person, batch: Batch) -> list[str]:
    """Return the roles in which the person works in the batch."""
    return rows(select(Staff.role).where(Staff.batch_id == batch.id, Staff.person_id == person.id))


def staff_with_grants(batch: Batch) -> list[Staff]:
    """Return who works in the batch, with each person's role grants."""
    return rows(
        select(Staff)
        .where(Staff.batch_id == batch.id)
        .options(joinedload(Staff.person).selectinload(Person.grants))
        .execution_options(populate_existing=True)
    )
