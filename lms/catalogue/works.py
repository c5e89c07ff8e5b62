"""What trainees hand in for units, told by whoever keeps works to whoever counts progress.

Assignments and e-learning stand side by side and may not know each other; both know this.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select

#: States of a work that is in: neither a draft nor sent back; the last two have a confirmed mark.
HANDED_IN = ("submitted", "proposed", "marked", "released")
GRADED = ("marked", "released")


class Work(NamedTuple):
    """The newest version of what a trainee, or the trainee's group, made for a unit."""

    #: "draft", "returned" or one of HANDED_IN.
    state: str
    version: int
    saved_at: datetime
    #: Out of 100; only once they are released.
    points: Decimal | None

    @property
    def is_in(self) -> bool:
        """Tell whether it waits for nothing from the trainee."""
        return self.state in HANDED_IN

    @property
    def is_graded(self) -> bool:
        """Tell whether its mark is confirmed."""
        return self.state in GRADED


#: Turns the column of an enrolment's id into a condition.
Whose = Callable[[Any], Any]


@dataclass(frozen=True)
class Source:
    """An area that keeps works."""

    #: Selects of (enrolment id, unit id, state, version, saved at, released points); every version
    #: of a work may come, a group's work once for each member.
    works: Callable[[Whose], Sequence[Select[Any]]]
    #: From the id of a version to the training day on which works are due, by unit id.
    due_days: Callable[[int], dict[int, int]]


SOURCES: list[Source] = []


def works_of(whose: Whose) -> list[Select[Any]]:
    """Return the selects that find the works of these trainees."""
    return [select for source in SOURCES for select in source.works(whose)]


def due_days(version_id: int) -> dict[int, int]:
    """Return the training day on whose evening each work of a version is due, by unit id."""
    found: dict[int, int] = {}
    for source in SOURCES:
        found |= source.due_days(version_id)
    return found
