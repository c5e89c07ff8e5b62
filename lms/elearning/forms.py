"""What the browser sends while a quiz is answered: by form when moving on, as JSON in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from lms.core.addresses import LARGEST
from lms.elearning.quiz import LONGEST_ANSWER

#: The most options one answer may name.
_MOST = 50


@dataclass(frozen=True)
class SentAnswer:
    """One answer as sent: where it stands, what it says, and which change of it this is."""

    position: int
    value: Any
    flagged: bool
    seq: int


def from_json(sent: Any, questions: int) -> SentAnswer | None:
    """Read {position, value, flagged, seq}; None when it is no answer to one of the questions."""
    if not isinstance(sent, Mapping):
        return None
    position, seq = sent.get("position"), sent.get("seq")
    value, flagged = sent.get("value"), sent.get("flagged", False)
    fits = (
        _is_number(position, 1, questions)
        and _is_number(seq, 1, LARGEST)
        and isinstance(flagged, bool)
        and _is_answer(value)
    )
    return SentAnswer(position, value, flagged, seq) if fits else None  # type: ignore[arg-type]


def from_form(sent: MultiDict[str, str], questions: int, *, step: int) -> SentAnswer | None:
    """Read the same from form fields: `value` may come several times, `flagged` when ticked.

    A page that is left says which change it was made from, so its answer is one `step` further.
    """
    values = [value for value in sent.getlist("value") if value.strip()]
    cleared = "kosongkan" in sent
    return from_json(
        {
            "position": sent.get("position", type=int),
            "value": None if cleared or not values else values if len(values) > 1 else values[0],
            "flagged": "flagged" in sent,
            "seq": sent.get("seq", 0, type=int) + step,
        },
        questions,
    )


def _is_number(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_answer(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= _MOST and all(_is_option(one) for one in value)
    return (
        value is None
        or _is_option(value)
        or (isinstance(value, str) and len(value) <= LONGEST_ANSWER and "\0" not in value)
    )


def _is_option(value: Any) -> bool:
    if isinstance(value, str):
        return value.isdecimal() and len(value) <= 3
    return _is_number(value, 0, 999)
