"""Any number of right options of several."""

from decimal import Decimal
from typing import Any

from lms.elearning.questions.choice import Single
from lms.elearning.questions.kind import Question, index


class Multiple(Single):
    """Several options may be chosen; a wrong choice takes back what a right one earned."""

    key = "multiple"

    def clean(self, question: Question, value: Any) -> list[int]:  # type: ignore[override]
        """Return the places of the chosen options, in order."""
        values = value if isinstance(value, list) else [value]
        return sorted({index(one, len(question["options"])) for one in values})

    def share(self, question: Question, answer: Any) -> Decimal:
        """Return right choices minus wrong ones over the number of right ones, at least nothing."""
        right, chosen = set(self.right(question)), set(answer)
        balance = len(chosen & right) - len(chosen - right)
        return Decimal(max(0, balance)) / max(1, len(right))

    def right(self, question: Question) -> list[int]:  # type: ignore[override]
        """Return the places of all right options."""
        return [at for at, option in enumerate(question["options"]) if option.get("correct")]
