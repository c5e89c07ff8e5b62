"""Who is ready for a certificate, what is missing, and who must act. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Case:
    """What is known of one trainee; `outcome` is None while the result is not released."""

    outcome: str | None
    nip: str | None
    birth_place: str
    birth_date: date | None
    strange_letters: str
    has_certificate: bool


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: what, who must act, and whether it keeps the paper back."""

    what: str
    who: str
    blocks: bool


#: The fields of an STTP (docs/facts.md 6, C1) that a person or the sending office must give.
_FIELDS = (("nip", "opd"), ("birth_place", "trainee"), ("birth_date", "trainee"))


def gaps(case: Case) -> list[Gap]:
    """Return what is missing, what blocks first."""
    found = []
    if case.outcome is None:
        found.append(Gap("result", "organiser", True))
    elif case.outcome != "lulus":
        found.append(Gap(case.outcome, "nobody", True))
    if case.strange_letters:
        found.append(Gap("letters", "organiser", True))
    found += [Gap(name, who, False) for name, who in _FIELDS if not getattr(case, name)]
    return found


def standing(case: Case) -> str:
    """Return "issued", "ready" or "waiting"."""
    if case.has_certificate:
        return "issued"
    return "waiting" if any(gap.blocks for gap in gaps(case)) else "ready"
