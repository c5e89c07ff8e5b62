"""Why a unit is closed to a trainee, told by e-learning to the areas that show units of their own.

An area beside e-learning may not know it; both know this.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lms.catalogue.models import Batch, Enrolment
from lms.core.errors import RuleBroken


@dataclass(frozen=True)
class Closed:
    """A unit that is not open yet: why, and what opens it in a few words."""

    title: str
    course: str
    reason: str
    short: str


@dataclass(frozen=True)
class Way:
    """Where a trainee whose way is closed goes on, and who can open it."""

    #: (name, role) of the people who can.
    openers: list[tuple[str, str]]
    #: Title and path of the next open unit.
    next: tuple[str, str] | None


@dataclass(frozen=True)
class Keeper:
    """Whoever decides what is open."""

    closed: Callable[[Batch, Enrolment], Mapping[int, Closed]]
    way: Callable[[Batch, Enrolment], Way]
    #: What makes a unit done, in a sentence.
    rule: Callable[[Batch, int], str]


KEEPERS: list[Keeper] = []


def closed(batch: Batch, seat: Enrolment) -> dict[int, Closed]:
    """Return what is closed to a trainee, by unit id."""
    found: dict[int, Closed] = {}
    for keeper in KEEPERS:
        found |= keeper.closed(batch, seat)
    return found


def way_on(batch: Batch, seat: Enrolment) -> Way:
    """Return how a trainee goes on who met a closed unit."""
    return KEEPERS[0].way(batch, seat)


def rule_of(batch: Batch, unit_id: int) -> str:
    """Return in a sentence what makes a unit done."""
    return KEEPERS[0].rule(batch, unit_id)


def refuse_closed(batch: Batch, seat: Enrolment, unit_id: int) -> None:
    """Refuse a unit that is not open to the trainee yet."""
    found = closed(batch, seat).get(unit_id)
    if found is not None:
        raise RuleBroken(found.reason)
