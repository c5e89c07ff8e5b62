"""Tasks of a batch and of a person, handing in, the queue and the grading screen."""

from lms.assignments.views import grading, handing_in, queue, tasks
from lms.assignments.views.blueprint import bp

__all__ = ["bp", "grading", "handing_in", "queue", "tasks"]
