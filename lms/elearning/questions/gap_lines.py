"""The gaps of a cloze question as lines of text, for people who write them in a browser.

kota = Bandar Lampung | Tanjungkarang
hari = 14 ± 0,5
siapa = *petugas loket | tamu          (the star marks the right option)
jumlah (2) = 36                        (two points)
"""

import re
from decimal import Decimal

from lms.elearning.questions.numeric import numbers_in
from lms.elearning.questions.written import GapForm, OptionForm

_LINE = re.compile(r"\s*([a-z0-9]+(?:-[a-z0-9]+)*)\s*(?:\(([0-9.,]+)\))?\s*=\s*(.+)")
_NUMBER = re.compile(r"([+\-−0-9.,]+)(?:\s*±\s*([0-9.,]+))?")


def read_lines(text: str) -> list[GapForm] | None:
    """Return the gaps that the lines describe, None when a line is none."""
    found = [_read(line) for line in text.splitlines() if line.strip()]
    return None if None in found else found  # type: ignore[return-value]


def _read(line: str) -> GapForm | None:
    match = _LINE.fullmatch(line.rstrip())
    if match is None:
        return None
    key, weight, answer = match.groups()
    points = numbers_in(weight) if weight else [Decimal(1)]
    if not points or not 0 < points[-1] <= 100:
        return None
    number = _NUMBER.fullmatch(answer)
    if number and (key_number := numbers_in(number[1])):
        around = numbers_in(number[2]) if number[2] else [Decimal()]
        if not around:
            return None
        return GapForm(key, "numeric", [], [str(key_number[-1])], around[-1], points[-1])
    parts = [part.strip() for part in answer.split("|")]
    if any(part.startswith("*") for part in parts):
        options = [OptionForm(part.removeprefix("*"), part.startswith("*"), "") for part in parts]
        return GapForm(key, "single", options, points=points[-1])
    return GapForm(key, "short", answers=[part for part in parts if part], points=points[-1])


def write_lines(gaps: list[GapForm]) -> str:
    """Return the lines that describe the gaps; feedback of options has no place in them."""
    return "\n".join(f"{gap.key}{_weight(gap)} = {_answer(gap)}" for gap in gaps)


def _weight(gap: GapForm) -> str:
    return "" if gap.points == 1 else f" ({_comma(gap.points)})"


def _answer(gap: GapForm) -> str:
    if gap.type == "numeric":
        around = f" ± {_comma(gap.tolerance)}" if gap.tolerance else ""
        return gap.answers[0].replace(".", ",") + around
    if gap.type == "single":
        return " | ".join(f"{'*' if one.is_correct else ''}{one.text}" for one in gap.options)
    return " | ".join(gap.answers)


def _comma(number: Decimal) -> str:
    return format(number, "f").replace(".", ",")
