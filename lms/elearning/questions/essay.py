"""A longer text that a person marks; `guide_html` tells the person how."""

from typing import Any

from lms.elearning.questions.kind import LONGEST_ESSAY, Kind, Question, words


class Essay(Kind):
    """No rule marks it."""

    key = "essay"
    is_marked_by_hand = True

    def clean(self, question: Question, value: Any) -> str | None:
        """Return what was written."""
        return words(value, LONGEST_ESSAY)

    def share(self, question: Question, answer: Any) -> None:
        """Leave it to a person."""

    def right(self, question: Question) -> None:
        """Know of no answer that is the right one."""
