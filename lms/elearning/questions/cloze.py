"""A text with `gaps`: each is a small question (short, numeric or single) marked [[id]] in it."""

import re
from decimal import Decimal
from random import Random
from typing import Any

from lms.elearning.questions.choice import Single
from lms.elearning.questions.kind import Kind, Question, by_place, points_of
from lms.elearning.questions.numeric import Numeric
from lms.elearning.questions.short import Short

#: How a gap is marked in the text.
MARK = re.compile(r"\[\[([a-z0-9]+(?:-[a-z0-9]+)*)\]\]")
GAPS: dict[str, Kind] = {kind.key: kind for kind in (Short(), Numeric(), Single())}


class Cloze(Kind):
    """Every gap is marked by itself and earns its share of the points."""

    key = "cloze"

    def clean(self, question: Question, value: Any) -> dict[str, Any] | None:
        """Return what stands in each gap."""
        gaps = question["gaps"]
        given = by_place(value, len(gaps))
        found = {at: _kind(gaps[int(at)]).clean(gaps[int(at)], one) for at, one in given.items()}
        return {at: one for at, one in found.items() if one is not None} or None

    def share(self, question: Question, answer: Any) -> Decimal:
        """Return the points of the gaps filled rightly over those of all gaps."""
        gaps = question["gaps"]
        earned = sum(
            (
                points_of(gap) * share_of_gap(gap, answer.get(str(at)))
                for at, gap in enumerate(gaps)
            ),
            Decimal(),
        )
        return earned / (sum(map(points_of, gaps), Decimal()) or 1)

    def right(self, question: Question) -> dict[str, Any]:
        """Return what belongs in each gap."""
        return {str(at): _kind(gap).right(gap) for at, gap in enumerate(question["gaps"])}

    def shuffled(self, question: Question, rng: Random) -> dict[str, Any]:
        """Return the gaps with their options in another order."""
        return {"gaps": [dict(gap) | _kind(gap).shuffled(gap, rng) for gap in question["gaps"]]}

    def public(self, question: Question) -> dict[str, Any]:
        """Return the gaps without what belongs in them."""
        return {
            "gaps": [
                {"id": gap["id"], "type": gap["type"]} | _kind(gap).public(gap)
                for gap in question["gaps"]
            ]
        }


def _kind(gap: Question) -> Kind:
    return GAPS[gap["type"]]


def share_of_gap(gap: Question, answer: Any) -> Decimal:
    """Return what stands in one gap earns of the gap's points (0-1)."""
    if answer is None:
        return Decimal()
    return _kind(gap).share(gap, answer) or Decimal()


def split_text(text: str) -> list[str]:
    """Return a text in pieces: at even places what stands there, at odd ones the ids of gaps."""
    return MARK.split(text)


def numbered_text(question: Question) -> str:
    """Return the HTML of a question; the gaps of a cloze are called by their number."""
    numbers = {gap["id"]: f"({at})" for at, gap in enumerate(question.get("gaps", []), 1)}
    pieces = split_text(question["text_html"]) if numbers else [question["text_html"]]
    return "".join(numbers[one] if at % 2 else one for at, one in enumerate(pieces))
