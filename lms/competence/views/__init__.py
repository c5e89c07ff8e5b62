"""One's own hours and score, the province's index, and the people of an office."""

from lms.competence.views import (
    conversion,
    exemptions,
    hours,
    index,
    mine,
    personnel,
    queue,
    radar,
    reports,
    scenarios,
    snapshots,
)
from lms.competence.views.blueprint import bp

__all__ = [
    "bp",
    "conversion",
    "exemptions",
    "hours",
    "index",
    "mine",
    "personnel",
    "queue",
    "radar",
    "reports",
    "scenarios",
    "snapshots",
]
