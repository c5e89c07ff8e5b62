"""Drawing, showing and marking a quiz. Pure: questions in, a paper out; answers in, points out.

A question (also the shape of `Question.body`) is a dict with: id, type, text_html, points,
feedback_html, and by type: options [{html, correct, feedback_html}] (single, multiple, truefalse),
answer and tolerance (numeric), answers (short: accepted texts). A paper keeps the drawn questions
in their order with shuffled options; it carries the key and stays on the server.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

TYPES = ("single", "multiple", "truefalse", "numeric", "short")
#: Slow requests are still taken this long after the deadline.
GRACE = timedelta(seconds=60)
_CENT = Decimal("0.01")
#: The longest answer that is kept, in letters.
LONGEST_ANSWER = 500
#: A number short enough to be reckoned with: nobody answers 1e999999999.
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,10})?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+")

Question = Mapping[str, Any]


@dataclass(frozen=True)
class Marked:
    """The outcome of a paper: points earned, points possible, and points per question."""

    points: Decimal
    out_of: Decimal
    per_question: list[Decimal]

    @property
    def percent(self) -> Decimal:
        """Return the score from 0 to 100 with two decimals, rounded half up."""
        return score_percent(self.points, self.out_of)


def draw(questions: Sequence[Question], count: int, rng: Random) -> dict[str, Any]:
    """Return a paper of `count` questions (all when 0 or more than there are) in random order.

    Options are shuffled too, except those of true/false questions.
    """
    wanted = len(questions) if count <= 0 else min(count, len(questions))
    chosen = rng.sample(list(questions), wanted)
    return {"questions": [_with_order(question, rng) for question in chosen]}


def draw_from(pools: Sequence[tuple[Sequence[Question], int]], rng: Random) -> dict[str, Any]:
    """Return a paper with so many questions of each pool, all in one random order."""
    chosen = [question for pool, count in pools for question in draw(pool, count, rng)["questions"]]
    rng.shuffle(chosen)
    return {"questions": chosen}


def _with_order(question: Question, rng: Random) -> dict[str, Any]:
    drawn = dict(question)
    options = [dict(option) for option in question.get("options", [])]
    if question["type"] != "truefalse":
        rng.shuffle(options)
    if options:
        drawn["options"] = options
    return drawn


def public_question(question: Question) -> dict[str, Any]:
    """Return what a browser may know of a question while it is being answered: an allow-list."""
    shown: dict[str, Any] = {key: question[key] for key in ("id", "type", "text_html")}
    shown["options"] = [{"html": option["html"]} for option in question.get("options", [])]
    return shown


def public_paper(paper: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the paper as a browser may know it."""
    return [public_question(question) for question in paper["questions"]]


def clean_answer(kind: str, value: Any, options: int) -> Any:
    """Return an answer in its stored shape, None for an empty one; ValueError when it is none.

    single, truefalse: index of an option; multiple: sorted indexes; numeric, short: text.
    """
    if value in (None, "", []):
        return None
    if kind in ("single", "truefalse"):
        return _index(value, options)
    if kind == "multiple":
        values = value if isinstance(value, list) else [value]
        return sorted({_index(one, options) for one in values})
    text = str(value).strip()
    if len(text) > LONGEST_ANSWER:
        raise ValueError("answer too long")
    return text or None


def _index(value: Any, options: int) -> int:
    written = str(value)
    if isinstance(value, bool) or not re.fullmatch("[0-9]{1,4}", written):
        raise ValueError("no index of an option")
    if int(written) >= options:
        raise ValueError("no such option")
    return int(written)


def mark(paper: Mapping[str, Any], answers: Mapping[int, Any]) -> Marked:
    """Mark the answers (position from 0 -> stored answer); what is missing earns nothing."""
    questions = paper["questions"]
    earned = [mark_one(question, answers.get(at)) for at, question in enumerate(questions)]
    out_of = sum((points_of(question) for question in questions), Decimal())
    return Marked(sum(earned, Decimal()), out_of, earned)


def mark_one(question: Question, answer: Any) -> Decimal:
    """Return the points one answer earns; an answer of the wrong shape earns nothing."""
    try:
        clean = clean_answer(question["type"], answer, len(question.get("options", [])))
    except ValueError:
        return Decimal()
    if clean is None:
        return Decimal()
    return (points_of(question) * _share(question, clean)).quantize(_CENT, ROUND_HALF_UP)


def points_of(question: Question) -> Decimal:
    """Return how many points a question is worth."""
    return Decimal(str(question.get("points", 1)))


def _share(question: Question, answer: Any) -> Decimal:
    kind = question["type"]
    if kind in ("single", "truefalse"):
        return Decimal(bool(question["options"][answer].get("correct")))
    if kind == "multiple":
        return _share_of_several(question["options"], set(answer))
    if kind == "numeric":
        return Decimal(_is_near(question, str(answer)))
    keys = {normalised(str(text)) for text in accepted(question)} - {""}
    return Decimal(normalised(str(answer)) in keys)


def _share_of_several(options: Sequence[Mapping[str, Any]], chosen: set[int]) -> Decimal:
    """Right choices minus wrong ones over the number of right ones, never below nothing."""
    right = {at for at, option in enumerate(options) if option.get("correct")}
    balance = len(chosen & right) - len(chosen - right)
    return Decimal(max(0, balance)) / max(1, len(right))


def _is_near(question: Question, typed: str) -> bool:
    # the key comes from a checked file and is no typed text: its point is always decimal
    key, tolerance = Decimal(str(question["answer"])), Decimal(str(question.get("tolerance") or 0))
    return any(abs(given - key) <= tolerance for given in numbers_in(typed))


def numbers_in(text: str) -> list[Decimal]:
    """Return what a typed number can mean: 1.250,5 as people here write it, 1250.5 with a point.

    "1.250" may be a thousand or a decimal fraction, so it means both; no number means nothing.
    """
    plain = "".join(text.split()).replace("\N{MINUS SIGN}", "-").removeprefix("Rp").rstrip("%")
    spellings = [plain]
    if "," in plain:
        spellings = [plain.replace(".", "").replace(",", ".")]
    elif _THOUSANDS.fullmatch(plain):
        spellings = [plain.replace(".", ""), plain]
    return [Decimal(spelling) for spelling in spellings if _NUMBER.fullmatch(spelling)]


def accepted(question: Question) -> list[Any]:
    """Return what a question without options takes as right."""
    found = question.get("answers") or question.get("answer") or []
    return list(found) if isinstance(found, list | tuple) else [found]


def normalised(text: str) -> str:
    """Return a short answer without case, punctuation and double spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w\s]", " ", folded).split())


def score_percent(points: Decimal, out_of: Decimal) -> Decimal:
    """Return points as a share of 100 with two decimals, rounded half up."""
    if not out_of:
        return Decimal("0.00")
    return (100 * points / out_of).quantize(_CENT, ROUND_HALF_UP)


def deadline(started_at: datetime, minutes: int, extra_minutes: int = 0) -> datetime:
    """Return when an attempt ends on the server's clock."""
    return started_at + timedelta(minutes=minutes + extra_minutes)


def may_answer(now: datetime, deadline_at: datetime, submitted_at: datetime | None) -> bool:
    """Tell whether an answer sent now still counts: before deadline and grace, not after submit."""
    return submitted_at is None and now <= deadline_at + GRACE
