"""Rules of several assessors: role weights, spread, third reading, drift. Pure.

Which weight each role has was found in no open source, so nothing is shipped: the organiser enters
it as data with its basis. The third reading is ours (D, docs/decisions/0141).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _

EXAMINER, COACH, MENTOR, INSTRUCTOR = "examiner", "coach", "mentor", "instructor"
#: The roles that may carry a weight, in the order pages name them.
ROLES = (EXAMINER, COACH, MENTOR, INSTRUCTOR)
#: Reads again when the others lie too far apart; carries no weight of its own.
THIRD = "third"
#: How a work stands: a role is missing, a third reading is due, or its mark is known.
WAITING, DISPUTED, READY = "waiting", "disputed", "ready"

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Reading:
    """The confirmed points (0-100) of one assessor."""

    role: str
    who: str
    points: Decimal


@dataclass(frozen=True)
class Drift:
    """How one assessor marks beside the others: mean difference in points, over `count` works."""

    who: str
    mean: Decimal
    count: int


def check_weights(weights: Mapping[str, int]) -> None:
    """Refuse weights of other roles, of a single role, or that do not add up to 100."""
    if set(weights) - set(ROLES) or any(weight <= 0 for weight in weights.values()):
        raise RuleBroken(_("Isi bobot setiap peran dengan angka bulat 1 sampai 100."))
    if len(weights) < 2:
        raise RuleBroken(_("Panel perlu paling sedikit dua peran berbobot."))
    total = sum(weights.values())
    if total != 100:
        raise RuleBroken(_("Bobot peran berjumlah %(total)s, seharusnya 100.", total=total))


def sent_levels(rubric: Sequence[Mapping[str, Any]], sent: Mapping[str, str]) -> dict[str, int]:
    """Return the level of each criterion as a form sends it; anything else is left out."""
    found = {part["key"]: sent.get(f"level_{part['key']}", "") for part in rubric}
    return {key: int(level) for key, level in found.items() if level.isdecimal()}


def sent_comments(rubric: Sequence[Mapping[str, Any]], sent: Mapping[str, str]) -> dict[str, str]:
    """Return the remark on each criterion as a form sends it."""
    found = {part["key"]: sent.get(f"comment_{part['key']}", "")[:2000] for part in rubric}
    return {key: text for key, text in found.items() if text.strip()}


def _means(readings: Iterable[Reading]) -> dict[str, Decimal]:
    """Return the mean of each role."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for reading in readings:
        found[reading.role].append(reading.points)
    return {role: sum(points, Decimal()) / len(points) for role, points in found.items()}


def missing(weights: Mapping[str, int], readings: Sequence[Reading]) -> list[str]:
    """Return the roles that carry weight and have not read yet."""
    present = {reading.role for reading in readings}
    return [role for role in ROLES if role in weights and role not in present]


def spread(readings: Sequence[Reading]) -> Decimal:
    """Return how far the assessors lie apart, in points; a third reading is left aside."""
    points = [reading.points for reading in readings if reading.role != THIRD]
    return max(points) - min(points) if points else Decimal()


def combined(weights: Mapping[str, int], readings: Sequence[Reading]) -> Decimal | None:
    """Return the weighted mean of the roles, rounded half up; None while a role is missing.

    A third reading takes the place of the role that lies farthest from it, so that one odd view
    never decides and the weights still add up to 100.
    """
    if missing(weights, readings):
        return None
    means = _means(readings)
    third = means.pop(THIRD, None)
    if third is not None:
        odd = max(weights, key=lambda role: (abs(means[role] - third), -weights[role], role))
        means[odd] = third
    total = sum((means[role] * weight for role, weight in weights.items()), Decimal())
    return (total / 100).quantize(_CENT, ROUND_HALF_UP)


def state_of(
    weights: Mapping[str, int], readings: Sequence[Reading], limit: Decimal, *, ruled: bool
) -> str:
    """Tell how a work stands; a ruling of the moderator ends every doubt."""
    if ruled:
        return READY
    if missing(weights, readings):
        return WAITING
    read_again = any(reading.role == THIRD for reading in readings)
    return DISPUTED if spread(readings) > limit and not read_again else READY


def drifts(works: Iterable[Sequence[Reading]]) -> list[Drift]:
    """Return for everybody the mean difference from the co-assessors, the strictest first."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for readings in works:
        for at, reading in enumerate(readings):
            others = [one.points for place, one in enumerate(readings) if place != at]
            if others:
                found[reading.who].append(reading.points - sum(others, Decimal()) / len(others))
    lines = [
        Drift(who, (sum(gaps, Decimal()) / len(gaps)).quantize(_CENT, ROUND_HALF_UP), len(gaps))
        for who, gaps in found.items()
    ]
    return sorted(lines, key=lambda line: (line.mean, line.who))
