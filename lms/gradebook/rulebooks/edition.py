"""What a regulation says about results from a day on, as data: bounds, clauses, certainty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from lms.core.i18n import _l

#: (mark must be above this, qualification): the lower bounds are open, so 70.00 is not yet
#: "Cukup Memuaskan" and 70.01 is. The bound 70.01 is C (LAN briefing 2021), the other steps M.
FIVE_STEPS = (
    (Decimal("90.00"), "Sangat Memuaskan"),
    (Decimal("80.00"), "Memuaskan"),
    (Decimal("70.00"), "Cukup Memuaskan"),
    (Decimal("60.00"), "Kurang Memuaskan"),
)
LOWEST = "Tidak Memuaskan"


@dataclass(frozen=True)
class Provision:
    """One sentence of the rules, where it was read, how sure it is (docs/facts.md)."""

    #: Translated when it is shown.
    says: Any
    clause: str
    confidence: str


@dataclass(frozen=True)
class Edition:
    """The rules of one programme from a day on; marks must be above a bound, not on it."""

    valid_from: date
    #: The regulation behind a part's weight by the part's source, "" for the rest.
    clauses: Mapping[str, str]
    provisions: tuple[Provision, ...]
    pass_above: Decimal = Decimal("70.00")
    #: Above this, but not passed: deferred; at or below: not passed. None: deferred throughout.
    remedial_above: Decimal | None = None
    #: Bounds of single parts by their source.
    own_bounds: Mapping[str, Decimal] = field(default_factory=dict)


#: How every rulebook reckons; ours, until a decree says otherwise.
ROUNDING = Provision(
    _l("Nilai akhir dibulatkan satu kali, setengah ke atas, menjadi dua angka; batas ditanyakan "
       "setelah itu."), "", "D",
)  # fmt: skip
FIVE_STEPS_SAY = _l("Kualifikasi: di atas 90 sangat memuaskan, di atas 80 memuaskan, di atas 70 "
                    "cukup memuaskan, di atas 60 kurang memuaskan.")  # fmt: skip


class Dated(Protocol):
    """What holds from a day on."""

    @property
    def valid_from(self) -> date:
        """Return the first day."""


Rule = TypeVar("Rule", bound=Dated)


def in_force(rules: Sequence[Rule], day: date) -> Rule:
    """Return the rule for batches that begin on a day; the oldest for days before all."""
    known = [one for one in rules if one.valid_from <= day]
    return max(known or rules[:1], key=lambda one: one.valid_from)


def qualification(final: Decimal) -> str:
    """Return the qualification of a final mark with two decimals."""
    return next((words for bound, words in FIVE_STEPS if final > bound), LOWEST)
