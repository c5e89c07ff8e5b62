"""A few words to be typed: `answers` are the accepted ones."""

from decimal import Decimal
from typing import Any

from lms.elearning.questions.kind import Kind, Question, normalised, words


class Short(Kind):
    """Right when it is one of the accepted answers, whatever its case and punctuation."""

    key = "short"

    def clean(self, question: Question, value: Any) -> str | None:
        """Return what was typed."""
        return words(value)

    def share(self, question: Question, answer: Any) -> Decimal:
        """Return everything or nothing."""
        keys = {normalised(str(text)) for text in question["answers"]} - {""}
        return Decimal(normalised(str(answer)) in keys)

    def right(self, question: Question) -> str:
        """Return the first accepted answer."""
        return str(question["answers"][0])
