"""Questions as pages show them: while they are answered, and when one looks back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lms.core.formats import ringkas
from lms.core.richtext import as_markup
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.queries import Sheet
from lms.elearning.questions.cloze import numbered_text, share_of_gap, split_text

Line = dict[str, Any]


def asked(sheet: Sheet) -> list[Line]:
    """Return every question as its trainee may see it now, with the answer and its state."""
    found = []
    for position, shown in enumerate(rules_of_quiz.public_paper(sheet.paper), 1):
        answer = sheet.answer(position)
        found.append(
            controls(shown, answer)
            | {
                "position": position,
                "answered": answer is not None,
                "flagged": sheet.is_flagged(position),
                "seq": sheet.seq(position),
            }
        )
    return found


def controls(shown: Mapping[str, Any], answer: Any) -> Line:
    """Return what the fields of one question need: `shown` is its public form."""
    parts = answer if isinstance(answer, Mapping) else {}
    chosen = answer if isinstance(answer, list) else [answer]
    choices = [as_markup(one["html"]) for one in shown.get("choices", [])]
    return {
        "type": shown["type"],
        "text": as_markup(shown["text_html"]),
        "options": [as_markup(one["html"]) for one in shown.get("options", [])],
        "pairs": [as_markup(one["html"]) for one in shown.get("pairs", [])],
        "choices": choices,
        "has_pictures": any("<img" in one for one in choices),
        "sequence": [as_markup(one["html"]) for one in shown.get("items", [])],
        "pieces": _pieces(shown),
        "chosen": chosen,
        "parts": {int(place): one for place, one in parts.items()},
        "answer": answer,
    }


def _pieces(shown: Mapping[str, Any]) -> list[Any]:
    """Return the text of a cloze question with its gaps between the pieces."""
    gaps = {gap["id"]: (at, gap) for at, gap in enumerate(shown.get("gaps", []))}
    pieces: list[Any] = []
    for number, piece in enumerate(split_text(shown["text_html"]) if gaps else []):
        if number % 2 == 0:
            pieces.append(as_markup(piece))
            continue
        at, gap = gaps[piece]
        options = [as_markup(option["html"]).striptags() for option in gap.get("options", [])]
        pieces.append({"at": at, "type": gap["type"], "options": options})
    return pieces


def looked_back(sheet: Sheet) -> list[Line]:
    """Return every question with the own answer, the right one and what is said about them."""
    earned = sheet.marked().per_question
    found = []
    for position in range(1, len(sheet) + 1):
        question, answer = sheet.question(position), sheet.answer(position)
        mark = sheet.hand_marks.get(position)
        found.append(
            judged(question, answer)
            | {
                "position": position,
                "earned": earned[position - 1],
                "points": question.get("points", 1),
                "comment": mark.comment if mark else "",
            }
        )
    return found


def judged(question: Mapping[str, Any], answer: Any) -> Line:
    """Return one question with its key and what the answer makes of it."""
    chosen = answer if isinstance(answer, list) else [answer]
    return {
        "type": question["type"],
        "text": as_markup(numbered_text(question)),
        "options": [
            {
                "text": as_markup(option["html"]),
                "correct": option["correct"],
                "chosen": at in chosen,
                "feedback": as_markup(option.get("feedback_html", "")),
            }
            for at, option in enumerate(question.get("options", []))
        ],
        "answer": answer,
        "lines": _LINES[question["type"]](question, answer) if question["type"] in _LINES else [],
        "feedback": as_markup(question.get("feedback_html", "")),
    }


def _line(name: Any, given: Any, right: Any, is_right: bool) -> Line:
    return {"name": name, "given": given, "right": right, "is_right": is_right}


def _typed(question: Mapping[str, Any], answer: Any) -> list[Line]:
    share = share_of_gap(question, answer)
    return [_line("", answer, accepted(question), share == 1)]


def accepted(question: Mapping[str, Any]) -> str:
    """Return the right answers of a question or gap that is typed, as people write them."""
    if question["type"] == "numeric":
        tolerance = Decimal(question.get("tolerance") or 0)
        around = f" ± {ringkas(tolerance)}" if tolerance else ""
        return ringkas(Decimal(question["answer"])) + around
    return " / ".join(question["answers"])


def _matched(question: Mapping[str, Any], answer: Any) -> list[Line]:
    choices = [as_markup(one["html"]) for one in question["choices"]]
    lines = []
    for at, pair in enumerate(question["pairs"]):
        given = (answer or {}).get(str(at))
        shown = None if given is None else choices[given]
        lines.append(
            _line(as_markup(pair["html"]), shown, choices[pair["match"]], given == pair["match"])
        )
    return lines


def _ordered(question: Mapping[str, Any], answer: Any) -> list[Line]:
    lines = []
    for at, item in sorted(enumerate(question["items"]), key=lambda one: one[1]["place"]):
        given = (answer or {}).get(str(at))
        shown = None if given is None else given + 1
        right = given == item["place"]
        lines.append(_line(as_markup(item["html"]), shown, item["place"] + 1, right))
    return lines


def _filled(question: Mapping[str, Any], answer: Any) -> list[Line]:
    return [
        _gap_line(at, gap, (answer or {}).get(str(at))) for at, gap in enumerate(question["gaps"])
    ]


def _gap_line(at: int, gap: Mapping[str, Any], given: Any) -> Line:
    is_right = share_of_gap(gap, given) == 1
    if gap["type"] != "single":
        return _line(f"({at + 1})", given, accepted(gap), is_right)
    options = [as_markup(option["html"]) for option in gap["options"]]
    right = next(text for text, one in zip(options, gap["options"], strict=True) if one["correct"])
    return _line(f"({at + 1})", None if given is None else options[given], right, is_right)


_LINES: dict[str, Any] = {
    "short": _typed, "numeric": _typed, "matching": _matched, "ordering": _ordered,
    "cloze": _filled,
}  # fmt: skip
