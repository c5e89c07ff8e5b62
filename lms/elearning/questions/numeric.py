"""A number to be typed: `answer`, right within `tolerance`."""

import re
from decimal import Decimal
from typing import Any

from lms.elearning.questions.kind import Kind, Question, words

#: A number short enough to be reckoned with: nobody answers 1e999999999.
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,10})?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+")


class Numeric(Kind):
    """Right when the number lies no further from the answer than the tolerance."""

    key = "numeric"

    def clean(self, question: Question, value: Any) -> str | None:
        """Return what was typed."""
        return words(value)

    def share(self, question: Question, answer: Any) -> Decimal:
        """Return everything or nothing."""
        # the key comes from a checked file and is no typed text: its point is always decimal
        key = Decimal(str(question["answer"]))
        tolerance = Decimal(str(question.get("tolerance") or 0))
        return Decimal(any(abs(given - key) <= tolerance for given in numbers_in(str(answer))))

    def right(self, question: Question) -> str:
        """Return the number as people here write it."""
        return str(question["answer"]).replace(".", ",")


def numbers_in(text: str) -> list[Decimal]:
    """Return what a typed number can mean: 1.250,5 as people here write it, 1250.5 with a point.

    "1.250" may be a thousand or a decimal fraction, so it means both; no number means nothing.
    """
    plain = "".join(text.split()).replace("\N{MINUS SIGN}", "-").removeprefix("Rp").rstrip("%")
    spellings = [plain]
    if "," in plain:
        spellings = [plain.replace(".", "").replace(",", ".")]
    elif _THOUSANDS.fullmatch(plain):
        spellings = [plain.replace(".", ""), plain]
    return [Decimal(spelling) for spelling in spellings if _NUMBER.fullmatch(spelling)]
