"""Programmes whose official weights are data of the programme: PKP, PBJ and others.

PKP's weights (Kep. Ka. LAN 2/K.1/PDP.07/2023) were not found (DOMAIN.md 2), so nothing is assumed:
without weights that add up to 100 there is no result.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lms.core.i18n import _
from lms.gradebook.rulebooks.latsar_cpns import predicate_of
from lms.gradebook.rulebooks.verdict import (
    INCOMPLETE,
    Absence,
    Component,
    Verdict,
    missing,
    over_limit,
    weighted,
    weights_fault,
)

#: A part may carry `pass_above`; without one the final mark must be above this (PKP: C1).
PASS_ABOVE = Decimal("70.00")


class Generic:
    """Weighted sum with a pass bound for the whole and, where given, for single parts."""

    def judge(
        self,
        components: Sequence[Component],
        points: Mapping[str, Decimal | None],
        absence: Absence | None,
        limit: Mapping[str, Any],
    ) -> Verdict:
        """Return the verdict: lulus, or ditunda naming the part that fell short."""
        fault = weights_fault(components)
        lacking = missing(components, points)
        if fault or lacking:
            words = fault or _("Belum ada nilai: %(parts)s.", parts=", ".join(lacking))
            return Verdict(INCOMPLETE, reasons=[words])
        final, trace = weighted(components, points, "")
        predicate = predicate_of(final)
        absent = over_limit(absence, limit)
        if absent:
            return Verdict("tidak_lulus", final, predicate, [absent], trace)
        short = [
            _("%(title)s belum di atas %(bound)s.", title=part["title"], bound=part["pass_above"])
            for part in components
            if part.get("pass_above") is not None
            and (points[part["key"]] or Decimal()) <= Decimal(str(part["pass_above"]))
        ]
        if final <= PASS_ABOVE:
            short.append(_("Nilai akhir perlu di atas 70,00."))
        return Verdict("ditunda" if short else "lulus", final, predicate, short, trace)


BOOK = Generic()
