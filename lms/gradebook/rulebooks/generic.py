"""Programmes whose official weights are data of the programme: PKP, PBJ and others.

PKP's weights (Kep. Ka. LAN 2/K.1/PDP.07/2023) were not found (docs/facts.md 2), so
nothing is assumed: without weights that add up to 100 there is no result.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lms.core.i18n import _
from lms.gradebook.rulebooks.latsar_cpns import predicate_of
from lms.gradebook.rulebooks.verdict import (
    INCOMPLETE,
    Component,
    Verdict,
    comma,
    exact,
    missing,
    over_limit,
    weighted,
    weights_fault,
)
from lms.schedule.rules import Recap

#: The final mark must be above this (PKP: C1), unless every part carries its own `pass_above`:
#: then the parts decide, as in the PBJ exam (65, C1), and the five qualifications do not apply.
PASS_ABOVE = Decimal("70.00")


class Generic:
    """Weighted sum with a pass bound for the whole or for single parts."""

    clauses: Mapping[str, str] = {}

    def judge(
        self,
        components: Sequence[Component],
        points: Mapping[str, Decimal | None],
        absence: Recap | None,
        limit: Mapping[str, Any],
    ) -> Verdict:
        """Return the verdict: lulus, or ditunda naming the part that fell short."""
        fault = weights_fault(components)
        lacking = missing(components, points)
        if fault or lacking:
            words = fault or _("Belum ada nilai: %(parts)s.", parts=", ".join(lacking))
            return Verdict(INCOMPLETE, reasons=[words])
        final = weighted(components, points)
        absent = over_limit(absence, limit)
        if absent:
            return Verdict("tidak_lulus", final, "", [absent])
        by_parts = all(part.get("pass_above") is not None for part in components)
        short = _parts_below(components, points)
        if not by_parts and final <= PASS_ABOVE:
            short.append(_("Nilai akhir %(final)s, perlu di atas 70,00.", final=comma(final)))
        predicate = "" if by_parts else predicate_of(final)
        return Verdict("ditunda" if short else "lulus", final, predicate, short)


def _parts_below(
    components: Sequence[Component], points: Mapping[str, Decimal | None]
) -> list[str]:
    """Return a sentence for each part whose mark is not above its own bound."""
    found = []
    for part in components:
        mark, bound = points[part["key"]], part.get("pass_above")
        if mark is not None and bound is not None and mark <= exact(bound):
            found.append(
                _("%(title)s %(mark)s, perlu di atas %(bound)s.", title=part["title"],
                  mark=comma(mark), bound=comma(exact(bound)))
            )  # fmt: skip
    return found


BOOK = Generic()
