"""The lesson player, quizzes from their rules to the review, and the bank of questions."""

from lms.elearning.views import (
    analysis,
    attempts,
    bank,
    categories,
    discussions,
    exchange,
    gains,
    lessons,
    marking,
    meetings,
    pictures,
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
    "categories",
    "discussions",
    "exchange",
    "gains",
    "pictures",
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
