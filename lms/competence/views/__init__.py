"""One's own hours and score, the province's index, and the people of an office."""

from lms.competence.views import (
    conversion,
    hours,
    index,
    mine,
    personnel,
    queue,
    reports,
    scenarios,
    snapshots,
)
from lms.competence.views.blueprint import bp

__all__ = [
    "bp",
    "conversion",
    "hours",
    "index",
    "mine",
    "personnel",
    "queue",
    "reports",
    "scenarios",
    "snapshots",
]
