"""The terms all programmes share (courses/glosarium.yaml): what they mean, and what to avoid."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lms.authoring.files import GLOSSARY
from lms.core.faults import Faults
from lms.core.i18n import _
from lms.core.richtext import passages
from lms.core.sources import read_yaml

_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")


@dataclass(frozen=True)
class Term:
    """One term; without a meaning it only says which word is preferred."""

    term: str
    meaning: str
    source: str
    avoid: list[str]


@dataclass
class Glossary:
    """The terms, and what is wrong in their file."""

    terms: list[Term] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    @cached_property
    def _preferred(self) -> dict[str, str]:
        return {word.lower(): term.term for term in self.terms for word in term.avoid}

    @cached_property
    def _avoided(self) -> re.Pattern[str] | None:
        words = sorted(self._preferred, key=len, reverse=True)
        return re.compile(rf"\b({'|'.join(map(re.escape, words))})\b", re.I) if words else None

    @property
    def explained(self) -> list[dict[str, str]]:
        """Return the terms that have a meaning, as a version keeps them for its trainees."""
        return [
            {"term": term.term, "meaning": term.meaning, "source": term.source}
            for term in self.terms
            if term.meaning
        ]

    def doubt(
        self, text: str, path: str, line: int, faults: Faults, *, one_line: bool = False
    ) -> None:
        """Warn of each avoided word in a Markdown text that is no quotation of others' words.

        Words in italics, in quotation marks and in code are left alone. With `one_line` every
        warning names `line` itself.
        """
        if self._avoided is None:
            return
        for passage in passages(text):
            for found in self._avoided.finditer(_QUOTED.sub(" ", passage.own)):
                faults.warn(
                    path, line if one_line else line + passage.line,
                    _('pakai "%(good)s", bukan "%(bad)s" (glosarium).',
                      good=self._preferred[found[0].lower()], bad=found[0]),
                )  # fmt: skip


def read_glossary(root: Path) -> Glossary:
    """Return the glossary of the folder that holds all programmes; empty when there is none."""
    path = root / GLOSSARY
    glossary = Glossary()
    if not path.is_file():
        return glossary
    shown = f"{root.name}/{GLOSSARY}"
    source = read_yaml(path.read_text(), shown, glossary.faults)
    if source is None:
        return glossary
    seen: dict[str, int] = {}
    for part in source.mappings("terms"):
        term = Term(
            part.text("term"), part.text("meaning", ""), part.text("source", ""),
            part.texts("avoid", required=False),
        )  # fmt: skip
        for word in [term.term, *term.avoid]:
            if word.lower() in seen:
                part.fault("term", _('"%(word)s" sudah ada di baris %(line)s.', word=word,
                                     line=seen[word.lower()]))  # fmt: skip
            seen[word.lower()] = part.line
        part.close()
        glossary.terms.append(term)
    source.close()
    return glossary
