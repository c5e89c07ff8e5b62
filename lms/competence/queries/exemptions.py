"""Exemptions from cells or from the index: those in force, and the list of all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.competence.models import ExemptionReversal, IndexExemption
from lms.core.db import db, rows
from lms.people.models import Person

#: Exemptions on one page of the list.
PAGE = 50
#: What the list can be narrowed to, in the order of its tabs.
STATES = ("holds", "coming", "ended", "reversed")


def in_force(as_of: date) -> Any:
    """Return the condition that an exemption, joined with its reversal, holds on a day."""
    return and_(
        IndexExemption.starts_on <= as_of,
        or_(IndexExemption.ends_on.is_(None), IndexExemption.ends_on >= as_of),
        or_(ExemptionReversal.exemption_id.is_(None), ExemptionReversal.last_day >= as_of),
    )


def exemptions_of(person: Person, as_of: date) -> list[IndexExemption]:
    """Return the exemptions of a person that hold on a day."""
    return rows(
        select(IndexExemption)
        .outerjoin(IndexExemption.reversal)
        .where(IndexExemption.person_id == person.id, in_force(as_of))
        .options(contains_eager(IndexExemption.reversal))
        .order_by(IndexExemption.starts_on, IndexExemption.id)
    )


def clashing(person_id: int, cell: str, first: date, last: date | None) -> IndexExemption | None:
    """Return an exemption of the person from the same cell that shares a day with the span."""
    ends = func.coalesce(ExemptionReversal.last_day, IndexExemption.ends_on)
    found: IndexExemption | None = db.session.scalars(
        select(IndexExemption)
        .outerjoin(IndexExemption.reversal)
        .where(
            IndexExemption.person_id == person_id,
            IndexExemption.cell == cell,
            or_(ExemptionReversal.exemption_id.is_(None), ExemptionReversal.last_day.is_not(None)),
            or_(ends.is_(None), ends >= first),
            *([IndexExemption.starts_on <= last] if last is not None else []),
        )
        .options(contains_eager(IndexExemption.reversal))
        .limit(1)
    ).first()
    return found


@dataclass(frozen=True)
class ExemptionFilter:
    """What the list is narrowed to: state on the day, a name or NIP, a page."""

    state: str
    text: str
    page: int

    @classmethod
    def of(cls, arguments: Any) -> "ExemptionFilter":
        """Read the filter out of an address; what is not known there is left out."""
        state = arguments.get("keadaan", "")
        number = arguments.get("halaman", 1, type=int)
        return cls(
            state if state in STATES else "holds",
            arguments.get("cari", "").strip()[:100],
            min(10_000, max(1, number)),
        )


def exemptions(
    visible: Select[Any], wanted: ExemptionFilter, day: date
) -> tuple[list[IndexExemption], int]:
    """Return a page of the exemptions a person may see, the newest first, and how many."""
    found = _narrowed(visible, wanted, day)
    count = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    return rows(_shown(found).limit(PAGE).offset((wanted.page - 1) * PAGE)), count


def all_exemptions(
    visible: Select[Any], wanted: ExemptionFilter, day: date
) -> list[IndexExemption]:
    """Return every exemption of the filter, for the table that leaves the house."""
    return rows(_shown(_narrowed(visible, wanted, day)))


def exemption_counts(visible: Select[Any], day: date) -> dict[str, int]:
    """Return how many of the exemptions a person may see are in each state on a day."""
    told = visible.outerjoin(IndexExemption.reversal)
    counts = [
        func.count().filter(_in_state(state, day)).label(state) for state in STATES
    ]  # fmt: skip
    row = db.session.execute(told.with_only_columns(*counts).order_by(None)).one()
    return dict(row._mapping)


def exemption(exemption_id: int) -> IndexExemption:
    """Return one exemption with its person and its reversal."""
    return db.session.scalars(
        _shown(select(IndexExemption).where(IndexExemption.id == exemption_id))
    ).one()


def _narrowed(visible: Select[Any], wanted: ExemptionFilter, day: date) -> Select[Any]:
    found = visible.outerjoin(IndexExemption.reversal).where(_in_state(wanted.state, day))
    if wanted.text:
        found = found.join(IndexExemption.person).where(
            or_(Person.name.icontains(wanted.text, autoescape=True), Person.nip == wanted.text)
        )
    return found


def _in_state(state: str, day: date) -> Any:
    """Return the condition of IndexExemption.state_on, for rows joined with their reversal."""
    last = func.coalesce(ExemptionReversal.last_day, IndexExemption.ends_on)
    reversed_ = and_(
        ExemptionReversal.exemption_id.is_not(None), ExemptionReversal.last_day.is_(None)
    )
    if state == "reversed":
        return reversed_
    if state == "ended":
        return and_(~reversed_, last < day)
    open_ = and_(~reversed_, or_(last.is_(None), last >= day))
    begun = IndexExemption.starts_on <= day
    return and_(open_, begun if state == "holds" else ~begun)


def _shown(found: Select[Any]) -> Select[Any]:
    return found.options(
        joinedload(IndexExemption.person).joinedload(Person.opd),
        joinedload(IndexExemption.granted_by),
        joinedload(IndexExemption.reversal).joinedload(ExemptionReversal.reversed_by),
    ).order_by(IndexExemption.granted_at.desc(), IndexExemption.id.desc())
