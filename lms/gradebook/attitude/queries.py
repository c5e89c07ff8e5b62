"""What pages and the gradebook ask about the attitude observation."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, exists, one, rows
from lms.gradebook.attitude import rules
from lms.gradebook.attitude.instruments import Aspect, Instrument, in_force, proposed, version_of
from lms.gradebook.attitude.models import AttitudeChoice, AttitudeForm, AttitudeMark
from lms.gradebook.attitude.permissions import counts_attitude, sees_all_sheets
from lms.gradebook.attitude.rules import DayMark, Recap
from lms.people.models import Person


@dataclass(frozen=True)
class Day:
    """One day of a batch: how many trainees each observer has written on."""

    day: date
    observers: list[tuple[str, int]]


@dataclass(frozen=True)
class Line:
    """One trainee in the recap: the days, and how often a level was not the usual one."""

    seat: catalogue.Seat
    recap: Recap | None
    days: dict[date, Decimal]


def form_of(batch: Batch) -> Instrument:
    """Return the form a batch is observed with, in the version that held when it began."""
    chosen = choice_of(batch)
    if chosen is None:
        modes = [phase.mode for phase in catalogue.phases_of(batch.version_id)]
        key = proposed(batch.version.programme.kind, batch.label, modes)
    else:
        key = chosen.form
    return in_force(key, batch.starts_on, [instrument(form) for form in versions(key)])


def choice_of(batch: Batch) -> AttitudeChoice | None:
    """Return which form was chosen for a batch, None where the proposal holds."""
    found: AttitudeChoice | None = one(
        select(AttitudeChoice).where(AttitudeChoice.batch_id == batch.id)
    )
    return found


def versions(key: str = "") -> list[AttitudeForm]:
    """Return the versions entered here, of one form or of all, the newest first."""
    statement = select(AttitudeForm).order_by(AttitudeForm.valid_from.desc(), AttitudeForm.key)
    return rows(statement.where(AttitudeForm.key == key) if key else statement.limit(100))


def instrument(form: AttitudeForm) -> Instrument:
    """Return a version entered here as the rules take it."""
    aspects = [Aspect(one["title"], tuple(one["indicators"])) for one in form.aspects]
    points = {level: Decimal(worth) for level, worth in form.points.items()}
    return version_of(form.key, form.valid_from, aspects, points, form.source)


def is_observed(batch: Batch) -> bool:
    """Tell whether the attitude of a batch is observed day by day, so that nobody types it."""
    return counts_attitude(batch) and exists(select(1).where(observations(batch.id)))


def observations(batch_id: Any) -> Any:
    """Return the condition that somebody observed in a batch, given by id or by column."""
    return (
        select(AttitudeMark.id)
        .join(Enrolment, Enrolment.id == AttitudeMark.enrolment_id)
        .where(Enrolment.batch_id == batch_id, AttitudeMark.superseded_at.is_(None))
        .exists()
    )


def day_marks(batch: Batch, enrolment_id: int | None = None) -> dict[int, list[DayMark]]:
    """Return the days of everybody in a batch, or of one, by enrolment id."""
    statement = (
        select(AttitudeMark.enrolment_id, AttitudeMark.day, func.sum(AttitudeMark.points),
               func.count())
        .join(Enrolment, Enrolment.id == AttitudeMark.enrolment_id)
        .where(Enrolment.batch_id == batch.id, AttitudeMark.superseded_at.is_(None))
        .group_by(AttitudeMark.enrolment_id, AttitudeMark.day)
        .order_by(AttitudeMark.day)
    )  # fmt: skip
    if enrolment_id is not None:
        statement = statement.where(AttitudeMark.enrolment_id == enrolment_id)
    found: dict[int, list[DayMark]] = defaultdict(list)
    for seat_id, day, total, count in db.session.execute(statement):
        found[seat_id].append(DayMark(day, total, count))
    return found


def points_in(batch: Batch) -> dict[int, Decimal]:
    """Return the mark of the attitude by enrolment id, for those who were observed."""
    recaps = {seat_id: rules.recap(days) for seat_id, days in day_marks(batch).items()}
    return {seat_id: found.points for seat_id, found in recaps.items() if found is not None}


def recap_lines(batch: Batch) -> list[Line]:
    """Return everybody's days and mark, by name."""
    days = day_marks(batch)
    return [
        Line(seat, rules.recap(days[seat.id]), {
            one.day: (one.total / one.observers).quantize(Decimal("0.01"))
            for one in days[seat.id]
        })
        for seat in catalogue.seats(batch)
    ]  # fmt: skip


def days_of(batch: Batch) -> list[Day]:
    """Return the days on which somebody observed, the newest first, with who wrote on how many."""
    statement = (
        select(AttitudeMark.day, Person.name, func.count())
        .join(Enrolment, Enrolment.id == AttitudeMark.enrolment_id)
        .join(Person, Person.id == AttitudeMark.observer_id)
        .where(Enrolment.batch_id == batch.id, AttitudeMark.superseded_at.is_(None))
        .group_by(AttitudeMark.day, Person.id, Person.name)
        .order_by(AttitudeMark.day.desc(), Person.name)
        .limit(400)
    )
    found: dict[date, list[tuple[str, int]]] = defaultdict(list)
    for day, name, count in db.session.execute(statement):
        found[day].append((name, count))
    return [Day(day, observers) for day, observers in found.items()]


def sheet_of(
    observer: Person, day: date, enrolment_ids: Collection[int]
) -> dict[int, AttitudeMark]:
    """Return what an observer wrote on these trainees for a day, by enrolment id."""
    found = rows(
        select(AttitudeMark).where(
            AttitudeMark.observer_id == observer.id,
            AttitudeMark.day == day,
            AttitudeMark.enrolment_id.in_(enrolment_ids),
            AttitudeMark.superseded_at.is_(None),
        )
    )
    return {mark.enrolment_id: mark for mark in found}


def marks_on(batch: Batch, enrolment_id: int) -> list[AttitudeMark]:
    """Return all sheets on one trainee, also superseded ones: by day, the newest first."""
    return rows(
        select(AttitudeMark)
        .join(Enrolment, Enrolment.id == AttitudeMark.enrolment_id)
        .where(Enrolment.batch_id == batch.id, AttitudeMark.enrolment_id == enrolment_id)
        .options(joinedload(AttitudeMark.observer), joinedload(AttitudeMark.written_by))
        .order_by(AttitudeMark.day.desc(), AttitudeMark.at.desc(), AttitudeMark.id.desc())
        .limit(400)
    )


def notes_in(batch: Batch) -> list[AttitudeMark]:
    """Return the sheets of a batch with a note or an exception, in the order of days."""
    return [
        mark for mark in rows(
            select(AttitudeMark)
            .join(Enrolment, Enrolment.id == AttitudeMark.enrolment_id)
            .where(Enrolment.batch_id == batch.id, AttitudeMark.superseded_at.is_(None))
            .options(joinedload(AttitudeMark.observer),
                     joinedload(AttitudeMark.enrolment).joinedload(Enrolment.person))
            .order_by(AttitudeMark.day, AttitudeMark.id)
        )
        if mark.note or mark.exceptions or mark.level != "baik"
    ]  # fmt: skip


def mark_for(person: Person, batch: Batch, mark_id: int) -> AttitudeMark | None:
    """Return a sheet of a batch that holds and that the person may correct."""
    found: AttitudeMark | None = one(
        select(AttitudeMark)
        .join(Enrolment, Enrolment.id == AttitudeMark.enrolment_id)
        .where(
            Enrolment.batch_id == batch.id, AttitudeMark.id == mark_id,
            AttitudeMark.superseded_at.is_(None),
        )
        .options(joinedload(AttitudeMark.observer),
                 joinedload(AttitudeMark.enrolment).joinedload(Enrolment.person))
    )  # fmt: skip
    if found is None or not (found.observer_id == person.id or sees_all_sheets(person, batch)):
        return None
    return found
