"""The hours of a year of many people, in one statement: no day's hours are counted twice.

The pure rule (rules/hours.py) says the same training by training; tests hold the two against each
other on both databases. Most people's trainings never share a day: theirs are a plain sum. Only
where some do, days are looked at one by one.
"""

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, String, and_, case, cast, func, literal, null, select, union

from lms.competence.queries.days import after, counted_to, days_between, month_of
from lms.competence.queries.records import learning_records
from lms.competence.rules.hours import JP
from lms.hours import queries as hours
from lms.hours import rules as conversion

#: A year has no more days.
_LONGEST = 366


def year_hours(year: int, ids: Any = None) -> Any:
    """Select (person_id, year_jp in hundredths) of everybody with trainings that ended in `year`.

    `ids` (a collection or a select) narrows it to some people.
    """
    records = _records(year, ids).subquery().c
    plain = (
        select(records.person_id, func.sum(records.cents).label("cents"))
        .group_by(records.person_id)
        .subquery()
    )
    shared = shared_hours(year, ids).subquery()
    return select(
        plain.c.person_id,
        cast(func.coalesce(shared.c.cents, plain.c.cents), Integer).label("year_jp"),
    ).outerjoin(shared, shared.c.person_id == plain.c.person_id)


def shared_hours(year: int, ids: Any = None) -> Any:
    """Select (person_id, cents) of those whose trainings of a year may share a day or a limit.

    Everybody else's hours are the plain sum.
    """
    # named parts side by side: SQLite reads nested ones only so deep
    crowd = crowd_of(year, ids).cte("year_crowd")
    mine = _records(year, select(crowd.c.person_id)).cte("year_records")
    # or PostgreSQL spreads everybody's trainings over their days before it asks who is in the crowd
    mine = mine.prefix_with("MATERIALIZED", dialect="postgresql")
    return _day_by_day(year, mine.c)


def _records(year: int, ids: Any) -> Any:
    """Select the trainings that ended in a year with their days in it."""
    c = learning_records(ids).subquery().c
    first_day, last_day = date(year, 1, 1), date(year, 12, 31)
    begun = case((c.starts_on < first_day, literal(first_day, Date)), else_=c.starts_on)
    first = case((begun > c.ends_on, c.ends_on), else_=begun)
    return select(
        c.person_id, c.source, c.source_id, c.form, c.ends_on.label("last"), first.label("first"),
        cast(func.round(c.jp * JP), Integer).label("cents"),
    ).where(c.ends_on.between(first_day, last_day))  # fmt: skip


def crowd_of(year: int, ids: Any = None) -> Any:
    """Select the people two of whose trainings share a day, or may share a limit by month or year.

    If any two of a person's trainings share a day, then two neighbours by first day do.
    """
    c = _records(year, ids).subquery().c
    before = func.lag(c.last).over(partition_by=c.person_id, order_by=c.first)
    row = select(c.person_id, c.first, before.label("before")).subquery().c
    meeting = select(row.person_id).where(row.first <= row.before)
    wider = {line.form for line in hours.conversions() if line.cap_per in ("month", "year")}
    several = select(c.person_id).where(c.form.in_(sorted(wider))).group_by(c.person_id)
    return union(meeting, several.having(func.count() > 1))


def _limits(form: Any, day: Any) -> tuple[Any, Any]:
    """Return the cap of a form on a day (hundredths), and its month or year.

    The conversion lines in force say so; a limit by the day has no period of its own.
    """
    lines = hours.conversions()
    caps, periods = [], []
    for limited in dict.fromkeys(line.form for line in lines if line.cap is not None):
        for first, line in reversed(conversion.spans(lines, limited)):
            here = and_(form == limited, day >= first)
            cap = round(line.cap * JP) if line is not None and line.cap is not None else None
            caps.append((here, null() if cap is None else cap))
            periods.append((here, line.cap_per if line and cap and line.cap_per != "day" else ""))
    return (
        cast(case(*caps, else_=null()), Integer),
        cast(case(*periods, else_=""), String),
    )


def _day_by_day(year: int, c: Any) -> Any:
    """Select people's hours from their trainings, each day and each limit taken by itself."""
    r = _spread(year, c).cte("year_shares").c
    total, largest = func.sum(r.share), func.max(r.share)
    within = _smaller(func.max(r.cap), total)
    form = case((func.count(r.cap) < func.count(), total), else_=_larger(largest, within))
    by_form = (
        select(
            r.person_id, r.per, r.period, form.label("counts"), largest.label("largest"),
        ).group_by(r.person_id, r.per, r.period, r.form)
    ).cte("year_forms").c  # fmt: skip
    lines = hours.conversions()
    limit = round(conversion.working_day(lines, date(year, 12, 31)) * JP)
    counts = func.sum(by_form.counts)
    room = _larger(func.max(by_form.largest), literal(limit))
    by_period = (
        select(
            by_form.person_id,
            case((by_form.per == "", _smaller(room, counts)), else_=counts).label("counts"),
        ).group_by(by_form.person_id, by_form.per, by_form.period)
    ).cte("year_periods").c  # fmt: skip
    return select(by_period.person_id, func.sum(by_period.counts).label("cents")).group_by(
        by_period.person_id
    )


def _spread(year: int, c: Any) -> Any:
    """Select what each training adds to each day, or to its month or year, as rules/hours.py."""
    cap, per = _limits(c.form, c.last)
    days = days_between(c.first, c.last) + 1
    crowd = select(*c, cap.label("cap"), per.label("per"), days.label("days")).subquery()
    each, joined = counted_to(crowd.c.days, _LONGEST)
    crowd_c, at = crowd.c, each.c.i
    share = crowd_c.cents // crowd_c.days
    last = crowd_c.cents - share * (crowd_c.days - 1)
    day = after(crowd_c.first, at)
    period = case(
        (crowd_c.per == "month", month_of(day)),
        (crowd_c.per == "year", literal(date(year, 1, 1), Date)),
        else_=day,
    )
    spread = (
        select(
            crowd_c.person_id, crowd_c.source, crowd_c.source_id, crowd_c.form, crowd_c.per,
            crowd_c.cap, period.label("period"),
            case((at == crowd_c.days - 1, last), else_=share).label("share"),
        )
        .select_from(crowd)
        .join(each, joined)
    ).subquery().c  # fmt: skip
    return select(
        spread.person_id, spread.form, spread.per, spread.period, spread.cap,
        func.sum(spread.share).label("share"),
    ).group_by(
        spread.person_id, spread.source, spread.source_id, spread.form, spread.per, spread.period,
        spread.cap,
    )  # fmt: skip


def _smaller(one: Any, other: Any) -> Any:
    return case((one < other, one), else_=other)


def _larger(one: Any, other: Any) -> Any:
    return case((one > other, one), else_=other)
