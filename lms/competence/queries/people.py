"""Scores of single people, and the people of an office."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from lms.competence import rules
from lms.competence.queries.index import held_by_all
from lms.competence.queries.records import Entry
from lms.core.db import db
from lms.people.models import Opd, Person

#: People on one page of an office's list.
PAGE = 50


def facts_of(person: Person) -> rules.Facts:
    """Return what the index rule asks of a person."""
    return rules.Facts(person.position_kind, person.employment, person.performance)


def score_of(
    person: Person, entries: list[Entry], rule_set: rules.RuleSet, as_of: date
) -> rules.Score:
    """Return a person's competence score with its trace."""
    records = [rules.Record(e.cell, e.jp, e.ends_on, e.title) for e in entries]
    return rules.score(facts_of(person), records, rule_set, as_of)


def people_of(
    opd: Opd, rule_set: rules.RuleSet, as_of: date, *, page: int = 1
) -> tuple[list[tuple[Person, Decimal, Decimal]], int]:
    """Return (person, score, technical JP) of an office, by name, and how many there are."""
    held = held_by_all(as_of)
    counted = Person.employment.in_(rule_set.counted)
    own = (Person.opd_id == opd.id, Person.ended_on.is_(None), counted)
    count = db.session.scalar(select(func.count(Person.id)).where(*own)) or 0
    found = db.session.execute(
        select(Person, held.c.struktural, held.c.fungsional, held.c.jp, held.c.seminars)
        .outerjoin(held, held.c.person_id == Person.id)
        .where(*own)
        .order_by(Person.name, Person.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    lines = []
    for person, lead, functional, jp, seminars in found:
        hours = Decimal(str(jp or 0))
        kept = rules.Held(bool(lead), bool(functional), hours, seminars or 0)
        lines.append((person, rules.total_of(facts_of(person), kept, rule_set), hours))
    return lines, count
