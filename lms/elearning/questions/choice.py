"""One right option of several: {html, correct, feedback_html, credit}.

`credit` is the share (0-1) that an option earns which is not the best, and may be left out.
"""

from decimal import Decimal
from random import Random
from typing import Any

from lms.elearning.questions.kind import Kind, Question, in_random_order, index, only_html


class Single(Kind):
    """Exactly one option may be chosen."""

    key = "single"

    def clean(self, question: Question, value: Any) -> int:
        """Return the place of the chosen option."""
        return index(value, len(question["options"]))

    def share(self, question: Question, answer: Any) -> Decimal:
        """Return everything for the right option, and its credit for another."""
        option = question["options"][answer]
        return Decimal(1) if option.get("correct") else Decimal(str(option.get("credit") or 0))

    def right(self, question: Question) -> int:
        """Return the place of the right option."""
        return [bool(option.get("correct")) for option in question["options"]].index(True)

    def shuffled(self, question: Question, rng: Random) -> dict[str, Any]:
        """Return the options in another order."""
        return {"options": in_random_order(question["options"], rng)}

    def public(self, question: Question) -> dict[str, Any]:
        """Return the options without what tells the right one."""
        return {"options": only_html(question["options"])}
