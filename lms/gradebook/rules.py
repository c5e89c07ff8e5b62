"""How a mark is read, and which decisions the final meeting may take. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _

OUTCOMES = ("lulus", "ditunda", "tidak_lulus")
#: Sources of points that are the system's own work.
_DERIVED = ("quizzes", "assignment:", "package-")
_MARK = re.compile(r"(100|[0-9]{1,2})([.,][0-9]{1,2})?")


def typed_parts(parts: Sequence[dict[str, Any]], *, is_observed: bool) -> list[dict[str, Any]]:
    """Return the graded parts whose points come from outside, so that somebody types them in.

    Attitude is typed in only where nobody observes it day by day.
    """
    derived = (*_DERIVED, "attitude") if is_observed else _DERIVED
    return [part for part in parts if not str(part.get("source", "outside")).startswith(derived)]


def weakest(points: Mapping[str, Decimal | None], below: Collection[str]) -> str:
    """Return the key of the part to be mended first: one `below` its own bound, else the lowest."""
    known = {key: mark for key, mark in points.items() if mark is not None}
    return min(known, key=lambda key: (key not in below, known[key]), default="")


def read_mark(text: str) -> Decimal | None:
    """Return a mark (0-100) as people write it, 84,50 or 84.5; None for anything else."""
    typed = text.strip()
    found = Decimal(typed.replace(",", ".")) if _MARK.fullmatch(typed) else None
    return found if found is not None and found <= 100 else None


def check_decision(name: str, proposed: str, decided: str, reason: str, *, may_pass: bool) -> None:
    """Refuse a decision that the marks do not allow, or that departs from them without a reason.

    The meeting may be stricter than the reckoning, and may let somebody pass whom absence alone
    keeps back ("may be declared not passed", docs/facts.md 1, C); it may not pass who missed a
    bound by marks (`may_pass` is False). Every departure needs its reason in the minutes.
    """
    if decided not in OUTCOMES:
        raise RuleBroken(_("Pilih putusan untuk %(name)s.", name=name))
    if decided == proposed:
        return
    if decided == "lulus" and not may_pass:
        raise RuleBroken(
            _("%(name)s tidak mencapai batas nilai dan tidak dapat diputuskan lulus.", name=name)
        )
    if not reason.strip():
        raise RuleBroken(_("Tulis alasan putusan %(name)s yang berbeda dari usulan.", name=name))
