"""What a deferred trainee may still do, as dated data. Pure.

That one who is deferred gets one remedial on the weak part is unverified (docs/facts.md 1, M), and
the text on its mark was not found. That a result settled so is at most "Cukup Memuaskan", and is
not ranked among those who passed at once, is decided by the agency (D) until the decree is read.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lms.gradebook.rulebooks.edition import in_force
from lms.gradebook.rulebooks.latsar_cpns import GUIDELINE


@dataclass(frozen=True)
class RemedialRule:
    """What holds from a day on, where it was read, and how sure that is."""

    valid_from: date
    #: The final mark after the remedial is at most this.
    most: Decimal
    #: Days within which it should be done, proposed where a task is set.
    days: int
    clause: str
    confidence: str


RULES = (
    RemedialRule(date(2022, 1, 1), Decimal("80.00"), 14,
                 GUIDELINE, "M"),
)  # fmt: skip


def rule_on(day: date) -> RemedialRule:
    """Return the rule for batches that begin on a day; the oldest for days before all."""
    return in_force(RULES, day)


def capped(final: Decimal, rule: RemedialRule) -> Decimal:
    """Return the final mark that counts after a remedial."""
    return min(final, rule.most)
