"""Rules of marking by rubric. Pure."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _

_CENT = Decimal("0.01")


def check_rubric_levels(rubric: Sequence[Mapping[str, Any]], levels: Mapping[str, int]) -> None:
    """Refuse levels of criteria or steps that the rubric does not have."""
    steps = {part["key"]: len(part["levels"]) for part in rubric}
    for key, level in levels.items():
        if key not in steps or not 0 <= level < steps[key]:
            raise RuleBroken(_("Tingkat yang dipilih tidak ada di rubrik. Muat ulang halaman ini."))


def rubric_points(rubric: Sequence[Mapping[str, Any]], levels: Mapping[str, int]) -> Decimal:
    """Return the points (0-100, two decimals) of chosen levels.

    Each criterion gives its level's share of the best level, weighted; weights may add up to any
    number. Every criterion must have a level.
    """
    total = sum((Decimal(str(part["weight"])) for part in rubric), Decimal())
    if set(levels) != {part["key"] for part in rubric} or not total:
        raise RuleBroken(_("Setiap kriteria perlu tingkat sebelum nilainya dapat dihitung."))
    earned = Decimal()
    for part in rubric:
        points = [Decimal(str(level["points"])) for level in part["levels"]]
        earned += Decimal(str(part["weight"])) * points[levels[part["key"]]] / max(points)
    return (100 * earned / total).quantize(_CENT, ROUND_HALF_UP)
