"""What people hold and how many points it gives, as statements made from the rule data.

The pure rules (rules/index.py) say the same for one person; tests hold the two against each other
on both databases. Nothing is fetched: the database reckons a million people in one pass.
"""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from lms.competence.models import IndexExemption
from lms.competence.queries.days import after, earliest
from lms.competence.queries.exemptions import in_force
from lms.competence.queries.records import learning_records, sources
from lms.competence.queries.year import shared_hours
from lms.competence.rules import CELL_KEYS, RuleSet, bit_of, same_windows
from lms.competence.rules.hours import JP
from lms.people.models import POSITION_KINDS, Person

#: Points are added as whole millionths, so both databases round alike.
_SCALE = 1_000_000
_PER_CENT = _SCALE // 100


def _number(value: int) -> Any:
    """Write a whole number wide enough for both databases."""
    return cast(literal_column(str(value)), BigInteger)


def _yes(condition: Any) -> Any:
    return case((condition, 1), else_=0)


def holdings(rules: RuleSet, as_of: date, ids: Any = None, shared: Any = None) -> Any:
    """Select the columns of Holding for everybody in service, or for the people in `ids`.

    Rule sets with equal windows give the same rows. `shared` is where shared_hours of the year were
    put beforehand; by default they are reckoned along.
    """
    held = _held(rules, as_of, ids)
    exempt = _exemptions(as_of)
    cut = shared_hours(as_of.year, ids).subquery() if shared is None else shared
    columns = {cell.key: cell for row in rules.table.values() for cell in row}
    filled = [
        case(
            (
                or_(
                    _is_filled(held, cell),
                    func.coalesce(exempt.c[f"exempt_{key}"], 0) == 1,
                ),
                bit_of(key),
            ),
            else_=0,
        )
        for key, cell in columns.items()
    ]
    mask: Any = filled[0]
    for one in filled[1:]:
        mask = mask + one
    hours = next((key for key, cell in columns.items() if cell.in_jp), None)
    technical = func.coalesce(held.c[f"sum_{hours}"], 0) if hours else literal(0)
    days = _lapses(rules, held, exempt)
    first = earliest(*days.values()) if days else literal(None, Date)
    found = (
        select(
            Person.id.label("person_id"),
            literal(same_windows(rules), String).label("reading"),
            Person.opd_id,
            Person.position_kind,
            Person.employment,
            Person.performance,
            mask.label("filled"),
            technical.label("technical_jp"),
            func.coalesce(cut.c.cents, held.c.year_jp, 0).label("year_jp"),
            first.label("lapses_on"),
            _bits(days, first).label("lapsing"),
        )
        .outerjoin(held, held.c.person_id == Person.id)
        .outerjoin(exempt, exempt.c.person_id == Person.id)
        .outerjoin(cut, cut.c.person_id == Person.id)
        .where(_serves(as_of, exempt))
    )
    return found if ids is None else found.where(Person.id.in_(ids))


def serving(as_of: date) -> Any:
    """Select the ids of everybody who has holdings on a day."""
    exempt = _exemptions(as_of)
    return (
        select(Person.id)
        .outerjoin(exempt, exempt.c.person_id == Person.id)
        .where(_serves(as_of, exempt))
    )


def _serves(as_of: date, exempt: Any) -> Any:
    return and_(
        Person.opd_id.is_not(None),
        or_(Person.ended_on.is_(None), Person.ended_on >= as_of),
        func.coalesce(exempt.c.absent, 0) == 0,
    )


def _is_filled(held: Any, cell: Any) -> Any:
    if cell.in_jp:
        return func.coalesce(held.c[f"sum_{cell.key}"], 0) >= cell.needed * JP
    return held.c[f"last_{cell.key}"].is_not(None)


def _held(rules: RuleSet, as_of: date, ids: Any) -> Any:
    """Aggregate the records once: last day, or hours, by cell; and the day hours hang on.

    Each source by itself first: the one with millions of rows is read in the order of its index,
    where one aggregate over all sources would sort them.
    """
    cells = {cell.key: cell for row in rules.table.values() for cell in row}
    parts = union_all(
        *(_held_of(source.subquery().c, cells, as_of, ids) for source in sources())
    ).subquery()
    columns = [
        _hundredths(func.sum(column)).label(column.name)
        if column.name == "year_jp" or column.name.startswith("sum_")
        else func.max(column).label(column.name)
        for column in parts.c
        if column.name != "person_id"
    ]
    base = select(parts.c.person_id, *columns).group_by(parts.c.person_id).subquery()
    found = [base]
    joined: Any = base
    for cell in cells.values():
        if cell.in_jp and cell.days is not None:
            hinge = _hinges(cell, as_of, ids)
            joined = joined.outerjoin(hinge, hinge.c.person_id == base.c.person_id)
            found.append(hinge)
    extra = [column for one in found[1:] for column in one.c if column.name != "person_id"]
    return select(*base.c, *extra).select_from(joined).subquery()


def _held_of(c: Any, cells: dict[str, Any], as_of: date, ids: Any) -> Any:
    """Aggregate the records of one source by person: last days, and sums of JP."""
    columns: list[Any] = [c.person_id]
    for key, cell in cells.items():
        inside = _inside(c, cell, as_of)
        if cell.in_jp:
            columns.append(func.sum(case((inside, c.jp))).label(f"sum_{key}"))
        else:
            columns.append(func.max(case((inside, c.ends_on))).label(f"last_{key}"))
    first, last = date(as_of.year, 1, 1), date(as_of.year, 12, 31)
    columns.append(func.sum(case((c.ends_on.between(first, last), c.jp))).label("year_jp"))
    # what ends later in the year counts for its hours already, but fills no cell yet
    summed = select(*columns).where(c.ends_on <= last).group_by(c.person_id)
    return summed if ids is None else summed.where(c.person_id.in_(ids))


def _hinges(cell: Any, as_of: date, ids: Any) -> Any:
    """Select the day on which a person's hours hang: without what ended since, they are too few.

    Counted from the newest record back, it is the last day that brings the sum to the hours needed.
    """
    c = learning_records(ids).subquery().c
    so_far = func.sum(c.jp).over(
        partition_by=c.person_id, order_by=c.ends_on.desc()
    )  # fmt: skip
    inside = _inside(c, cell, as_of)
    summed = select(c.person_id, c.ends_on, so_far.label("so_far")).where(inside).subquery()
    return (
        select(summed.c.person_id, func.max(summed.c.ends_on).label(f"last_{cell.key}"))
        .where(_hundredths(summed.c.so_far) >= cell.needed * JP)
        .group_by(summed.c.person_id)
        .subquery()
    )


def _inside(c: Any, cell: Any, as_of: date) -> Any:
    inside = and_(c.cell == cell.key, c.ends_on <= as_of)
    return inside if cell.days is None else inside & (c.ends_on > as_of - timedelta(days=cell.days))


def _hundredths(jp: Any) -> Any:
    """Return a sum of JP as whole hundredths: exact on both databases, converted once a person."""
    return cast(func.round(jp * JP), Integer)


def _exemptions(as_of: date) -> Any:
    """Select which exemptions hold on a day, one row a person."""
    cell = IndexExemption.cell
    return (
        select(
            IndexExemption.person_id,
            func.max(_yes(cell == "")).label("absent"),
            *(func.max(_yes(cell == key)).label(f"exempt_{key}") for key in CELL_KEYS),
        )
        .outerjoin(IndexExemption.reversal)
        .where(in_force(as_of))
        .group_by(IndexExemption.person_id)
        .subquery()
    )


def _lapses(rules: RuleSet, held: Any, exempt: Any) -> dict[str, Any]:
    """Return by cell the day on which it empties, if it is one of the person's kind."""
    kinds: dict[str, list[str]] = {}
    cells: dict[str, Any] = {}
    for kind, row in rules.table.items():
        for cell in row:
            if cell.days is not None:
                kinds.setdefault(cell.key, []).append(kind)
                cells[cell.key] = cell
    days = {}
    for key, cell in cells.items():
        counts = func.coalesce(exempt.c[f"exempt_{key}"], 0) == 0
        if set(kinds[key]) < set(POSITION_KINDS):
            counts &= Person.position_kind.in_(kinds[key])
        days[key] = case((counts, after(held.c[f"last_{key}"], literal_column(str(cell.days)))))
    return days


def _bits(days: dict[str, Any], first: Any) -> Any:
    """Return the sum of the bits of the cells that empty on the first of these days."""
    mask: Any = literal_column("0")
    for key, day in days.items():
        mask = mask + case((day == first, bit_of(key)), else_=0)
    return mask


def cents(rules: RuleSet, row: Any) -> Any:
    """Return the expression of the score in hundredths of a point, half up, for rows of Holding."""
    by_kind = [
        (row.position_kind == kind, _added(cells, row)) for kind, cells in rules.table.items()
    ]
    sum_: Any = case(*by_kind, else_=_number(0))
    if rules.performance:
        sum_ = sum_ + case(
            *((row.performance == name, _number(_scaled(points)))
              for name, points in rules.performance.items()),
            else_=_number(0),
        )  # fmt: skip
    return cast((sum_ + _number(_PER_CENT // 2)) // _number(_PER_CENT), Integer)


def has(row: Any, key: str) -> Any:
    """Return the condition that a cell is filled, for rows with a `filled` mask."""
    return row.filled.bitwise_and(literal_column(str(bit_of(key)), Integer)) != 0


def _scaled(points: Decimal) -> int:
    return int(points * _SCALE)


def _added(cells: Collection[Any], row: Any) -> Any:
    total: Any = _number(0)
    for cell in cells:
        full, part = _number(_scaled(cell.points)), _number(0)
        if cell.in_jp and cell.proportional:
            part = (full * row.technical_jp) // _number(cell.needed * JP)
        total = total + case((has(row, cell.key), full), else_=part)
    return total
