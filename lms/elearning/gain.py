"""What a batch gained between the test before and the test after: arithmetic, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lms.elearning.quiz import score_percent

#: Fewer people could be told apart, so nothing is shown of them (as in surveys).
LEAST_SHOWN = 5
#: A normalised gain from which on it is called so (Hake 1998, docs/facts.md 7).
HIGH, MEDIUM = Decimal("0.70"), Decimal("0.30")
_CENT = Decimal("0.01")
#: Points earned and points possible.
Mark = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Gain:
    """The means (0-100) of the same people before and after, of one subject or of the whole."""

    title: str
    people: int
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """Return by how many points the mean rose."""
        return self.after - self.before

    @property
    def normalised(self) -> Decimal | None:
        """Return the share of what could be gained, None when everything was known before."""
        room = 100 - self.before
        return (self.change / room).quantize(_CENT, ROUND_HALF_UP) if room else None

    @property
    def level(self) -> str:
        """Return "high", "medium", "low", or "" when nothing could be gained."""
        if self.normalised is None:
            return ""
        if self.normalised >= HIGH:
            return "high"
        return "medium" if self.normalised >= MEDIUM else "low"


def gain(title: str, pairs: Sequence[tuple[Mark, Mark]]) -> Gain | None:
    """Return the gain of people with their marks before and after, None for a small group."""
    if len(pairs) < LEAST_SHOWN:
        return None
    before = [score_percent(*one) for one, _other in pairs]
    after = [score_percent(*other) for _one, other in pairs]
    return Gain(title, len(pairs), _mean(before), _mean(after))


def _mean(numbers: Sequence[Decimal]) -> Decimal:
    return (sum(numbers, Decimal()) / len(numbers)).quantize(_CENT, ROUND_HALF_UP)
