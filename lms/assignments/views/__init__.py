"""Tasks of a batch and of a person, handing in, the queue and the grading screen."""

from lms.assignments.panel import views as panel
from lms.assignments.similarity import views as similarity
from lms.assignments.views import (
    across,
    annotations,
    grading,
    handing_in,
    places,
    queue,
    roundtrip,
    tasks,
    uploads,
    versions,
)
from lms.assignments.views.blueprint import bp

__all__ = [
    "across", "annotations", "bp", "grading", "handing_in", "panel", "places", "queue",
    "roundtrip", "similarity", "tasks", "uploads", "versions",
]  # fmt: skip
