"""The lesson player, quizzes from their rules to the review, and the bank of questions."""

from lms.elearning.views import (
    analysis,
    attempts,
    bank,
    exchange,
    gains,
    lessons,
    marking,
    quizzes,
    times,
)
from lms.elearning.views.blueprint import bp

__all__ = [
    "analysis",
    "attempts",
    "bank",
    "bp",
    "exchange",
    "gains",
    "lessons",
    "marking",
    "quizzes",
    "times",
]
