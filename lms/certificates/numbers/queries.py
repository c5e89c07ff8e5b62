"""Which rule gives a kind its numbers, and what the next one would be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import select

from lms.certificates import numbering
from lms.certificates.models import NumberRule, NumberSeries
from lms.core.db import db, one, rows


def rules() -> list[NumberRule]:
    """Return every rule that was ever set, oldest first."""
    return rows(select(NumberRule).order_by(NumberRule.id))


def rule_of(kind: str, year: int) -> numbering.Rule:
    """Return how a kind is numbered in a year; without a rule, as the settings say."""
    return numbering.rule_for([default(), *map(as_rule, rules())], kind, year)


def as_rule(row: NumberRule) -> numbering.Rule:
    """Return a row as the pure functions read it."""
    return numbering.Rule(row.kind, row.scope, row.year, row.pattern)


def default() -> numbering.Rule:
    """Return the rule of the settings: for every kind and year, until another one is set."""
    config = current_app.config
    return numbering.Rule("", config["AGENCY_UNIT"], 0, config["CERTIFICATE_NUMBER"])


def in_use(year: int) -> list[numbering.Rule]:
    """Return the rules by which numbers of a year are, were, or may yet be given."""
    return [default(), *(as_rule(row) for row in rules() if row.year <= year)]


def last(scope: str, year: int) -> int:
    """Return the last number taken in a scope and year, 0 when there is none."""
    found: int | None = one(
        select(NumberSeries.last).where(NumberSeries.scope == scope, NumberSeries.year == year)
    )
    return found or 0


def next_number(rule: numbering.Rule, on: date) -> str:
    """Return the number that the next certificate under a rule would get on a day."""
    return written(rule, last(rule.scope, on.year) + 1, on)


def written(rule: numbering.Rule, seq: int, on: date) -> str:
    """Return a number as a rule writes it."""
    code = current_app.config["ARCHIVE_CODE"]
    return numbering.format_number(rule.pattern, seq=seq, on=on, code=code, unit=rule.scope)


@dataclass(frozen=True)
class Line:
    """How one kind is numbered, the last number of its counter, and what the next one would be."""

    kind: str
    rule: numbering.Rule
    last: int
    next: str


def in_force(kinds: Mapping[str, str], on: date) -> list[Line]:
    """Return how each of these kinds (key -> name) is numbered on a day (two statements)."""
    known = [default(), *map(as_rule, rules())]
    counters = db.session.execute(
        select(NumberSeries.scope, NumberSeries.last).where(NumberSeries.year == on.year)
    )
    lasts = {row.scope: row.last for row in counters}
    lines = []
    for kind, name in kinds.items():
        rule = numbering.rule_for(known, kind, on.year)
        last = lasts.get(rule.scope, 0)
        lines.append(Line(name, rule, last, written(rule, last + 1, on)))
    return lines


def locked_series(scope: str, year: int) -> NumberSeries:
    """Return the counter row of a scope and year, locked until the transaction ends."""
    return db.session.scalars(
        select(NumberSeries)
        .where(NumberSeries.scope == scope, NumberSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
