"""A document as plain data, which every writer (page, PDF, DOCX) goes through in order. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter: A. Dasar hukum."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Text:
    """One paragraph."""

    kind: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True)
class Points:
    """A numbered list."""

    kind: ClassVar[str] = "points"
    items: Sequence[str]


@dataclass(frozen=True)
class Grid:
    """A table; every cell is written already, `numbers` are places of columns set to the right."""

    kind: ClassVar[str] = "grid"
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    #: Parts of the width by column; empty: as the writer finds best.
    widths: Sequence[int] = ()


Block = Heading | Text | Points | Grid


@dataclass(frozen=True)
class Chapter:
    """A chapter, or an annex on a sheet of its own; `label` is what stands before the title."""

    key: str
    label: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Signature:
    """Who signs, where and when."""

    place_and_day: str
    office: str
    name: str
    number: str = ""


@dataclass(frozen=True)
class Outline:
    """A whole document."""

    letterhead: Sequence[str]
    title: str
    #: Lines under the title.
    about: Sequence[str]
    chapters: Sequence[Chapter]
    signature: Signature
    annexes: Sequence[Chapter] = field(default_factory=tuple)
    author: str = ""


def paragraphs(text: str) -> list[str]:
    """Return what people typed as paragraphs: every line with something in it is one."""
    return [line.strip() for line in text.splitlines() if line.strip()]
