"""Drawing, showing and marking a quiz. Pure: questions in, a paper out; answers in, points out.

What a question is and how its type marks it stands in questions/. A paper keeps the drawn questions
in their stored order with shuffled parts; it carries the key and stays on the server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from lms.elearning.questions import Question, kind_of
from lms.elearning.questions.kind import points_of, round_points

#: Slow requests are still taken this long after the deadline.
GRACE = timedelta(seconds=60)


#: Questions to draw from, and how many of each.
Pools = Sequence[tuple[Sequence[Question], int]]


@dataclass(frozen=True)
class Marked:
    """The outcome of a paper: points earned, points possible, and points per question."""

    points: Decimal
    out_of: Decimal
    #: None while a person has yet to mark the answer.
    per_question: list[Decimal | None]

    @property
    def percent(self) -> Decimal:
        """Return the score from 0 to 100 with two decimals, rounded half up."""
        return score_percent(self.points, self.out_of)

    @property
    def waiting(self) -> int:
        """Return how many answers a person has yet to mark."""
        return self.per_question.count(None)


def draw(questions: Sequence[Question], count: int, rng: Random) -> dict[str, Any]:
    """Return a paper of `count` questions (all when 0 or more than there are) in random order.

    The parts of a question are shuffled too, as its type allows.
    """
    wanted = len(questions) if count <= 0 else min(count, len(questions))
    chosen = rng.sample(list(questions), wanted)
    return {"questions": [_with_order(question, rng) for question in chosen]}


def draw_from(pools: Pools, rng: Random) -> dict[str, Any]:
    """Return a paper with so many questions of each pool, all in one random order."""
    chosen = [question for pool, count in pools for question in draw(pool, count, rng)["questions"]]
    rng.shuffle(chosen)
    return {"questions": chosen}


def draw_parts(
    parts: Sequence[tuple[Mapping[str, Any] | None, Pools]], rng: Random
) -> dict[str, Any]:
    """Return a paper of all parts in their order; those that are sections are named in it."""
    questions: list[dict[str, Any]] = []
    sections = []
    for section, pools in parts:
        first = len(questions) + 1
        questions += draw_from(pools, rng)["questions"]
        if section is not None:
            shown = {key: section[key] for key in ("key", "title", "text_html", "minutes")}
            sections.append(shown | {"first": first, "last": len(questions)})
    return {"questions": questions} | ({"sections": sections} if sections else {})


def _with_order(question: Question, rng: Random) -> dict[str, Any]:
    return dict(question) | kind_of(question).shuffled(question, rng)


def public_question(question: Question) -> dict[str, Any]:
    """Return what a browser may know of a question while it is being answered: an allow-list."""
    shown: dict[str, Any] = {key: question[key] for key in ("id", "type", "text_html")}
    return shown | kind_of(question).public(question)


def public_paper(paper: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the paper as a browser may know it."""
    return [public_question(question) for question in paper["questions"]]


def clean_answer(question: Question, value: Any) -> Any:
    """Return an answer in the stored shape of its type, None for an empty one.

    Raises ValueError when it is no answer to the question.
    """
    return None if value in (None, "", [], {}) else kind_of(question).clean(question, value)


def mark(
    paper: Mapping[str, Any],
    answers: Mapping[int, Any],
    by_hand: Mapping[int, Decimal] | None = None,
) -> Marked:
    """Mark the answers (position from 0 -> stored answer); what is missing earns nothing.

    `by_hand` holds the points (by position) that a person gave where no rule can.
    """
    questions, given = paper["questions"], by_hand or {}
    counted = [question for question in questions if question.get("waived") != "void"]
    earned = [
        given.get(at) if (points := mark_one(question, answers.get(at))) is None else points
        for at, question in enumerate(questions)
    ]
    out_of = sum((points_of(question) for question in counted), Decimal())
    return Marked(sum((one for one in earned if one is not None), Decimal()), out_of, earned)


def mark_one(question: Question, answer: Any) -> Decimal | None:
    """Return the points one answer earns; None when a person must mark it.

    An answer of the wrong shape earns nothing. A question that was waived after it had been put
    (regrading.py) earns everything, or counts for nobody.
    """
    if "waived" in question:
        return points_of(question) if question["waived"] == "all" else Decimal()
    try:
        clean = clean_answer(question, answer)
    except ValueError:
        return Decimal()
    if clean is None:
        return Decimal()
    share = kind_of(question).share(question, clean)
    return None if share is None else round_points(points_of(question) * share)


def score_percent(points: Decimal, out_of: Decimal) -> Decimal:
    """Return points as a share of 100 with two decimals, rounded half up."""
    if not out_of:
        return Decimal("0.00")
    return round_points(100 * points / out_of)


def deadline(started_at: datetime, minutes: int, extra_minutes: int = 0) -> datetime:
    """Return when an attempt ends on the server's clock."""
    return started_at + timedelta(minutes=minutes + extra_minutes)


def extra_minutes(minutes: int, percent: int) -> int:
    """Return the minutes that a share of the time comes to, rounded up."""
    return -(-minutes * percent // 100)


def may_answer(now: datetime, deadline_at: datetime, submitted_at: datetime | None) -> bool:
    """Tell whether an answer sent now still counts: before deadline and grace, not after submit."""
    return submitted_at is None and now <= deadline_at + GRACE
