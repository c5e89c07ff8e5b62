"""What counts as common property, what quotes a rule, and how marks cut a text. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: What a person may note about two works: seen and as it should be, or to be talked about.
FINE, TALK = "fine", "talk"
VERDICTS = (FINE, TALK)
#: Words stand in many works when more than this part of them has them, and in more than so many.
MANY_PERCENT, MANY_WORKS = 10, 8

#: How official texts are cited: "Pasal 12 ayat (3)", "Undang-Undang Nomor 20 Tahun 2023".
_CITED = re.compile(
    r"\bpasal\s+\d+|\b(undang-undang|UU|peraturan|perpres|permen\w*|perlan|keputusan|PP)\b"
    r"[^.\n]{0,120}\b(nomor|no\.)\s*\d+",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[“\"«][^“”\"«»]{20,3000}[”\"»]")
#: Letters before and after a quotation within which its source is cited.
_NEAR = 250


def most_often(works: int) -> int:
    """Return in how many works a phrase may stand before it is common property."""
    return max(MANY_WORKS, works * MANY_PERCENT // 100)


def quotations(text: str) -> list[tuple[int, int]]:
    """Return where a text quotes, between quotation marks, a rule that it cites beside them."""
    found = []
    for quote in _QUOTE.finditer(text):
        begin, end = quote.span()
        near = text[max(0, begin - _NEAR) : begin] + "\n" + text[end : end + _NEAR]
        if _CITED.search(near):
            found.append((begin, end))
    return found


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: plain, a shared passage with its number, or ignored and why."""

    text: str
    number: int = 0
    why: str = ""


def cut(
    text: str, shared: Iterable[tuple[int, int]], ignored: Iterable[tuple[int, int, str]] = ()
) -> list[Piece]:
    """Return the text in pieces; where marks overlap, shared passages keep the words."""
    marks = [(begin, end, number, "") for number, (begin, end) in enumerate(shared, 1)]
    taken = [(begin, end) for begin, end, _number, _why in marks]
    marks += [
        (begin, end, 0, why) for begin, end, why in ignored
        if not any(begin < other_end and other < end for other, other_end in taken)
    ]  # fmt: skip
    pieces: list[Piece] = []
    at = 0
    for begin, end, number, why in sorted(marks):
        begin = max(begin, at)
        if end <= begin:
            continue
        pieces += [Piece(text[at:begin]), Piece(text[begin:end], number, why)]
        at = end
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text]
