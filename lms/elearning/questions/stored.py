"""Questions as written, to and from plain JSON; numbers as texts, so that nothing is rounded."""

import dataclasses
from decimal import Decimal
from typing import Any

from lms.elearning.questions.written import GapForm, OptionForm, PairForm, QuestionForm


def to_json(form: QuestionForm) -> dict[str, Any]:
    """Return a question as a dict; what is empty is left out."""
    return _plain(form)


def _plain(one: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in dataclasses.fields(one):
        value = getattr(one, field.name)
        if field.name == "line" or value == field.default or value == []:
            continue
        if isinstance(value, list):
            value = [_plain(part) if dataclasses.is_dataclass(part) else part for part in value]
        found[field.name] = str(value) if isinstance(value, Decimal) else value
    return found


def from_json(found: dict[str, Any]) -> QuestionForm:
    """Return the question that `to_json` made a dict of."""
    lists: dict[str, Any] = {
        "options": [_option(one) for one in found.get("options", [])],
        "pairs": [PairForm(**one) for one in found.get("pairs", [])],
        "gaps": [_gap(one) for one in found.get("gaps", [])],
    }
    return QuestionForm(**_numbers(found) | lists)


def _numbers(found: dict[str, Any]) -> dict[str, Any]:
    numbers = {
        key: Decimal(found[key]) for key in ("points", "tolerance", "credit") if key in found
    }
    return found | numbers


def _option(found: dict[str, Any]) -> OptionForm:
    blank: dict[str, Any] = {"text": "", "is_correct": False, "feedback": ""}
    return OptionForm(**blank | _numbers(found))


def _gap(found: dict[str, Any]) -> GapForm:
    return GapForm(**_numbers(found) | {"options": [_option(o) for o in found.get("options", [])]})
