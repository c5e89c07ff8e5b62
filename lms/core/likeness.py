"""The only place that touches rensa: which works share passages, and where exactly.

Texts are cut into shingles of words. MinHash sketches of short overlapping passages find the pairs
of texts worth a look; only those are then aligned word by word. Loaded by the worker alone.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

#: Words of one shingle; shingles of one passage, and how far the next passage begins after it.
SHINGLE, PASSAGE, STEP = 5, 50, 25
#: Shingles of its own that a passage must have to be worth a sketch.
_OWN = 12
#: Places of one sketch, taken two by two: passages that agree in one such pair are looked at, so
#: that passages sharing 3 in 10 shingles are found in 19 cases of 20.
_PLACES, _SEED = 64, 20260
#: Passages sketched at once, which bounds the memory.
_PORTION = 20_000
#: Most works compared with one work: those with the most passages in common.
_MOST_PAIRS = 20
#: Words of the shortest shared passage that is told, and by how many a copy may be interrupted.
LEAST, _GAP = 20, 8
#: Words of the shortest ignored stretch that is shown.
_LEAST_IGNORED = 8

#: Why words do not count: they were given to everybody, stand in many works, or quote a rule.
GIVEN, MANY, QUOTED = "given", "many", "quoted"

_WORD = re.compile(r"\w+")
Shingles = NDArray[np.uint32]
_NONE: Shingles = np.zeros(0, dtype=np.uint32)


#: A stretch that does not count: characters from and to, and why.
Ignored = tuple[int, int, str]


@dataclass(frozen=True)
class Run:
    """One shared passage: characters from and to in the left and in the right text."""

    left: tuple[int, int]
    right: tuple[int, int]


@dataclass(frozen=True)
class Likeness:
    """What two texts share; shares are of each text's own words, 0 to 1."""

    runs: list[Run]
    #: Words of the left text that stand in the right one too.
    words: int
    left_share: float
    right_share: float
    #: What did not count in the left and in the right text: from, to, and why.
    ignored: tuple[list[Ignored], list[Ignored]]


@dataclass(frozen=True)
class _Words:
    """A text as the places of its words and the shingle that begins at each."""

    spans: list[tuple[int, int]]
    shingles: Shingles


def read(text: str, without: Iterable[tuple[int, int]] = ()) -> bytes:
    """Return the shingles of a text to be kept; those inside the spans `without` count as none."""
    cut = _cut(text)
    kept = cut.shingles.copy()
    for begin, end in without:
        for at in range(len(kept)):
            if begin <= cut.spans[at][0] and cut.spans[at + SHINGLE - 1][1] <= end:
                kept[at] = 0
    return kept.tobytes()


def _cut(text: str) -> _Words:
    """Cut a text into words; each shingle becomes a number that is the same on every machine."""
    spans, numbers = [], []
    known: dict[str, int] = {}
    for word in _WORD.finditer(text):
        spans.append(word.span())
        found = word.group()
        if found not in known:
            plain = unicodedata.normalize("NFKC", found).casefold()
            known[found] = crc32(plain.encode())
        numbers.append(known[found])
    if len(numbers) < SHINGLE:
        return _Words(spans, _NONE)
    words = np.array(numbers, dtype=np.uint64)
    count = len(words) - SHINGLE + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):  # a polynomial over the words, wrapping at 64 bits
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + words[place : place + count]
        mixed ^= mixed >> np.uint64(29)
    return _Words(spans, (mixed >> np.uint64(16)).astype(np.uint32) | np.uint32(1))


class Corpus:
    """Many texts by their kept shingles, of which those that everybody has do not count."""

    def __init__(self, kept: Sequence[bytes], given: Iterable[str], most_often: int) -> None:
        """Leave out the shingles of `given` texts and those in more than `most_often` texts."""
        self.texts: list[Shingles] = [np.frombuffer(one, dtype=np.uint32) for one in kept]
        self._given = np.unique(np.concatenate([_NONE, *(_cut(one).shingles for one in given)]))
        each = [np.unique(text) for text in self.texts]
        shingles, counts = np.unique(np.concatenate([_NONE, *each]), return_counts=True)
        self._often = shingles[(counts > most_often) & (shingles > 0)]
        common = np.union1d(self._given, self._often)
        self.own = [np.where(np.isin(text, common), np.uint32(0), text) for text in self.texts]

    def pairs(
        self, asked: Iterable[int], related: Callable[[int, int], bool] = lambda _one, _two: False
    ) -> list[tuple[int, int]]:
        """Return the pairs (smaller, larger) of texts with like passages, one of them asked for.

        `related` pairs, such as two works of one person, are left out.
        """
        whose, sketches = self._sketches()
        wanted = np.zeros(len(self.texts), dtype=bool)
        wanted[list(asked)] = True
        hits: Counter[tuple[int, int]] = Counter()
        for place in range(0, _PLACES, 2):
            both = sketches[:, place].astype(np.uint64) << np.uint64(32) | sketches[:, place + 1]
            hits.update(_agreeing(both, whose, wanted))
        found = []
        taken: Counter[int] = Counter()
        for (one, two), _count in sorted(hits.items(), key=lambda item: (-item[1], item[0])):
            full = all(taken[at] >= _MOST_PAIRS for at in (one, two) if wanted[at])
            if not full and not related(one, two):
                taken.update((one, two))
                found.append((one, two))
        return found

    def _sketches(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Return of every passage that has enough of its own: whose it is, and its sketch."""
        whose: list[int] = []
        passages: list[Shingles] = []
        done = [np.zeros((0, _PLACES), dtype=np.uint32)]
        for number, text in enumerate(self.own):
            for at in range(0, max(1, len(text) - PASSAGE + STEP), STEP):
                passage = text[at : at + PASSAGE]
                own = passage[passage > 0]
                if len(own) >= _OWN:
                    whose.append(number)
                    passages.append(own)
            if len(passages) >= _PORTION:
                done.append(_sketch(passages))
                passages = []
        done.append(_sketch(passages))
        return np.array(whose, dtype=np.int64), np.concatenate(done)

    def align(self, left: int, right: int, texts: tuple[str, str]) -> Likeness:
        """Return the passages that two texts share, in the order of the left one."""
        one, other = self.own[left], self.own[right]
        cuts = _cut(texts[0]), _cut(texts[1])
        covered = [np.zeros(len(cut.spans), dtype=bool) for cut in cuts]
        runs = []
        for chain in _chains(one, other):
            ends = [(side[0], side[-1] + SHINGLE - 1) for side in zip(*chain, strict=True)]
            if ends[0][1] - ends[0][0] + 1 < LEAST:
                continue
            for side, cover in enumerate(covered):
                for hit in chain:
                    cover[hit[side] : hit[side] + SHINGLE] = True
            chars = [(cut.spans[a][0], cut.spans[b][1])
                     for cut, (a, b) in zip(cuts, ends, strict=True)]  # fmt: skip
            runs.append(Run(chars[0], chars[1]))
        shares = [float(cover.mean()) if len(cover) else 0.0 for cover in covered]
        ignored = self._ignored(left, cuts[0]), self._ignored(right, cuts[1])
        return Likeness(runs, int(covered[0].sum()), shares[0], shares[1], ignored)

    def _ignored(self, number: int, cut: _Words) -> list[Ignored]:
        """Return the stretches of a text that do not count."""
        whys = np.zeros(len(cut.spans), dtype=np.uint8)
        for why, at in enumerate(
            (self.texts[number] == 0, np.isin(cut.shingles, self._often),
             np.isin(cut.shingles, self._given)), 1
        ):  # fmt: skip
            for begin in np.flatnonzero(at):
                whys[begin : begin + SHINGLE] = why
        edges = np.flatnonzero(np.diff(whys, prepend=0, append=0))
        found = []
        for begin, end in zip(edges, edges[1:], strict=False):
            if whys[begin] and end - begin >= _LEAST_IGNORED:
                why_word = (QUOTED, MANY, GIVEN)[whys[begin] - 1]
                found.append((cut.spans[begin][0], cut.spans[end - 1][1], why_word))
        return found


def _sketch(passages: Sequence[Shingles]) -> NDArray[np.uint32]:
    """Return the MinHash sketch of each passage as one row."""
    if not passages:
        return np.zeros((0, _PLACES), dtype=np.uint32)
    offsets = np.cumsum([0, *map(len, passages)], dtype=np.uint64)
    flat = np.concatenate(passages).astype(np.uint64)
    found = RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, _PLACES, _SEED)
    return np.array(found.to_rows(), dtype=np.uint32)


def _agreeing(
    values: NDArray[np.uint64], whose: NDArray[np.int64], wanted: NDArray[np.bool_]
) -> Iterator[tuple[int, int]]:
    """Give the pairs of texts of which passages have the same value, one of them wanted."""
    order = np.argsort(values, kind="stable")
    values, whose = values[order], whose[order]
    at = np.arange(len(values))
    for step in range(1, len(values)):
        at = at[at + step < len(values)]
        at = at[values[at] == values[at + step]]
        if not len(at):
            return
        one, two = whose[at], whose[at + step]
        fit = (one != two) & (wanted[one] | wanted[two])
        low, high = np.minimum(one, two)[fit], np.maximum(one, two)[fit]
        yield from zip(low.tolist(), high.tolist(), strict=True)


def _chains(one: Shingles, other: Shingles) -> list[list[tuple[int, int]]]:
    """Return chains of shared shingles (place in one, place in the other), each a passage.

    A chain goes on over a few changed words; a shingle that stands twice follows its neighbours.
    """
    shared = np.intersect1d(one[one > 0], other[other > 0])
    places: dict[int, list[int]] = {}
    for at in np.flatnonzero(np.isin(other, shared)).tolist():
        places.setdefault(int(other[at]), []).append(at)
    chains: list[list[tuple[int, int]]] = []
    chain: list[tuple[int, int]] = []
    for here in np.flatnonzero(np.isin(one, shared)).tolist():
        spots = places[int(one[here])]
        near = [spot for spot in spots if chain and _follows(chain[-1], here, spot)]
        if near:
            chain.append((here, near[0]))
        elif not chain or here - chain[-1][0] > _GAP + SHINGLE:
            chain = [(here, max(spots, key=lambda spot: _length(one, other, here, spot)))]
            chains.append(chain)
        elif (start := max(_length(one, other, here, spot) for spot in spots)) > _GAP:
            chain = [(here, next(s for s in spots if _length(one, other, here, s) == start))]
            chains.append(chain)
    return chains


def _follows(last: tuple[int, int], here: int, spot: int) -> bool:
    """Tell whether a shared shingle goes on with a chain: a few words later in both texts."""
    limit = _GAP + SHINGLE
    return 0 < spot - last[1] <= limit and here - last[0] <= limit


def _length(one: Shingles, other: Shingles, here: int, spot: int) -> int:
    """Return how many shingles in a row agree from these places on, at most 50."""
    count = 0
    while (
        count < PASSAGE and here + count < len(one) and spot + count < len(other)
        and one[here + count] == other[spot + count]
    ):  # fmt: skip
        count += 1
    return count
