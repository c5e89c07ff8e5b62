"""The lesson player, quizzes from their rules to the review, and the bank of questions."""

from lms.elearning.views import (
    analysis,
    attempts,
    bank,
    discussions,
    exchange,
    gains,
    lessons,
    marking,
    meetings,
    quizzes,
    recordings,
    regrades,
    rooms,
    standing,
    times,
)
from lms.elearning.views.blueprint import bp

__all__ = [
    "analysis",
    "attempts",
    "bank",
    "bp",
    "discussions",
    "exchange",
    "gains",
    "lessons",
    "marking",
    "meetings",
    "quizzes",
    "regrades",
    "rooms",
    "recordings",
    "standing",
    "times",
]
