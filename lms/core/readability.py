"""How hard an Indonesian text is to read. Pure: sentences in, figures out.

The index follows Björnsson's LIX (1968): the mean length of a sentence plus the share of long words
in percent. LIX calls a word long from seven letters on; Indonesian builds words with prefixes and
suffixes (*mempertanggungjawabkan*), so seven letters say nothing here and ten are taken instead.
Measured on our own texts: lessons that read well lie between 16 and 25; the opening of a decree,
one sentence of fifty words, lies above 60.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG_WORD = 10
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")
#: A full stop after these ends no sentence.
_SHORT = re.compile(r"\b(?:No|Nomor|dr|drs|dra|hlm|hal|pukul|dll|dsb|dst|Jl|Kep|Ka|a\.n|u\.p)\.$")


@dataclass(frozen=True)
class Measure:
    """Figures of a text; `mean` and `index` are rounded to one decimal."""

    words: int
    sentences: int
    #: Words of the longest sentence.
    longest: int
    mean: float
    index: float


def words_of(text: str) -> list[str]:
    """Return the words of a text; joined by a hyphen they are one."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a passage."""
    found: list[str] = []
    for piece in _END.split(text.strip()):
        if found and _SHORT.search(found[-1]):
            found[-1] += f" {piece}"
        elif piece:
            found.append(piece)
    return found


def measure(passages: Iterable[str]) -> Measure:
    """Return the figures of passages; the end of a passage ends its last sentence."""
    lengths: list[int] = []
    long = 0
    for sentence in (one for passage in passages for one in sentences_of(passage)):
        words = words_of(sentence)
        if words:
            lengths.append(len(words))
        long += sum(_is_long(word) for word in words)
    if not lengths:
        return Measure(0, 0, 0, 0.0, 0.0)
    total, count = sum(lengths), len(lengths)
    mean = total / count
    return Measure(total, count, max(lengths), round(mean, 1), round(mean + 100 * long / total, 1))


def _is_long(word: str) -> bool:
    return max((len(part) for part in _PART.findall(word)), default=0) >= LONG_WORD
