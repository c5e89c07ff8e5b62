"""Latsar CPNS: PerLAN 1/2021 jo. 10/2021, guideline Kep. Ka. LAN 13/K.1/PDP.07/2022.

Confidence of each fact as in docs/facts.md 1: C read in a source, C1 in one secondary source,
M unverified. The weights come with the programme version or a scheme (schemes.py).
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
    missing,
    over_limit,
    weighted,
    weights_fault,
)
from lms.schedule.rules import Recap

TITLE = _l("Latsar CPNS")
GUIDELINE = "Kep. Ka. LAN 13/K.1/PDP.07/2022"
BEFORE = "PerLAN 12/2018"
_BRIEFING = "Penjelasan LAN 2021"

EDITIONS = (
    Edition(
        valid_from=date(2022, 1, 1),
        # Only the academic weights (MOOC 10, e-learning test 10) were seen in the guideline itself
        # (C); the others come from the scheme before it (C1; the same since 2022: M).
        clauses={"mooc": GUIDELINE, "quizzes": GUIDELINE, "": BEFORE},
        pass_above=Decimal("70.00"),
        remedial_above=Decimal("60.00"),
        # the 28 trophies of the same rule are counted by LAN before it reports a score
        own_bounds={"mooc": Decimal("70.00")},
        provisions=(
            Provision(_l("Lulus bila nilai akhir di atas 70,00."), _BRIEFING, "C"),
            Provision(FIVE_STEPS_SAY, BEFORE, "M"),
            Provision(_l("Di atas 60,00 sampai 70,00: ditunda, remedial satu kali pada komponen "
                         "yang lemah."), GUIDELINE, "M"),
            Provision(_l("Nilai MOOC sendiri harus di atas 70,00; bila tidak, ditunda."),
                      "BPSDM Sulbar 2022", "C1"),
            Provision(_l("Tidak hadir melewati batas angkatan: dapat dinyatakan tidak lulus, "
                         "berapa pun nilainya."), _BRIEFING, "C"),
            ROUNDING,
        ),
    ),
)  # fmt: skip


class LatsarCpns:
    """Weighted sum, five qualifications, the MOOC passed by itself, and the absence limit."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def qualification(self, _components: Sequence[Component], final: Decimal) -> str:
        """Return the qualification of a final mark."""
        return qualification(final)

    def judge(
        self,
        components: Sequence[Component],
        points: Mapping[str, Decimal | None],
        absence: Recap | None,
        limit: Mapping[str, Any],
    ) -> Verdict:
        """Return the verdict: lulus, ditunda (remedial) or tidak lulus.

        Who passed the absence limit (more than 6 sessions, 18 JP or 2 days; C) may be declared not
        passed whatever the marks; such a trainee is shown as tidak lulus with that reason and
        without a qualification, which would praise the marks alone.
        """
        absent = over_limit(absence, limit)
        fault = weights_fault(components)
        lacking = missing(components, points)
        if fault or lacking:
            if absent and not fault:
                return Verdict("tidak_lulus", reasons=[absent])
            words = fault or _("Belum ada nilai: %(parts)s.", parts=", ".join(lacking))
            return Verdict(INCOMPLETE, reasons=[words])
        final = weighted(components, points)
        if absent:
            return Verdict("tidak_lulus", final, "", [absent])
        outcome, reasons = self._by_marks(components, points, final)
        return Verdict(outcome, final, qualification(final), reasons)

    def _by_marks(
        self, components: Sequence[Component], points: Mapping[str, Decimal | None], final: Decimal
    ) -> tuple[str, list[str]]:
        floor = self.edition.remedial_above
        for bound, outcome in ((floor, "tidak_lulus"), (self.edition.pass_above, "ditunda")):
            if bound is not None and final <= bound:
                reason = _("Nilai akhir %(final)s, perlu di atas %(bound)s.",
                           final=comma(final), bound=comma(bound))  # fmt: skip
                return outcome, [reason]
        reasons = self._parts_below(components, points)
        return ("ditunda" if reasons else "lulus"), reasons

    def _parts_below(
        self, components: Sequence[Component], points: Mapping[str, Decimal | None]
    ) -> list[str]:
        """Return a sentence when the MOOC was not passed by itself; the deferral is ours (D)."""
        bounds = self.edition.own_bounds
        return [
            _("Nilai MOOC %(mooc)s, perlu di atas %(bound)s.", mooc=comma(mark), bound=comma(bound))
            for part in components
            if (bound := bounds.get(str(part.get("source", "")))) is not None
            and (mark := points[part["key"]]) is not None
            and mark <= bound
        ]
