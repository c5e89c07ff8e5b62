"""Answers as a browser sends them (by form when moving on, as JSON in between), and their marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from lms.core.addresses import LARGEST
from lms.core.forms import Form, MarkField
from lms.core.i18n import _l
from lms.elearning.questions.kind import LONGEST_ANSWER, LONGEST_ESSAY, MOST_PARTS

#: The field of one part of an answer: "value-0", "value-1", …
_PART = "value-"


@dataclass(frozen=True)
class SentAnswer:
    """One answer as sent: where it stands, what it says, and which change of it this is.

    `base` is the change that its page had seen, `writer` the page.
    """

    position: int
    value: Any
    flagged: bool
    seq: int
    base: int
    writer: str


def from_json(sent: Any, questions: int) -> SentAnswer | None:
    """Read {position, value, flagged, seq, base, writer}; None when it is no answer to a question.

    Without `base` the page had seen the change before.
    """
    if not isinstance(sent, Mapping):
        return None
    position, seq = sent.get("position"), sent.get("seq")
    value, flagged = sent.get("value"), sent.get("flagged", False)
    writer = sent.get("writer", "")
    fits = (
        _is_number(position, 1, questions)
        and _is_number(seq, 1, LARGEST)
        and isinstance(flagged, bool)
        and _is_answer(value)
        and _is_writer(writer)
    )
    base = sent.get("base", seq - 1) if fits else None  # type: ignore[operator]
    if not _is_number(base, 0, LARGEST):
        return None
    return SentAnswer(position, value, flagged, seq, base, writer)  # type: ignore[arg-type]


def from_form(sent: MultiDict[str, str], questions: int, *, step: int) -> SentAnswer | None:
    """Read the same from form fields: `value` may come several times, `flagged` when ticked.

    An answer in parts (pairs, places, gaps) comes as `value-0`, `value-1` and so on.

    A page that is left says which change it was made from, so its answer is one `step` further.
    """
    values = [value for value in sent.getlist("value") if value.strip()]
    value = values if len(values) > 1 else values[0] if values else _parts_of(sent)
    return from_json(
        {
            "position": sent.get("position", type=int),
            "value": None if "kosongkan" in sent else value,
            "flagged": "flagged" in sent,
            "seq": (seen := sent.get("seq", 0, type=int)) + step,
            "base": sent.get("base", seen + step - 1, type=int),
            "writer": sent.get("writer", ""),
        },
        questions,
    )


def _parts_of(sent: MultiDict[str, str]) -> dict[str, str] | None:
    fields = {name.removeprefix(_PART): text for name, text in sent.items() if _PART in name}
    return {place: text for place, text in fields.items() if text.strip()} or None


def _is_writer(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 40 and value.isascii() and "\0" not in value


def _is_number(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_answer(value: Any) -> bool:
    if isinstance(value, Mapping):
        return len(value) <= MOST_PARTS and all(
            isinstance(place, str) and _is_option(place) and _is_part(part)
            for place, part in value.items()
        )
    if isinstance(value, list):
        return len(value) <= MOST_PARTS and all(_is_option(one) for one in value)
    return value is None or _is_option(value) or _is_text(value, LONGEST_ESSAY)


def _is_part(value: Any) -> bool:
    return value is None or _is_option(value) or _is_text(value, LONGEST_ANSWER)


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and "\0" not in value


def _is_option(value: Any) -> bool:
    if isinstance(value, str):
        return value.isdecimal() and len(value) <= 3
    return _is_number(value, 0, 999)


class HandMarkForm(Form):
    """What one answer earns, with a word to the trainee; which answer and which mark was seen."""

    position = IntegerField(widget=HiddenInput())
    seen = IntegerField(widget=HiddenInput(), default=0)
    points = MarkField(
        _l("Poin"),
        [
            InputRequired(_l("Isi poin untuk jawaban ini.")),
            NumberRange(min=0, message=_l("Isi dengan angka, misalnya 84,50.")),
        ],
        places=2,
    )
    comment = TextAreaField(
        _l("Umpan balik untuk peserta"), [Length(max=5000)], render_kw={"rows": 3}
    )
