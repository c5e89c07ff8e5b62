"""What a scenario can offer, who can be sent, and the scenarios that were kept."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Enrolment
from lms.competence import rules
from lms.competence.models import Scenario, ScenarioPick
from lms.competence.queries.holdings import cents, holdings
from lms.competence.rules.hours import JP
from lms.competence.rules.planning import LEADERSHIP_LEVEL, Candidate, Option
from lms.core.db import db, rows
from lms.core.jobs import Job
from lms.people.models import Opd, Person

PAGE = 50
#: Trainings that are no programme of ours: cell -> usual JP.
OTHER = {"seminar": 4, "teknis": 20, "fungsional": 60}


@dataclass(frozen=True)
class Offer:
    """A training a scenario may use: an open batch, a programme run anew, or one elsewhere."""

    key: str
    title: str
    cell: str
    jp: Decimal
    #: Seats left in a batch; None where the plan decides.
    seats: int | None
    #: The last day of a batch; None: on the day of the plan.
    ends_on: date | None
    kinds: tuple[str, ...] = ()

    def option(self, seats: int, cost: int, day: date) -> Option:
        """Return the option of a plan that gives it so many seats."""
        ends_on = self.ends_on or day
        return Option(self.key, self.title, self.cell, self.jp, seats, cost, ends_on, self.kinds)


def open_offers(on: date) -> list[Offer]:
    """Return the batches that take nominations and fill a cell, the next to start first."""
    batches = catalogue.open_batches(on)
    places = catalogue.places_of(batches)
    return [
        Offer(
            f"batch-{batch.id}", batch.name_with_year, batch.version.counts_as,
            Decimal(batch.version.jp_total), max(0, places[batch.id].left), batch.ends_on,
            LEADERSHIP_LEVEL.get(batch.version.programme.kind, ()),
        )
        for batch in batches
        if batch.version.counts_as in rules.CELL_KEYS
    ]  # fmt: skip


def offers(on: date, others: dict[str, str]) -> list[Offer]:
    """Return what a scenario may use; `others` names the trainings that are no programme."""
    found = open_offers(on)
    for current in catalogue.current_versions():
        programme = current.programme
        if current.counts_as in rules.CELL_KEYS:
            found.append(
                Offer(
                    f"programme-{programme.id}", programme.title, current.counts_as,
                    Decimal(current.jp_total), None, None,
                    LEADERSHIP_LEVEL.get(programme.kind, ()),
                )
            )  # fmt: skip
    for cell, jp in OTHER.items():
        found.append(Offer(f"other-{cell}", others[cell], cell, Decimal(jp), None, None))
    return found


def batch_of(option: str) -> int | None:
    """Return the id of the batch an option stands for, None when it is none."""
    kind, _dash, number = option.partition("-")
    return int(number) if kind == "batch" else None


def candidates(
    rule_set: rules.RuleSet,
    day: date,
    options: Sequence[Option],
    *,
    offices: Collection[int] | None,
    kinds: Collection[str],
) -> list[Candidate]:
    """Return everybody who counts and could be sent, with what they hold on the day."""
    found = holdings(rule_set, day).where(
        Person.employment.in_(rule_set.counted), Person.position_kind.in_(kinds)
    )
    if offices is not None:
        found = found.where(Person.opd_id.in_(offices))
    barred = _barred(options)
    return [
        Candidate(
            row.person_id, row.opd_id, row.position_kind, row.performance,
            rules.Held(frozenset(rules.keys_of(row.filled)), Decimal(row.technical_jp) / JP),
            Decimal(row.year_jp) / JP, barred.get(row.person_id, frozenset()),
        )
        for row in db.session.execute(found)
    ]  # fmt: skip


def _barred(options: Sequence[Option]) -> dict[int, frozenset[str]]:
    """Return by person the options in whose batch they have, or were refused, a place."""
    batches = {
        number: one.key for one in options if (number := batch_of(one.key)) is not None
    }  # fmt: skip
    found: dict[int, set[str]] = defaultdict(set)
    for batch_id, person_id in db.session.execute(
        select(Enrolment.batch_id, Enrolment.person_id).where(
            Enrolment.batch_id.in_(batches), Enrolment.state != "withdrawn"
        )
    ):
        found[person_id].add(batches[batch_id])
    return {person_id: frozenset(keys) for person_id, keys in found.items()}


def sums_on(rule_set: rules.RuleSet, day: date) -> dict[int, tuple[int, int]]:
    """Return (people, hundredths of a point) by office on a day, if nothing is added."""
    row = holdings(rule_set, day).subquery().c
    found = db.session.execute(
        select(row.opd_id, func.count(), func.sum(cents(rule_set, row)))
        .where(row.employment.in_(rule_set.counted))
        .group_by(row.opd_id)
    )
    return {opd_id: (people, int(points)) for opd_id, people, points in found}


def scenarios_of(person: Person | None) -> list[Scenario]:
    """Return the scenarios a person made, newest first; None: everybody's."""
    found = select(Scenario).options(joinedload(Scenario.made_by)).order_by(Scenario.id.desc())
    if person is not None:
        found = found.where(Scenario.made_by_id == person.id)
    return rows(found.limit(PAGE))


def picks_of(scenario: Scenario, *, page: int = 1) -> tuple[list[ScenarioPick], int]:
    """Return a page of whom a scenario sends, by option and gain, and how many there are."""
    found = select(ScenarioPick).where(ScenarioPick.scenario_id == scenario.id)
    count = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    found = found.options(joinedload(ScenarioPick.person), joinedload(ScenarioPick.enrolment))
    found = found.order_by(ScenarioPick.option, ScenarioPick.cents.desc(), ScenarioPick.id)
    return rows(found.limit(PAGE).offset((page - 1) * PAGE)), count


def all_picks(scenario: Scenario) -> list[ScenarioPick]:
    """Return everybody a scenario sends, by option and gain."""
    return rows(
        select(ScenarioPick)
        .where(ScenarioPick.scenario_id == scenario.id)
        .options(joinedload(ScenarioPick.person), joinedload(ScenarioPick.enrolment))
        .order_by(ScenarioPick.option, ScenarioPick.cents.desc(), ScenarioPick.id)
    )


def used(scenario: Scenario) -> dict[str, tuple[int, int, int]]:
    """Return by option how many people a scenario sends, their points, and how many are nominated.

    Points are in hundredths.
    """
    found: Any = db.session.execute(
        select(
            ScenarioPick.option, func.count(), func.sum(ScenarioPick.cents),
            func.count(ScenarioPick.enrolment_id),
        )
        .where(ScenarioPick.scenario_id == scenario.id)
        .group_by(ScenarioPick.option)
    )  # fmt: skip
    return {option: (count, int(points), sent) for option, count, points, sent in found}


def scenario_job(scenario: Scenario) -> Job | None:
    """Return the work that reckons a scenario."""
    return db.session.get(Job, scenario.job_id) if scenario.job_id else None


def office_names(ids: Collection[int] | None) -> list[tuple[int, str]]:
    """Return (id, short name) of offices by name; None: of all."""
    found = select(Opd.id, Opd.short_name).order_by(Opd.short_name)
    if ids is not None:
        found = found.where(Opd.id.in_(ids))
    return [(opd_id, name) for opd_id, name in db.session.execute(found)]
