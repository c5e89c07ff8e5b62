"""Each of several `pairs` {html, match} is given one of the `choices` {html}.

`match` is the place of the right choice; choices that match nothing make guessing harder.
"""

from decimal import Decimal
from random import Random
from typing import Any

from lms.elearning.questions.kind import (
    Kind,
    Question,
    by_place,
    in_random_order,
    index,
    only_html,
)  # fmt: skip


class Matching(Kind):
    """Every pair that is put together rightly earns its share."""

    key = "matching"

    def clean(self, question: Question, value: Any) -> dict[str, int] | None:
        """Return the place of the choice given to each pair."""
        given = by_place(value, len(question["pairs"]))
        found = {place: index(one, len(question["choices"])) for place, one in given.items()}
        return found or None

    def share(self, question: Question, answer: Any) -> Decimal:
        """Return the share of the pairs that are right."""
        right = self.right(question)
        hits = sum(answer.get(place) == match for place, match in right.items())
        return Decimal(hits) / max(1, len(right))

    def right(self, question: Question) -> dict[str, int]:
        """Return the right choice of each pair."""
        return {str(at): pair["match"] for at, pair in enumerate(question["pairs"])}

    def shuffled(self, question: Question, rng: Random) -> dict[str, Any]:
        """Return pairs and choices in another order, each pair still with its right choice."""
        order = rng.sample(range(len(question["choices"])), len(question["choices"]))
        pairs = in_random_order(question["pairs"], rng)
        return {
            "choices": [dict(question["choices"][at]) for at in order],
            "pairs": [pair | {"match": order.index(pair["match"])} for pair in pairs],
        }

    def public(self, question: Question) -> dict[str, Any]:
        """Return both sides without what belongs together."""
        return {"pairs": only_html(question["pairs"]), "choices": only_html(question["choices"])}
