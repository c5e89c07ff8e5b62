"""The index of the province and its offices, derived from the learning records."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Subquery, case, func, literal, select

from lms.competence import rules
from lms.competence.queries.records import learning_records
from lms.core.db import db
from lms.people.models import Opd, Person

_CENT = Decimal("0.01")


def held_by_all(as_of: date) -> Subquery:
    """Sum up what each person holds on a day, in the columns of rules.Held."""
    both = learning_records().subquery()
    year = both.c.ends_on > as_of - rules.TECHNICAL_WINDOW
    two_years = both.c.ends_on > as_of - rules.SEMINAR_WINDOW
    technical = (both.c.cell == "teknis") & year
    # beyond the twenty hours that fill the cell more hours change nothing: fewer groups
    hours = func.coalesce(func.sum(case((technical, both.c.jp), else_=0)), 0)
    return (
        select(
            both.c.person_id,
            func.max(case((both.c.cell == "struktural", 1), else_=0)).label("struktural"),
            func.max(case((both.c.cell == "fungsional", 1), else_=0)).label("fungsional"),
            case((hours >= rules.TECHNICAL_JP, rules.TECHNICAL_JP), else_=hours).label("jp"),
            func.max(case(((both.c.cell == "seminar") & two_years, 1), else_=0)).label("seminars"),
        )
        .where(both.c.ends_on <= as_of)
        .group_by(both.c.person_id)
        .subquery()
    )


@dataclass(frozen=True)
class OfficeIndex:
    """The index of one office: people counted, mean score, and who lacks technical hours."""

    opd_id: int
    name: str
    people: int
    mean: Decimal
    below_target: int


@dataclass(frozen=True)
class ProvinceIndex:
    """The province's index with its offices (highest first), kinds of positions and spread."""

    people: int
    mean: Decimal
    offices: list[OfficeIndex]
    kinds: list[tuple[str, int, Decimal]]
    spread: list[tuple[str, int]]
    below_target: int


def province_index(rule_set: rules.RuleSet, as_of: date) -> ProvinceIndex:
    """Reckon the index of the whole province from one statement.

    The database groups people who hold the same; the rule is asked once per group.
    """
    held = held_by_all(as_of)
    zero = func.coalesce
    groups = db.session.execute(
        select(
            Person.opd_id,
            Opd.short_name,
            Person.position_kind,
            Person.employment,
            Person.performance if rule_set.performance else literal("").label("performance"),
            zero(held.c.struktural, 0),
            zero(held.c.fungsional, 0),
            zero(held.c.jp, 0),
            zero(held.c.seminars, 0),
            func.count(),
        )
        .join(Opd, Opd.id == Person.opd_id)
        .outerjoin(held, held.c.person_id == Person.id)
        .where(Person.ended_on.is_(None), Person.employment.in_(rule_set.counted))
        .group_by(
            Person.opd_id, Opd.short_name, Person.position_kind, Person.employment,
            *([Person.performance] if rule_set.performance else []),
            held.c.struktural, held.c.fungsional, held.c.jp, held.c.seminars,
        )
    )  # fmt: skip
    return _added_up(groups, rule_set)


def _added_up(groups: Any, rule_set: rules.RuleSet) -> ProvinceIndex:
    points: dict[Any, Decimal] = {}
    people: Counter[Any] = Counter()
    below: Counter[Any] = Counter()
    names: dict[int, str] = {}
    spread: Counter[int] = Counter()
    for opd_id, name, kind, employment, rating, lead, func_, jp, seminars, count in groups:
        held = rules.Held(bool(lead), bool(func_), Decimal(str(jp)), seminars)
        total = rules.total_of(rules.Facts(kind, employment, rating), held, rule_set)
        names[opd_id] = name
        for key in (("opd", opd_id), ("kind", kind), "all"):
            points[key] = points.get(key, Decimal()) + total * count
            people[key] += count
            below[key] += count if held.technical_jp < rules.TECHNICAL_JP else 0
        spread[min(7, int(total // 5))] += count

    def mean(key: Any) -> Decimal:
        if not people[key]:
            return Decimal("0.00")
        return (points[key] / people[key]).quantize(_CENT, ROUND_HALF_UP)

    offices = [
        OfficeIndex(
            opd_id, name, people["opd", opd_id], mean(("opd", opd_id)), below["opd", opd_id]
        )
        for opd_id, name in names.items()
    ]
    kinds = sorted({key[1] for key in people if key[0] == "kind"})
    return ProvinceIndex(
        people["all"],
        mean("all"),
        sorted(offices, key=lambda office: (-office.mean, office.name)),
        [(kind, people["kind", kind], mean(("kind", kind))) for kind in kinds],
        [(f"{5 * step}–{5 * step + 5}", spread[step]) for step in range(8)],
        below["all"],
    )
