"""Latsar CPNS: PerLAN 1/2021 jo. 10/2021, guideline Kep. Ka. LAN 13/K.1/PDP.07/2022.

Confidence of each fact as in docs/facts.md 1: C read in a source, C1 in one secondary source,
M unverified. The weights come with the programme version (courses/latsar-cpns/programme.yaml).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lms.core.i18n import _
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

#: Where the weight of a part was read, by the part's source. Only the academic weights (MOOC 10,
#: e-learning test 10) were seen in the guideline itself (C); attitude 10, rancangan 20,
#: pelaksanaan 30 and PKTBT 20 come from the scheme before it (C1; the same since 2022: M).
CLAUSES = {
    "mooc": "Kep. Ka. LAN 13/K.1/PDP.07/2022",
    "quizzes": "Kep. Ka. LAN 13/K.1/PDP.07/2022",
    "": "PerLAN 12/2018",
}

#: (mark must be above this, predicate): the lower bounds are open, so 70.00 is not yet
#: "cukup memuaskan" and 70.01 is. Pass bound C (LAN briefing 2021), the other steps M.
PREDICATES = (
    (Decimal("90.00"), "Sangat Memuaskan"),
    (Decimal("80.00"), "Memuaskan"),
    (Decimal("70.00"), "Cukup Memuaskan"),
    (Decimal("60.00"), "Kurang Memuaskan"),
)
LOWEST = "Tidak Memuaskan"
#: Above this one has passed (C).
PASS_ABOVE = Decimal("70.00")
#: Above this, but not passed: remedial on the weak part, once (M).
REMEDIAL_ABOVE = Decimal("60.00")
#: The MOOC must be passed by itself with 70.01 (C1, sulbar 2022); the 28 trophies of the same
#: rule are counted by LAN before it reports a score.
MOOC_SOURCE = "mooc"
MOOC_ABOVE = Decimal("70.00")


def predicate_of(final: Decimal) -> str:
    """Return the qualification of a final mark with two decimals."""
    return next((words for bound, words in PREDICATES if final > bound), LOWEST)


class LatsarCpns:
    """Weighted sum, five qualifications, the MOOC passed by itself, and the absence limit."""

    clauses: Mapping[str, str] = CLAUSES

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
        predicate = predicate_of(final)
        if absent:
            return Verdict("tidak_lulus", final, "", [absent])
        if final <= REMEDIAL_ABOVE:
            reasons = [_("Nilai akhir %(final)s, perlu di atas 60,00.", final=comma(final))]
            return Verdict("tidak_lulus", final, predicate, reasons)
        if final <= PASS_ABOVE:
            reasons = [_("Nilai akhir %(final)s, perlu di atas 70,00.", final=comma(final))]
            return Verdict("ditunda", final, predicate, reasons)
        reasons = _mooc_faults(components, points)
        return Verdict("ditunda" if reasons else "lulus", final, predicate, reasons)


def _mooc_faults(
    components: Sequence[Component], points: Mapping[str, Decimal | None]
) -> list[str]:
    """Return a sentence when the MOOC was not passed by itself; the deferral is ours (D)."""
    marks = [points[part["key"]] for part in components if part.get("source") == MOOC_SOURCE]
    return [
        _("Nilai MOOC %(mooc)s, perlu di atas 70,00.", mooc=comma(mark))
        for mark in marks
        if mark is not None and mark <= MOOC_ABOVE
    ]


BOOK = LatsarCpns()
