"""What every type of question can do, and what several types share.

A question (also the shape of `Question.body`) is a dict with: id, type, text_html, points,
feedback_html, and what its type adds. Answers come from a browser: they are cleaned into one stored
shape first, and an answer of the wrong shape is a ValueError.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

Question = Mapping[str, Any]

#: The longest answer of a few words, in letters.
LONGEST_ANSWER = 500
#: The longest essay, in letters: about seven pages.
LONGEST_ESSAY = 20_000
#: The most options, pairs, items or gaps of one question.
MOST_PARTS = 50
CENT = Decimal("0.01")


class Kind:
    """One type of question: how it is shuffled, shown, read and marked."""

    key = ""
    is_marked_by_hand = False

    def clean(self, question: Question, value: Any) -> Any:
        """Return a given answer in its stored shape, None when nothing remains of it.

        Cleaning what is clean changes nothing. Raises ValueError for what is no answer.
        """
        raise NotImplementedError

    def share(self, question: Question, answer: Any) -> Decimal | None:
        """Return what a clean answer earns of the points (0-1), None where a person must mark."""
        raise NotImplementedError

    def right(self, question: Question) -> Any:
        """Return a clean answer that earns everything, None where a person must mark."""
        raise NotImplementedError

    def shuffled(self, question: Question, rng: Random) -> dict[str, Any]:
        """Return the parts of the question that one paper shows in its own order."""
        return {}

    def public(self, question: Question) -> dict[str, Any]:
        """Return the parts that a browser may know while the question is answered."""
        return {}


def index(value: Any, size: int) -> int:
    """Return the place of one part out of `size`, counted from 0."""
    written = str(value)
    if isinstance(value, bool) or not re.fullmatch("[0-9]{1,4}", written):
        raise ValueError("no place of a part")
    if int(written) >= size:
        raise ValueError("no such part")
    return int(written)


def words(value: Any, longest: int = LONGEST_ANSWER) -> str | None:
    """Return a typed answer without spaces around it, None for an empty one."""
    text = str(value).strip()
    if len(text) > longest:
        raise ValueError("answer too long")
    return text or None


def by_place(value: Any, size: int) -> dict[str, Any]:
    """Return an answer that has parts, by the place of the part ("0", "1", …), empty ones apart."""
    if not isinstance(value, Mapping):
        raise ValueError("no answer in parts")
    found = {index(place, size): one for place, one in value.items() if one not in (None, "", [])}
    return {str(place): found[place] for place in sorted(found)}


def points_of(question: Question) -> Decimal:
    """Return how many points a question, or a gap within one, is worth."""
    return Decimal(str(question.get("points", 1)))


def round_points(points: Decimal) -> Decimal:
    """Return points with two decimals, rounded half up."""
    return points.quantize(CENT, ROUND_HALF_UP)


def normalised(text: str) -> str:
    """Return a short answer without case, punctuation and double spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w\s]", " ", folded).split())


def only_html(parts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return nothing of the parts but what is shown of them."""
    return [{"html": part["html"]} for part in parts]


def in_random_order(parts: Sequence[Mapping[str, Any]], rng: Random) -> list[dict[str, Any]]:
    """Return copies of the parts in another order."""
    return [dict(part) for part in rng.sample(list(parts), len(parts))]
