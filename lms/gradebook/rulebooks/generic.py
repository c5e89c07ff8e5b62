"""Programmes whose weights are data of the batch, and the rules they have in common.

PKP and PBJ are judged like this too, each with its own edition (pkp.py, pbj_level_1.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lms.core.i18n import _, _l
from lms.gradebook.rulebooks.edition import (
    FIVE_STEPS_SAY,
    ROUNDING,
    Edition,
    Provision,
    qualification,
)
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

TITLE = _l("Umum")
BY_PARTS = _l("Bila setiap komponen mempunyai batas sendiri, komponen yang memutuskan dan "
              "kualifikasi tidak dipakai.")  # fmt: skip

EDITIONS = (
    Edition(
        valid_from=date(2022, 1, 1),
        clauses={},
        provisions=(
            Provision(_l("Lulus bila nilai akhir di atas 70,00; selain itu ditunda."), "", "D"),
            Provision(FIVE_STEPS_SAY, "", "D"),
            Provision(BY_PARTS, "", "D"),
            ROUNDING,
        ),
    ),
)


class Generic:
    """Weighted sum with a pass bound for the whole or for single parts."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def qualification(self, components: Sequence[Component], final: Decimal) -> str:
        """Return the qualification of a final mark, "" where the parts decide."""
        return "" if _by_parts(components) else qualification(final)

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
        short = _parts_below(components, points)
        bound = self.edition.pass_above
        if not _by_parts(components) and final <= bound:
            short.append(_("Nilai akhir %(final)s, perlu di atas %(bound)s.",
                           final=comma(final), bound=comma(bound)))  # fmt: skip
        predicate = self.qualification(components, final)
        return Verdict("ditunda" if short else "lulus", final, predicate, short)


def _by_parts(components: Sequence[Component]) -> bool:
    """Tell whether every part carries its own bound: then the parts decide."""
    return all(part.get("pass_above") is not None for part in components)


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
