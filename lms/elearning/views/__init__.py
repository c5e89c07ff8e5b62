"""The lesson player, and quizzes from their rules to the review."""

from lms.elearning.views import attempts, gains, lessons, marking, quizzes
from lms.elearning.views.blueprint import bp

__all__ = ["attempts", "bp", "gains", "lessons", "marking", "quizzes"]
