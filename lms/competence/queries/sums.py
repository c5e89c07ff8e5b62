"""What the stored holdings add up to, as statements: sums by office and kind, lapses by month."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from lms.competence.models import Holding, IndexRollup
from lms.competence.queries.days import month_of
from lms.competence.queries.holdings import cents, has
from lms.competence.rules import RULE_SETS, YEARLY_JP, RuleSet, same_windows
from lms.competence.rules.hours import JP

#: Scores are counted in steps of five points.
BANDS = 8
_BAND_CENTS = 500


#: Columns of IndexRollup that are sums.
SUMS = tuple(
    column.name for column in IndexRollup.__table__.columns if not column.primary_key
)  # fmt: skip


def rollups(sign: int = 1, ids: Any = None) -> Any:
    """Select what the stored holdings (of `ids`) add to the rollup, or take from it (`sign` -1).

    People who hold the same are counted first; each rule set then looks at the few groups only.
    """
    hours = case((has(Holding, "teknis"), YEARLY_JP * JP), else_=Holding.technical_jp)
    met = case((Holding.year_jp >= YEARLY_JP * JP, 1), else_=0)
    state = {
        "reading": Holding.reading,
        "opd_id": Holding.opd_id,
        "position_kind": Holding.position_kind,
        "employment": Holding.employment,
        "performance": Holding.performance,
        "filled": Holding.filled,
        "technical_jp": hours,
        "met": met,
    }
    alike: Any = select(
        *(column.label(name) for name, column in state.items()),
        (sign * func.count()).label("people"),
    ).group_by(*state.values())
    if ids is not None:
        alike = alike.where(Holding.person_id.in_(ids))
    groups = alike.cte("alike").prefix_with("MATERIALIZED", dialect="postgresql")
    return union_all(*(_sums(rules, groups.c) for rules in RULE_SETS.values()))


def _sums(rules: RuleSet, row: Any) -> Any:
    scored = (
        select(
            row.opd_id, row.position_kind, row.filled, row.met, row.people,
            cents(rules, row).label("cents"),
        )
        .where(row.reading == same_windows(rules), row.employment.in_(rules.counted))
        .subquery()
        .c
    )  # fmt: skip

    def count(condition: Any) -> Any:
        return func.sum(case((condition, scored.people), else_=0))

    low = [band * _BAND_CENTS for band in range(BANDS)]
    high = [*low[1:], 10**6]
    sums = {
        "people": func.sum(scored.people),
        "cents": func.sum(scored.cents * scored.people),
        "with_technical": count(has(scored, "teknis")),
        "with_yearly": count(scored.met == 1),
        "with_struktural": count(has(scored, "struktural")),
        "with_fungsional": count(has(scored, "fungsional")),
        "with_seminar": count(has(scored, "seminar")),
        **{
            f"band{band}": count(and_(scored.cents >= low[band], scored.cents < high[band]))
            for band in range(BANDS)
        },
    }
    return select(
        literal(rules.key, String).label("rule_set"),
        scored.opd_id,
        scored.position_kind,
        *(cast(sums[name], BigInteger).label(name) for name in SUMS),
    ).group_by(scored.opd_id, scored.position_kind)


def lapses(sign: int = 1, ids: Any = None) -> Any:
    """Select what the stored holdings (of `ids`) add to the lapses by month, or take from them."""
    month = month_of(Holding.lapses_on)
    alike: Any = (
        select(
            Holding.reading, Holding.opd_id, Holding.employment, month.label("month"),
            (sign * func.count()).label("people"),
        )
        .where(Holding.lapses_on.is_not(None))
        .group_by(Holding.reading, Holding.opd_id, Holding.employment, month)
    )  # fmt: skip
    if ids is not None:
        alike = alike.where(Holding.person_id.in_(ids))
    row = alike.cte("alike").c
    return union_all(
        *(
            select(
                literal(rules.key, String).label("rule_set"), row.opd_id, row.month,
                cast(func.sum(row.people), Integer).label("people"),
            )
            .where(row.reading == same_windows(rules), row.employment.in_(rules.counted))
            .group_by(row.opd_id, row.month)
            for rules in RULE_SETS.values()
        )
    )  # fmt: skip
