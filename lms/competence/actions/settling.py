"""Keeping holdings and rollups true: after each change, every minute, and anew every day.

Triggers of the database note whose records, post or exemptions changed (index_touched), whoever
wrote and however. The change's own transaction settles a few people at once; many, or what failed,
the worker settles within a minute. Counting is checked against reckoning anew once a day.
"""

import logging
from collections.abc import Collection
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Integer,
    MetaData,
    Table,
    and_,
    bindparam,
    delete,
    event,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.schema import CreateTable

from lms.certificates.models import Certificate, Revocation
from lms.competence.models import (
    ExemptionReversal,
    Holding,
    IndexDay,
    IndexExemption,
    IndexLapse,
    IndexMonth,
    IndexRollup,
    IndexTouched,
    OutsideTraining,
)
from lms.competence.queries import holdings, sums
from lms.competence.queries.year import crowd_of, shared_hours
from lms.competence.rules import readings
from lms.core.clock import now, today
from lms.core.db import db, is_postgres
from lms.core.jobs import every_minute
from lms.events.models import Participation
from lms.hours.queries import conversions
from lms.hours.rules import Conversion
from lms.people.models import Person

log = logging.getLogger(__name__)

#: More touched people than this wait for the worker; more than that are reckoned with everybody.
AT_ONCE, ONE_BY_ONE = 1_500, 20_000
#: Number of the lock that lets one transaction at a time change the rollup (PostgreSQL).
_LOCK = 7_001
_WATCHED = (
    OutsideTraining, Certificate, Revocation, Participation, Person, IndexExemption,
    ExemptionReversal,
)  # fmt: skip
#: Tables of sums over the holdings.
_SUMMED: tuple[type[IndexRollup], type[IndexLapse]] = (IndexRollup, IndexLapse)
#: The people that are counted: statements about them are put together once for all.
_IDS = bindparam("ids", type_=Integer, expanding=True)
_TABLES = frozenset(model.__tablename__ for model in _WATCHED)


def settle(ids: Collection[int]) -> None:
    """Count these people anew: take what they added, reckon, add what they add now."""
    if not ids:
        return
    told = {"ids": list(ids)}
    for statement in (
        *_additions(-1, is_postgres()),
        _without_holdings(),
        *_holdings_on(today(), tuple(conversions()), is_postgres()),
        *_additions(1, is_postgres()),
    ):
        db.session.execute(statement, told)


def settle_touched() -> bool:
    """Settle whoever was touched; False when there are too many for now."""
    take_turn()
    count = db.session.scalar(select(func.count(IndexTouched.person_id.distinct()))) or 0
    if count > AT_ONCE:
        return False
    if count:
        settle(set(db.session.scalars(delete(IndexTouched).returning(IndexTouched.person_id))))
    return True


def reckon_anew(as_of: date | None = None) -> int:
    """Reckon everybody by every rule set; returns in how many groups counting had been wrong.

    In one pass a reading, inside the database; under ten seconds for a million people.
    """
    day = as_of or today()
    take_turn()
    _hurry()
    waited = db.session.execute(delete(IndexTouched)).rowcount  # type: ignore[attr-defined]
    before = _all_sums()
    _hold_everybody(day)
    for kept in _SUMMED:
        db.session.execute(delete(kept))
    for statement in _additions(1, is_postgres(), everybody=True):
        db.session.execute(statement)
    after = _all_sums()
    was_today = db.session.scalar(select(IndexDay.as_of)) == day
    # what still waited to be counted explains a difference
    differences = len(before ^ after) if was_today and not waited else 0
    if differences:
        log.error("counting and reckoning anew differ in %s groups", differences)
    db.session.execute(delete(IndexDay))
    db.session.execute(
        insert(IndexDay).values(id=1, as_of=day, reckoned_at=now(), differences=differences)
    )
    _keep_month(day)
    return differences


@every_minute
def look_after() -> None:
    """Reckon anew on a new day; between, settle what changes have left behind."""
    if db.session.scalar(select(IndexDay.as_of)) != today():
        reckon_anew()
        return
    while not settle_touched():
        few = select(IndexTouched.person_id).distinct().limit(AT_ONCE)
        ids = set(db.session.scalars(few))
        waiting = db.session.scalar(select(func.count(IndexTouched.person_id.distinct()))) or 0
        if waiting > ONE_BY_ONE:
            reckon_anew()
            return
        db.session.execute(delete(IndexTouched).where(IndexTouched.person_id.in_(ids)))
        settle(ids)


def take_turn() -> None:
    """Let one transaction at a time change or freeze the kept sums."""
    if is_postgres():
        db.session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _hurry() -> None:
    """Let PostgreSQL use memory for this transaction, and not wait for the disk at its end."""
    if is_postgres():
        for setting in ("work_mem = '192MB'", "synchronous_commit = off", "jit = off"):
            db.session.execute(text(f"SET LOCAL {setting}"))


@cache
def _without_holdings() -> Any:
    table: Any = Holding.__table__
    return delete(table).where(table.c.person_id.in_(_IDS))


@lru_cache(maxsize=8)
def _holdings_on(day: date, _lines: tuple[Conversion, ...], _postgres: bool) -> list[Any]:
    """Return the statements that keep what the people in `ids` hold on a day.

    They are large: putting one together takes longer than running it. What they are made from,
    besides the rules, are the conversion lines and the database.
    """
    table: Any = Holding.__table__
    columns = [column.name for column in table.columns]
    return [
        insert(table).from_select(columns, holdings.holdings(rules, day, _IDS))
        for rules in readings()
    ]


def _hold_everybody(day: date) -> None:
    """Reckon what everybody holds, and write only what differs from what is kept.

    From one day to the next few people's holdings change; writing a million rows anew would take
    longer than reckoning them.
    """
    table: Any = Holding.__table__
    columns = [column.name for column in table.columns]
    key = [column.name for column in table.primary_key]
    shared = _put_shared_aside(day.year)
    plan_for_everybody("off")
    for rules in readings():
        found = holdings.holdings(rules, day, shared=shared).subquery("found")
        kept = and_(*(table.c[name] == found.c[name] for name in key))
        facts = [name for name in columns if name not in key]
        differs = or_(
            table.c[key[0]].is_(None),
            *(table.c[name].is_distinct_from(found.c[name]) for name in facts),
        )
        put = (
            _dialect()
            .insert(table)
            .from_select(columns, select(*found.c).outerjoin(table, kept).where(differs))
        )
        changed = {name: put.excluded[name] for name in facts}
        db.session.execute(put.on_conflict_do_update(index_elements=key, set_=changed))
        gone = ~holdings.serving(day).where(Person.id == table.c.person_id).exists()
        db.session.execute(delete(table).where(table.c.reading == rules.key, gone))
    known = [rules.key for rules in readings()]
    db.session.execute(delete(table).where(table.c.reading.not_in(known)))
    plan_for_everybody("on")


#: For the time of a reckoning: the people whose trainings may share days, and their hours.
_CROWD = Table(
    "sharing_days", MetaData(),
    Column("person_id", Integer, primary_key=True, autoincrement=False), prefixes=["TEMPORARY"],
)  # fmt: skip
_SHARED = Table(
    "shared_hours", MetaData(),
    Column("person_id", Integer, primary_key=True, autoincrement=False), Column("cents", Integer),
    prefixes=["TEMPORARY"],
)  # fmt: skip


def _put_shared_aside(year: int) -> Table:
    """Reckon first, and by another plan, the few whose trainings of a year share days.

    Once these few stand in a table, their trainings are looked up one by one.
    """
    for table in (_CROWD, _SHARED):
        db.session.execute(CreateTable(table, if_not_exists=True))
        db.session.execute(delete(table))
    db.session.execute(insert(_CROWD).from_select(["person_id"], crowd_of(year)))
    hours = shared_hours(year, select(_CROWD.c.person_id))
    db.session.execute(insert(_SHARED).from_select(["person_id", "cents"], hours))
    return _SHARED


def _dialect() -> Any:
    return postgresql if is_postgres() else sqlite


def plan_for_everybody(others: str) -> None:
    """Let PostgreSQL walk people and records side by side in the order their indexes have.

    Left to itself it hashes millions of rows and inserts in disorder: three times the work; and
    where it knows little of fresh tables, it looks the records of each person up anew.
    """
    if is_postgres():
        for setting in ("enable_hashagg", "enable_hashjoin", "enable_nestloop"):
            db.session.execute(text(f"SET LOCAL {setting} = {others}"))
        for setting, calm in (("max_parallel_workers_per_gather", 0), ("random_page_cost", 1)):
            value = calm if others == "off" else "DEFAULT"
            db.session.execute(text(f"SET LOCAL {setting} = {value}"))


@cache
def _additions(sign: int, _postgres: bool, *, everybody: bool = False) -> list[Any]:
    """Return the statements that add to the kept sums what the holdings of `ids` are, or take it
    away."""
    ids = None if everybody else _IDS
    return [
        _put(IndexRollup, sums.rollups(sign, ids).subquery()),
        _put(IndexLapse, sums.lapses(sign, ids).subquery()),
    ]


def _put(kept: type[IndexRollup] | type[IndexLapse], found: Any) -> Any:
    """Add rows to a table of sums: a group that is there already grows."""
    table: Any = kept.__table__
    columns = [column.name for column in table.columns]
    rows = select(*(found.c[name] for name in columns))
    # SQLite takes ON after a bare union for a join
    put = _dialect().insert(table).from_select(columns, rows.where(true()))
    key = [column.name for column in table.primary_key]
    grown = {name: table.c[name] + put.excluded[name] for name in columns if name not in key}
    return put.on_conflict_do_update(index_elements=key, set_=grown)


def _all_sums() -> set[tuple[Any, ...]]:
    return {
        (kept.__tablename__, *row)
        for kept in _SUMMED
        for row in db.session.execute(select(kept.__table__).where(kept.people != 0))
    }


def trace_back(months: int) -> None:
    """Reckon the ends of past months too, from the records known today, for the trend.

    People stand where they work today: who held which post then is not known.
    """
    last = today().replace(day=1)
    days = []
    for _ in range(months):
        last -= timedelta(days=1)
        days.append(last)
        last = last.replace(day=1)
    for day in reversed(days):
        reckon_anew(day)
    reckon_anew()


def _keep_month(day: date) -> None:
    """Keep the running month's figures by office; the last day that was reckoned stays."""
    month = day.replace(day=1)
    db.session.execute(delete(IndexMonth).where(IndexMonth.month == month))
    figures = [func.sum(column) for column in (
        IndexRollup.people, IndexRollup.cents, IndexRollup.with_technical)]  # fmt: skip
    db.session.execute(
        insert(IndexMonth).from_select(
            ["rule_set", "month", "opd_id", "people", "cents", "with_technical"],
            select(IndexRollup.rule_set, literal(month, Date), IndexRollup.opd_id, *figures)
            .where(IndexRollup.people != 0)
            .group_by(IndexRollup.rule_set, IndexRollup.opd_id),
        )
    )


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: Any) -> None:
    changed = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(thing, _WATCHED) for thing in changed):
        session.info["index_touched"] = True


@event.listens_for(Session, "do_orm_execute")
def _notice_bulk(state: ORMExecuteState) -> None:
    if not state.is_select and getattr(state.statement, "table", None) is not None:
        name = getattr(state.statement.table, "name", "")  # type: ignore[attr-defined]
        if name in _TABLES:
            state.session.info["index_touched"] = True


def _settle_with_the_change(session: Session) -> None:
    """Settle in the change's own transaction; what goes wrong here never undoes the change."""
    if session.in_nested_transaction():
        return
    session.flush()
    if not session.info.pop("index_touched", False):
        return
    try:
        with session.begin_nested():
            if is_postgres():
                session.execute(text("SET LOCAL lock_timeout = '2s'"))
            settle_touched()
    except Exception:
        log.exception("the index waits for the worker")


# before the journal is sealed, whose lock is then held only for a moment
event.listen(Session, "before_commit", _settle_with_the_change, insert=True)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("index_touched", None)
