"""Places by final mark, and who is among the best. Pure."""

from collections.abc import Mapping
from decimal import Decimal

#: The best of a batch get a certificate of merit: five (docs/facts.md 6, C1).
BEST = 5


def ranks(finals: Mapping[int, Decimal]) -> dict[int, int]:
    """Return everybody's place by final mark; equal marks share the better place (1, 2, 2, 4).

    How the agency breaks ties was not found, so nobody is put behind an equal (D). A tie at the
    last place of honour gives more than five certificates of merit, never fewer.
    """
    marks = sorted(finals.values(), reverse=True)
    return {who: marks.index(mark) + 1 for who, mark in finals.items()}
