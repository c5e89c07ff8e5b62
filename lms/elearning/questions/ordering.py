"""`items` {html, place} that are to be put into order; places count from 0."""

from collections import Counter
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


class Ordering(Kind):
    """Every two neighbours in the right order earn their share, wherever they stand.

    So one step in the wrong place does not spoil the whole; a place given twice counts for none.
    """

    key = "ordering"

    def clean(self, question: Question, value: Any) -> dict[str, int] | None:
        """Return the place given to each item."""
        size = len(question["items"])
        found = {at: index(place, size) for at, place in by_place(value, size).items()}
        return found or None

    def share(self, question: Question, answer: Any) -> Decimal:
        """Return the share of the neighbours that follow each other as they should."""
        used = Counter(answer.values())
        given = {at: place for at, place in answer.items() if used[place] == 1}
        right = self.right(question)
        order = sorted(right, key=right.__getitem__)
        steps = list(zip(order, order[1:], strict=False))
        hits = sum(a in given and given.get(b) == given[a] + 1 for a, b in steps)
        return Decimal(hits) / max(1, len(steps))

    def right(self, question: Question) -> dict[str, int]:
        """Return the right place of each item."""
        return {str(at): item["place"] for at, item in enumerate(question["items"])}

    def shuffled(self, question: Question, rng: Random) -> dict[str, Any]:
        """Return the items in another order."""
        return {"items": in_random_order(question["items"], rng)}

    def public(self, question: Question) -> dict[str, Any]:
        """Return the items without their places."""
        return {"items": only_html(question["items"])}
