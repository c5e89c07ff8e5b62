"""Hours and index, derived: own certificates and verified outside training, nothing else."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from sqlalchemy import Subquery, bindparam, case, func, literal, select, union_all

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.certificates.models import PASSING_KINDS, Certificate, Revocation
from lms.competence import rules
from lms.competence.models import OutsideTraining
from lms.core.db import db
from lms.people.models import Opd, Person

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Entry:
    """One line of a person's hours: what, from whom, when, how much, and its proof."""

    title: str
    organiser: str
    form: str
    cell: str
    jp: Decimal
    ends_on: date
    number: str
    certificate_id: int | None


def _own() -> Any:
    """Select what our own valid certificates add."""
    return (
        select(
            Certificate.person_id.label("person_id"),
            ProgrammeVersion.counts_as.label("cell"),
            ProgrammeVersion.jp_total.label("jp"),
            Batch.ends_on.label("ends_on"),
        )
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Batch.version_id)
        .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
        .where(
            Revocation.id.is_(None),
            Certificate.kind.in_(PASSING_KINDS),
            Certificate.id.not_in(
                select(Certificate.replaces_id).where(Certificate.replaces_id.is_not(None))
            ),
        )
    )


def _outside() -> Any:
    """Select what verified outside training adds."""
    return select(
        OutsideTraining.person_id.label("person_id"),
        OutsideTraining.cell.label("cell"),
        OutsideTraining.jp.label("jp"),
        OutsideTraining.ends_on.label("ends_on"),
    ).where(OutsideTraining.state == "verified")


def ledger(person: Person) -> list[Entry]:
    """Return everything that counts as a person's training, newest first (one statement)."""
    found = db.session.execute(_ledger(), {"person_id": person.id})
    return [
        Entry(
            row.title, row.organiser, row.form, row.cell, Decimal(str(row.jp)), row.ends_on,
            row.number, row.certificate_id,
        )
        for row in found
    ]  # fmt: skip


@cache
def _ledger() -> Any:
    me: Any = bindparam("person_id")
    own = (
        _own()
        .where(Certificate.person_id == me)
        .add_columns(
            ProgrammeVersion.title.label("title"),
            literal("BPSDM Provinsi Lampung").label("organiser"),
            literal("klasikal").label("form"),
            Certificate.number.label("number"),
            Certificate.id.label("certificate_id"),
        )
    )
    outside = (
        _outside()
        .where(OutsideTraining.person_id == me)
        .add_columns(
            OutsideTraining.title,
            OutsideTraining.organiser,
            OutsideTraining.form,
            OutsideTraining.number,
            literal(None).label("certificate_id"),
        )
    )
    both = union_all(own, outside).subquery()
    return select(both).order_by(both.c.ends_on.desc())


def hours_in(entries: list[Entry], year: int) -> Decimal:
    """Return the JP that ended in a year."""
    return sum((entry.jp for entry in entries if entry.ends_on.year == year), Decimal())


def facts_of(person: Person) -> rules.Facts:
    """Return what the index rule asks of a person."""
    return rules.Facts(person.position_kind, person.employment, person.performance)


def score_of(
    person: Person, entries: list[Entry], rule_set: rules.RuleSet, as_of: date
) -> rules.Score:
    """Return a person's competence score with its trace."""
    records = [rules.Record(e.cell, e.jp, e.ends_on, e.title) for e in entries]
    return rules.score(facts_of(person), records, rule_set, as_of)


def _held(as_of: date) -> Subquery:
    """Sum up what each person holds on a day, in the columns of rules.Held."""
    both = union_all(_own(), _outside()).subquery()
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
    held = _held(as_of)
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


#: People on one page of an office's list.
PAGE = 50


def people_of(
    opd: Opd, rule_set: rules.RuleSet, as_of: date, *, page: int = 1
) -> tuple[list[tuple[Person, Decimal, Decimal]], int]:
    """Return (person, score, technical JP) of an office, by name, and how many there are."""
    held = _held(as_of)
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
