"""Questions as pages show them: while they are answered, and when one looks back."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from html import unescape
from typing import Any

from markupsafe import Markup

from lms.core.formats import ringkas
from lms.core.richtext import as_markup
from lms.elearning import quiz as rules_of_quiz
from lms.elearning import review, sections
from lms.elearning.models import Attempt
from lms.elearning.queries import Sheet
from lms.elearning.questions import kind_of
from lms.elearning.questions.cloze import numbered_text, share_of_gap, split_text
from lms.elearning.questions.kind import points_of

Line = dict[str, Any]
#: A picture as cleaned HTML says it.
_IMG = re.compile(r'<img src="([^"]+)" alt="([^"]*)"')


def asked(sheet: Sheet, attempt: Attempt, moment: datetime) -> list[Line]:
    """Return every question as its trainee may see it now, with the answer and its state.

    "waiting" is in a section that was not opened: nothing of it is told. "fixed" can only be looked
    at: its section is over, or its answer was settled.
    """
    found = []
    for position in range(1, len(sheet) + 1):
        clock = sections.clock_at(attempt.clocks, position)
        state = sections.state_of(clock, moment)
        line = {"position": position, "waiting": state == "waiting"}
        found.append(line if line["waiting"] else line | _asked(sheet, attempt, position, state))
    return found


def _asked(sheet: Sheet, attempt: Attempt, position: int, state: str) -> Line:
    question, answer = sheet.question(position), sheet.answer(position)
    is_settled = sheet.is_settled(position)
    during = review.shown(attempt.quiz.review, "during", another_is_open=False)
    if is_settled or state == "over":
        seen = during | {"answer"} if is_settled else frozenset({"answer"})
        line = judged(question, answer, seen) | _earned(sheet, position, seen)
    else:
        line = controls(rules_of_quiz.public_question(question), answer)
    return line | {
        "fixed": is_settled or state == "over",
        "attempt_id": attempt.id,
        "may_settle": bool(during) and not kind_of(question).is_marked_by_hand,
        "answered": answer is not None,
        "flagged": sheet.is_flagged(position),
        "seq": sheet.seq(position),
        "section": _section(sheet, position),
    }


def _section(sheet: Sheet, position: int) -> Line | None:
    number = sections.section_at(sheet.paper, position)
    if number is None:
        return None
    found = sheet.paper["sections"][number]
    return {
        "number": number + 1,
        "title": found["title"],
        "text": as_markup(found["text_html"]),
        "is_first": found["first"] == position,
    }


def grouped(sheet: Sheet, attempt: Attempt, questions: list[Line], moment: datetime) -> list[Line]:
    """Return the questions by section, each with its title, minutes and the state of its clock."""
    if "sections" not in sheet.paper:
        return [{"title": "", "state": "free", "questions": questions}]
    found = []
    for number, one in enumerate(sheet.paper["sections"], 1):
        clock = sections.clock_at(attempt.clocks, one["first"])
        closes = attempt.closes_at(one["first"])
        found.append(
            {
                "number": number,
                "title": one["title"],
                "text": as_markup(one["text_html"]),
                "minutes": one["minutes"],
                "first": one["first"],
                "state": sections.state_of(clock, moment),
                "closes_at": closes,
                "questions": questions[one["first"] - 1 : one["last"]],
            }
        )
    return found


def controls(shown: Mapping[str, Any], answer: Any) -> Line:
    """Return what the fields of one question need: `shown` is its public form."""
    parts = answer if isinstance(answer, Mapping) else {}
    chosen = answer if isinstance(answer, list) else [answer]
    choices = [as_markup(one["html"]) for one in shown.get("choices", [])]
    line = {
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
    return line | {"pictures": _pictures_in(line)}


def _pictures_in(shown: Any) -> dict[str, str]:
    """Return the pictures of all HTML that is shown, by address with their words."""
    if isinstance(shown, Markup):
        return {source: unescape(alt) for source, alt in _IMG.findall(shown)}
    parts = shown.values() if isinstance(shown, Mapping) else shown
    if not isinstance(shown, Mapping | list):
        return {}
    return {source: alt for part in parts for source, alt in _pictures_in(part).items()}


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


def looked_back(sheet: Sheet, seen: frozenset[str]) -> list[Line]:
    """Return every question with as much of answer, key and feedback as may be seen."""
    if not seen:
        return []
    return [
        judged(sheet.question(position), sheet.answer(position), seen)
        | _earned(sheet, position, seen)
        | {"position": position, "section": _section(sheet, position)}
        for position in range(1, len(sheet) + 1)
    ]


def _earned(sheet: Sheet, position: int, seen: frozenset[str]) -> Line:
    """Return what an answer earned, and whether it is right, as far as that may be seen."""
    question, mark = sheet.question(position), sheet.hand_marks.get(position)
    points = mark.points if mark else rules_of_quiz.mark_one(question, sheet.answer(position))
    verdict = "" if points is None else "right" if points >= points_of(question) else "wrong"
    if verdict == "wrong" and points:
        verdict = "part"
    return {
        "earned": points if "marks" in seen else None,
        "points": question.get("points", 1) if "marks" in seen else None,
        "verdict": verdict if "correct" in seen else "",
        "comment": mark.comment if mark and "feedback" in seen else "",
    }


def judged(question: Mapping[str, Any], answer: Any, seen: frozenset[str]) -> Line:
    """Return one question with what of its key and of the answer may be seen (review.ASPECTS).

    All that is ever told of a key passes here.
    """
    parts = _LINES[question["type"]](question, answer) if question["type"] in _LINES else []
    line = {
        "type": question["type"],
        "text": as_markup(numbered_text(question)),
        "options": _judged_options(question, answer, seen),
        "answer": answer if "answer" in seen else None,
        "lines": [_seen_line(one, seen) for one in sorted(parts, key=_order_of(seen))],
        "feedback": as_markup(question.get("feedback_html", "")) if "feedback" in seen else "",
        "seen": seen,
    }
    return line | {"pictures": _pictures_in(line)}


def _judged_options(question: Mapping[str, Any], answer: Any, seen: frozenset[str]) -> list[Line]:
    given = answer if isinstance(answer, list) else [answer]
    found = []
    for at, option in enumerate(question.get("options", [])):
        chosen = "answer" in seen and at in given
        correct = option["correct"] if "key" in seen else None
        says = "option_feedback" in seen and (chosen or correct)
        found.append(
            {
                "text": as_markup(option["html"]),
                "correct": correct,
                "chosen": chosen,
                "is_right": option["correct"] if chosen and "correct" in seen else None,
                "feedback": as_markup(option.get("feedback_html", "")) if says else "",
            }
        )
    return found


def _order_of(seen: frozenset[str]) -> Callable[[Line], int]:
    """Return by what parts are put in order: the right order is part of the key."""
    return lambda line: line["place"] if "key" in seen else line["at"]


def _seen_line(line: Line, seen: frozenset[str]) -> Line:
    return {
        "name": line["name"],
        "given": line["given"] if "answer" in seen else None,
        "right": line["right"] if "key" in seen else None,
        "is_right": line["is_right"] if "correct" in seen else None,
    }


def _line(at: int, name: Any, given: Any, right: Any, is_right: bool) -> Line:
    return {"at": at, "place": at, "name": name, "given": given, "right": right,
            "is_right": is_right}  # fmt: skip


def _typed(question: Mapping[str, Any], answer: Any) -> list[Line]:
    share = share_of_gap(question, answer)
    return [_line(0, "", answer, accepted(question), share == 1)]


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
        is_right = given == pair["match"]
        lines.append(_line(at, as_markup(pair["html"]), shown, choices[pair["match"]], is_right))
    return lines


def _ordered(question: Mapping[str, Any], answer: Any) -> list[Line]:
    lines = []
    for at, item in enumerate(question["items"]):
        given = (answer or {}).get(str(at))
        shown = None if given is None else given + 1
        line = _line(at, as_markup(item["html"]), shown, item["place"] + 1, given == item["place"])
        lines.append(line | {"place": item["place"]})
    return lines


def _filled(question: Mapping[str, Any], answer: Any) -> list[Line]:
    return [
        _gap_line(at, gap, (answer or {}).get(str(at))) for at, gap in enumerate(question["gaps"])
    ]


def _gap_line(at: int, gap: Mapping[str, Any], given: Any) -> Line:
    is_right = share_of_gap(gap, given) == 1
    if gap["type"] != "single":
        return _line(at, f"({at + 1})", given, accepted(gap), is_right)
    options = [as_markup(option["html"]) for option in gap["options"]]
    right = next(text for text, one in zip(options, gap["options"], strict=True) if one["correct"])
    shown = None if given is None else options[given]
    return _line(at, f"({at + 1})", shown, right, is_right)


_LINES: dict[str, Any] = {
    "short": _typed, "numeric": _typed, "matching": _matched, "ordering": _ordered,
    "cloze": _filled,
}  # fmt: skip
