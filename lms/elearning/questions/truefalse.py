"""A sentence that is right or wrong: an option each, always in this order."""

from random import Random
from typing import Any

from lms.elearning.questions.choice import Single
from lms.elearning.questions.kind import Question


class TrueFalse(Single):
    """Two options, right before wrong."""

    key = "truefalse"

    def shuffled(self, question: Question, rng: Random) -> dict[str, Any]:
        """Return copies of the options as they stand."""
        return {"options": [dict(option) for option in question["options"]]}
