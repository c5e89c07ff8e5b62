"""Two states of a programme side by side: which files, how many words, and line by line. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from lms.authoring.drafts.tree import Files, kind_of, text_of, title_of

_WORD = re.compile(r"\w+|[^\w\s]|\s+")
#: Unchanged lines shown around a change.
_AROUND = 2
#: Longer files are compared by lines alone.
_MOST_LETTERS = 20_000

#: A piece of a line and whether it differs.
Piece = tuple[str, bool]


@dataclass(frozen=True)
class Difference:
    """One file that differs; `how` is "added", "changed" or "removed"."""

    path: str
    kind: str
    title: str
    how: str
    words_added: int
    words_removed: int


@dataclass(frozen=True)
class Pair:
    """A line before and after: with its number, None where there is none; both None: a gap."""

    old: int | None
    new: int | None
    before: list[Piece]
    after: list[Piece]

    @property
    def differs(self) -> bool:
        """Tell whether the line is not the same on both sides."""
        return any(marked for _text, marked in (*self.before, *self.after))


def differences(before: Files, after: Files) -> list[Difference]:
    """Return every file that is not the same in both states, in the order of study."""
    return [
        _difference(path, before.get(path), after.get(path))
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    ]


def _difference(path: str, old: bytes | None, new: bytes | None) -> Difference:
    content = new if new is not None else old or b""
    kind = kind_of(path, content)
    how = "added" if old is None else "removed" if new is None else "changed"
    added, removed = (0, 0) if kind == "media" else words_changed(text_of(old), text_of(new))
    title = path.rsplit("/", 1)[-1] if kind == "media" else title_of(content) or path
    return Difference(path, kind, title, how, added, removed)


def words_changed(old: str, new: str) -> tuple[int, int]:
    """Return how many words were added and removed."""
    before, after = re.findall(r"\w+", old), re.findall(r"\w+", new)
    added = removed = 0
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            removed, added = removed + b - a, added + d - c
    return added, removed


def side_by_side(old: str, new: str) -> list[Pair]:
    """Return the lines around every change, in pairs; a gap stands for what is left out."""
    before, after = old.split("\n"), new.split("\n")
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        if number:
            pairs.append(Pair(None, None, [], []))
        for tag, a, b, c, d in group:
            if tag == "equal":
                pairs += [
                    Pair(a + at + 1, c + at + 1, [(line, False)], [(line, False)])
                    for at, line in enumerate(before[a:b])
                ]
            else:
                pairs += _changed(before, after, (a, b), (c, d))
    return pairs


def _changed(
    before: list[str], after: list[str], old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Pair]:
    for at in range(max(old[1] - old[0], new[1] - new[0])):
        one = old[0] + at if old[0] + at < old[1] else None
        other = new[0] + at if new[0] + at < new[1] else None
        if one is None or other is None:
            yield Pair(
                None if one is None else one + 1, None if other is None else other + 1,
                [] if one is None else [(before[one], True)],
                [] if other is None else [(after[other], True)],
            )  # fmt: skip
        else:
            yield Pair(one + 1, other + 1, *_pieces(before[one], after[other]))


def _pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    if len(old) + len(new) > _MOST_LETTERS:
        return [(old, True)], [(new, True)]
    before, after = _WORD.findall(old), _WORD.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if b > a:
            left.append(("".join(before[a:b]), tag != "equal"))
        if d > c:
            right.append(("".join(after[c:d]), tag != "equal"))
    return left, right


def counted(found: list[Difference]) -> Mapping[str, int]:
    """Return how many files were added, changed and removed."""
    return {how: sum(one.how == how for one in found) for how in ("added", "changed", "removed")}
