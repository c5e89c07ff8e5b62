"""A question whose key was wrong, corrected in papers that hold it already. Pure.

`how` is "key" (another key), "all" (everybody gets the points) or "void" (it counts for nobody).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning.questions import Question

HOWS = ("key", "all", "void")
#: Types with a key that can be said anew; of the others everybody or nobody gets the points.
CHOICES, TYPED = ("single", "multiple", "truefalse"), ("short", "numeric")


@dataclass(frozen=True)
class Correction:
    """What becomes of one question; `right` is a key as `key_of` gives it."""

    question_id: str
    how: str
    right: list[str]


@dataclass(frozen=True)
class Asked:
    """A question that was put to somebody, for a list of them."""

    key: str
    type: str
    words: str


def fitting(asked: Sequence[Asked], text: str, kind: str) -> list[Asked]:
    """Return those of a type ("": any) whose words or key hold every word that is looked for."""
    words = text.lower().split()
    return [
        one
        for one in asked
        if kind in ("", one.type)
        and all(word in f"{one.words} {one.key}".lower() for word in words)
    ]


def key_of(question: Question) -> list[str]:
    """Return the key: the right options as HTML, accepted texts, or number and tolerance."""
    if question["type"] in CHOICES:
        return [option["html"] for option in question["options"] if option["correct"]]
    if question["type"] == "short":
        return list(question["answers"])
    if question["type"] == "numeric":
        return [str(question["answer"]), str(question.get("tolerance") or 0)]
    return []


def check(question: Question, correction: Correction) -> None:
    """Refuse a correction that leaves a question without a sensible key, or changes nothing."""
    kind, right = question["type"], correction.right
    if correction.how != "key":
        return
    if kind not in (*CHOICES, *TYPED):
        raise RuleBroken(
            _("Kunci soal jenis ini tidak dapat diganti. Beri semua peserta poin, atau batalkan.")
        )
    if not right or (kind in ("single", "truefalse") and len(right) != 1):
        raise RuleBroken(_("Pilih kunci yang benar; soal satu jawaban punya tepat satu kunci."))
    if right == key_of(question) and not question.get("waived"):
        raise RuleBroken(_("Kunci itu sama dengan kunci sekarang."))


def corrected(question: Question, correction: Correction) -> dict[str, Any]:
    """Return the question as it counts after the correction; its order and words stay."""
    plain = {key: value for key, value in question.items() if key != "waived"}
    if correction.how != "key":
        return plain | {"waived": correction.how}
    if question["type"] in CHOICES:
        options = [
            {**option, "correct": option["html"] in correction.right}
            for option in question["options"]
        ]
        return plain | {"options": options}
    if question["type"] == "short":
        return plain | {"answers": correction.right}
    if question["type"] == "numeric":
        answer, tolerance = correction.right
        return plain | {"answer": answer, "tolerance": tolerance}
    return plain  # its key is never said anew: this is the way back from "all" or "void"


def corrected_paper(paper: Mapping[str, Any], corrections: Sequence[Correction]) -> dict[str, Any]:
    """Return a paper with these corrections, one after the other."""
    questions = list(paper["questions"])
    for correction in corrections:
        questions = [
            corrected(one, correction) if one["id"] == correction.question_id else one
            for one in questions
        ]
    return {**paper, "questions": questions}


def crosses(before: Decimal | None, after: Decimal | None, pass_mark: Decimal) -> str:
    """Tell whether a score crosses the pass mark: "up", "down" or ""."""
    if before is None or after is None:
        return ""
    if before < pass_mark <= after:
        return "up"
    return "down" if after < pass_mark <= before else ""
