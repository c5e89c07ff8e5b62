"""What every rulebook takes (parts, points, absence) and gives: a verdict with its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Protocol

from lms.core.i18n import _
from lms.gradebook.rulebooks.edition import Edition
from lms.schedule.rules import Recap, absence_state

#: Outcome while points are missing; the official outcomes are lulus, ditunda and tidak_lulus.
INCOMPLETE = "incomplete"
CENT = Decimal("0.01")

Component = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """The result of one trainee: final mark (two decimals), predicate, outcome, and why."""

    outcome: str
    final: Decimal | None = None
    predicate: str = ""
    reasons: list[str] = field(default_factory=list)


class Rulebook(Protocol):
    """How a programme's marks become a result."""

    #: What holds, and where it was read.
    edition: Edition

    def qualification(self, components: Sequence[Component], final: Decimal) -> str:
        """Return the qualification of a final mark, "" where there is none."""
        ...

    def judge(
        self,
        components: Sequence[Component],
        points: Mapping[str, Decimal | None],
        absence: Recap | None,
        limit: Mapping[str, Any],
    ) -> Verdict:
        """Return the verdict on one trainee."""
        ...


def missing(components: Sequence[Component], points: Mapping[str, Decimal | None]) -> list[str]:
    """Return the titles of the parts without points."""
    return [str(part["title"]) for part in components if points.get(part["key"]) is None]


@cache
def exact(number: int | float | str) -> Decimal:
    """Return a weight or bound of a programme file as the number that was written there."""
    return Decimal(str(number))


def weighted(components: Sequence[Component], points: Mapping[str, Decimal | None]) -> Decimal:
    """Return the final mark; weights are percent, all points are there.

    The sum is rounded once, half up, to two decimals.
    """
    total = sum((_hundredfold(part, points) for part in components), Decimal())
    return (total / 100).quantize(CENT, ROUND_HALF_UP)


def _hundredfold(part: Component, points: Mapping[str, Decimal | None]) -> Decimal:
    mark = points[part["key"]]
    assert mark is not None
    return mark * exact(part["weight"])


def steps(
    components: Sequence[Component],
    points: Mapping[str, Decimal | None],
    clauses: Mapping[str, str],
) -> list[dict[str, str]]:
    """Return how the parts with points add up to the final mark, for whoever asks why.

    Each step shows its share rounded to two decimals and the clause its weight rests on.
    """
    return [
        {
            "key": str(part["key"]),
            "title": str(part["title"]),
            "points": str(mark.quantize(CENT, ROUND_HALF_UP)),
            "weight": str(part["weight"]),
            "contribution": str((_hundredfold(part, points) / 100).quantize(CENT, ROUND_HALF_UP)),
            "clause": clauses.get(str(part.get("source", "")), clauses.get("", "")),
            "confidence": str(part.get("confidence", "")),
        }
        for part in components
        if (mark := points.get(part["key"])) is not None
    ]


def weights_fault(components: Sequence[Component]) -> str:
    """Return what is wrong with the weights, "" when they add up to 100."""
    if not components:
        return _("Bobot nilai program ini belum ditetapkan.")
    total = sum(exact(part["weight"]) for part in components)
    if total != 100:
        return _("Bobot nilai berjumlah %(total)s, seharusnya 100.", total=total)
    return ""


def over_limit(absence: Recap | None, limit: Mapping[str, Any]) -> str:
    """Return which limit of absence was passed, "" when none was."""
    if absence is None:
        return ""
    state, sentence = absence_state(absence, limit)
    return sentence if state == "exceeded" else ""


def comma(mark: Decimal) -> str:
    """Return a mark with two decimals as sentences write it: 70,01."""
    return str(mark.quantize(CENT, ROUND_HALF_UP)).replace(".", ",")
