"""Scores of single people with their trace, and the people of an office."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, func, select

from lms.competence import rules
from lms.competence.models import DimensionValue, Holding, IndexExemption
from lms.competence.queries.holdings import cents
from lms.competence.queries.records import Entry
from lms.competence.rules.hours import JP
from lms.core.db import db
from lms.people.models import Opd, Person

#: People on one page of an office's list.
PAGE = 50


def facts_of(person: Person, exemptions: list[IndexExemption] | None = None) -> rules.Facts:
    """Return what the index rule asks of a person; `exemptions` are those in force."""
    held = exemptions or []
    exempt = {one.cell: one.reason for one in held if one.cell}
    absent = next((one.reason for one in held if not one.cell), "")
    return rules.Facts(
        person.position_kind, person.employment, person.performance, exempt, absent
    )  # fmt: skip


def person_with_nip(nip: str) -> Person | None:
    """Return the person of a NIP, None when nobody has it."""
    found: Person | None = db.session.scalars(select(Person).where(Person.nip == nip)).first()
    return found


def score_of(
    person: Person,
    entries: list[Entry],
    rule_set: rules.RuleSet,
    as_of: date,
    exemptions: list[IndexExemption] | None = None,
) -> rules.Score:
    """Return a person's competence score with its trace."""
    records = [rules.Record(e.cell, e.jp, e.ends_on, e.title) for e in entries]
    return rules.score(facts_of(person, exemptions), records, rule_set, as_of)


def dimensions_of(person: Person) -> tuple[int | None, dict[str, DimensionValue]]:
    """Return the newest year with imported dimensions, and its values by dimension."""
    found = list(
        db.session.scalars(
            select(DimensionValue)
            .where(DimensionValue.person_id == person.id)
            .order_by(DimensionValue.year.desc())
        )
    )
    if not found:
        return None, {}
    return found[0].year, {one.dimension: one for one in found if one.year == found[0].year}


@dataclass(frozen=True)
class Scored:
    """A person with score, technical JP, hours this year, and which cells empty first, when."""

    person: Person
    score: Decimal
    technical_jp: Decimal
    year_jp: Decimal
    filled: frozenset[str]
    missing: tuple[str, ...]
    lapses_on: date | None
    lapsing: tuple[str, ...]

    @property
    def short_jp(self) -> Decimal:
        """Return how many JP are missing to this year's 20."""
        return max(Decimal(), rules.YEARLY_JP - self.year_jp)

    def at_stake(self, rule_set: rules.RuleSet) -> Decimal:
        """Return the points that go when the next cells empty."""
        row = rule_set.table[self.person.position_kind]
        return sum((cell.points for cell in row if cell.key in self.lapsing), Decimal())


def held_by(rule_set: rules.RuleSet) -> Any:
    """Return the join condition from Person to the holdings that a rule set reads."""
    return and_(
        Holding.person_id == Person.id, Holding.reading == rules.same_windows(rule_set)
    )  # fmt: skip


def counted_people(rule_set: rules.RuleSet) -> Select[Any]:
    """Select (Person, score in hundredths, Holding) of everybody whom the rule set counts."""
    return (
        select(Person, cents(rule_set, Holding), Holding)
        .join(Holding, held_by(rule_set))
        .where(Holding.employment.in_(rule_set.counted))
    )


def as_scored(found: Any, rule_set: rules.RuleSet) -> Scored:
    """Return a row of counted_people as pages show it."""
    person, score, held = found
    filled = frozenset(rules.keys_of(held.filled))
    own = [cell.key for cell in rule_set.table[held.position_kind]]
    return Scored(
        person,
        Decimal(score) / 100,
        Decimal(held.technical_jp) / JP,
        Decimal(held.year_jp) / JP,
        filled,
        tuple(key for key in own if key not in filled),
        held.lapses_on,
        rules.keys_of(held.lapsing),
    )


def people_of(opd: Opd, rule_set: rules.RuleSet, *, page: int = 1) -> tuple[list[Scored], int]:
    """Return the people of an office by name, a page at a time, and how many there are."""
    own = counted_people(rule_set).where(Person.opd_id == opd.id)
    count = db.session.scalar(
        select(func.count()).select_from(own.order_by(None).subquery())
    ) or 0  # fmt: skip
    found = db.session.execute(
        own.order_by(Person.name, Person.id).limit(PAGE).offset((page - 1) * PAGE)
    )
    return [as_scored(row, rule_set) for row in found], count


def everybody_of(opd: Opd, rule_set: rules.RuleSet) -> list[Scored]:
    """Return all people of an office by name, for the table that leaves the house."""
    own = counted_people(rule_set).where(Person.opd_id == opd.id)
    found = db.session.execute(own.order_by(Person.name, Person.id))
    return [as_scored(row, rule_set) for row in found]
