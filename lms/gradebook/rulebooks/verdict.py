"""What every rulebook takes (parts, points, absence) and gives: a verdict with its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from lms.core.i18n import _
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
    trace: list[dict[str, str]] = field(default_factory=list)


class Rulebook(Protocol):
    """How a programme's marks become a result."""

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


def weighted(
    components: Sequence[Component],
    points: Mapping[str, Decimal | None],
    clauses: Mapping[str, str],
) -> tuple[Decimal, list[dict[str, str]]]:
    """Return the final mark and its steps; weights are percent, all points are there.

    The sum is rounded once, half up, to two decimals; steps show their share rounded alike.
    `clauses` names the regulation behind a part's weight by the part's source, "" for the rest.
    """
    total = Decimal()
    steps = []
    for part in components:
        mark = points[part["key"]]
        assert mark is not None
        share = mark * Decimal(str(part["weight"])) / 100
        total += share
        steps.append(
            {
                "key": str(part["key"]),
                "title": str(part["title"]),
                "points": str(mark.quantize(CENT, ROUND_HALF_UP)),
                "weight": str(part["weight"]),
                "contribution": str(share.quantize(CENT, ROUND_HALF_UP)),
                "clause": clauses.get(str(part.get("source", "")), clauses.get("", "")),
                "confidence": str(part.get("confidence", "")),
            }
        )
    return total.quantize(CENT, ROUND_HALF_UP), steps


def weights_fault(components: Sequence[Component]) -> str:
    """Return what is wrong with the weights, "" when they add up to 100."""
    if not components:
        return _("Bobot nilai program ini belum ditetapkan.")
    total = sum(Decimal(str(part["weight"])) for part in components)
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
