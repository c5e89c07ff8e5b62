"""The radar: who is below the year's 20 JP or loses a cell, by month and office."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, true

from lms.catalogue.models import Enrolment
from lms.competence import rules
from lms.competence.models import Holding, IndexLapse, IndexRollup
from lms.competence.queries.index import months_on
from lms.competence.queries.people import Scored, as_scored, counted_people
from lms.competence.rules.hours import JP
from lms.core.addresses import whole
from lms.core.clock import today
from lms.core.db import db, rows
from lms.people.models import Opd, Person

#: People on one page, and at most in one nomination.
PAGE = 50
#: How many months the radar looks ahead, the running one included.
MONTHS = 12
#: Why somebody is on the radar: too few hours this year, or a cell that empties.
WHY = ("jp", "sel")


@dataclass(frozen=True)
class RadarFilter:
    """What the radar is narrowed to: office, month, reason; and the page of its list."""

    office: int | None
    month: date | None
    why: str
    page: int

    @classmethod
    def of(cls, arguments: Any) -> "RadarFilter":
        """Read the filter out of an address; what the radar does not have is left out."""
        why = arguments.get("sebab", "")
        month = arguments.get("bulan", "")
        number = arguments.get("halaman", 1, type=whole) or 1
        return cls(
            arguments.get("opd", type=whole),
            next((one for one in months_ahead() if f"{one:%Y-%m}" == month), None),
            why if why in WHY else "",
            min(10_000, max(1, number)),
        )

    @property
    def address(self) -> dict[str, Any]:
        """Return the filter as it stands in an address."""
        told = {
            "opd": self.office, "sebab": self.why,
            "bulan": f"{self.month:%Y-%m}" if self.month else "",
        }  # fmt: skip
        return {key: value for key, value in told.items() if value}


def months_ahead() -> list[date]:
    """Return the first days of the months the radar shows, this one first."""
    first = today().replace(day=1)
    return [months_on(first, ahead) for ahead in range(MONTHS)]


@dataclass(frozen=True)
class OfficeRadar:
    """One office: its people, how many are below 20 JP this year, and who loses a cell when."""

    opd_id: int
    name: str
    people: int
    below: int
    #: People who lose a cell in the running month, within three, and within all months shown.
    now: int
    soon: int
    year: int


def radar_of_offices(rule_set: rules.RuleSet, offices: Collection[int] | None) -> list[OfficeRadar]:
    """Return the offices of the radar, those with most to lose first (from the kept sums)."""
    months = months_ahead()
    lapses: dict[int, dict[date, int]] = defaultdict(dict)
    for row in db.session.execute(_lapses(rule_set, offices)):
        lapses[row.opd_id][row.month] = row.people
    found = [
        OfficeRadar(
            row.id, row.short_name, row.people, row.people - row.met,
            *(sum(lapses[row.id].get(month, 0) for month in months[:span])
              for span in (1, 3, MONTHS)),
        )
        for row in db.session.execute(_duty(rule_set, offices))
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.soon, -one.below, one.name))


def lapses_ahead(
    rule_set: rules.RuleSet, offices: Collection[int] | None = None
) -> list[tuple[date, int]]:
    """Return how many people lose a cell in each month ahead (from the kept sums)."""
    found: dict[date, int] = defaultdict(int)
    for row in db.session.execute(_lapses(rule_set, offices)):
        found[row.month] += row.people
    return [(month, found[month]) for month in months_ahead()]


def _lapses(rule_set: rules.RuleSet, offices: Collection[int] | None) -> Any:
    months = months_ahead()
    return select(IndexLapse.opd_id, IndexLapse.month, IndexLapse.people).where(
        IndexLapse.rule_set == rule_set.key,
        IndexLapse.people > 0,
        IndexLapse.month.between(months[0], months[-1]),
        true() if offices is None else IndexLapse.opd_id.in_(offices),
    )


def _duty(rule_set: rules.RuleSet, offices: Collection[int] | None) -> Any:
    return (
        select(
            Opd.id, Opd.short_name, func.sum(IndexRollup.people).label("people"),
            func.sum(IndexRollup.with_yearly).label("met"),
        )
        .join(IndexRollup, IndexRollup.opd_id == Opd.id)
        .where(
            IndexRollup.rule_set == rule_set.key,
            IndexRollup.people > 0,
            true() if offices is None else Opd.id.in_(offices),
        )
        .group_by(Opd.id, Opd.short_name)
    )  # fmt: skip


def at_risk(
    rule_set: rules.RuleSet, offices: Collection[int] | None, wanted: RadarFilter
) -> tuple[list[Scored], int]:
    """Return a page of the people on the radar, the first to lose a cell first, and how many."""
    found = _at_risk(rule_set, offices, wanted)
    count = db.session.scalar(
        select(func.count()).select_from(found.order_by(None).subquery())
    ) or 0  # fmt: skip
    page = found.limit(PAGE).offset((wanted.page - 1) * PAGE)
    return [as_scored(row, rule_set) for row in db.session.execute(page)], count


def all_at_risk(
    rule_set: rules.RuleSet, offices: Collection[int] | None, wanted: RadarFilter
) -> list[Scored]:
    """Return everybody on the radar, for the table that leaves the house."""
    found = db.session.execute(_at_risk(rule_set, offices, wanted))
    return [as_scored(row, rule_set) for row in found]


def _at_risk(
    rule_set: rules.RuleSet, offices: Collection[int] | None, wanted: RadarFilter
) -> Select[Any]:
    why = {"jp": _below(wanted.month), "sel": _losing(wanted.month)}
    chosen = [why[wanted.why]] if wanted.why else list(why.values())
    found = counted_people(rule_set).where(or_(*chosen))
    if offices is not None:
        found = found.where(Holding.opd_id.in_(offices))
    if wanted.office is not None:
        found = found.where(Holding.opd_id == wanted.office)
    return found.order_by(
        Holding.lapses_on.is_(None), Holding.lapses_on, Holding.year_jp, Person.name, Person.id
    )


def _below(month: date | None) -> Any:
    """Return the condition of too few hours this year: they are due by the end of December."""
    short = Holding.year_jp < rules.YEARLY_JP * JP
    due = month is None or month == date(today().year, 12, 1)
    return short if due else short & ~true()


def _losing(month: date | None) -> Any:
    months = months_ahead()
    first, last = (month, month) if month is not None else (months[0], months[-1])
    return and_(Holding.lapses_on >= first, Holding.lapses_on < months_on(last, 1))


def staff_of(ids: Collection[int], offices: Collection[int] | None) -> list[Person]:
    """Return the people with these ids who serve in some offices (None: in any), by name."""
    found = select(Person).where(Person.id.in_(ids), Person.opd_id.is_not(None))
    if offices is not None:
        found = found.where(Person.opd_id.in_(offices))
    return rows(found.order_by(Person.name, Person.id))


def own_nominations(person: Person, ids: Collection[int]) -> list[Enrolment]:
    """Return those of the places with these ids that a person nominated and nobody decided on."""
    return rows(
        select(Enrolment)
        .where(
            Enrolment.id.in_(ids),
            Enrolment.nominated_by_id == person.id,
            Enrolment.state == "nominated",
        )
        .order_by(Enrolment.id)
    )
