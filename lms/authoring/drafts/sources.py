"""What a quiz may draw its questions from, with how many there are, for the rows of its form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.authoring.drafts.fields import Rows
from lms.authoring.drafts.tree import Files, text_of
from lms.core import source_edit
from lms.core.faults import Faults
from lms.core.i18n import _, ngettext
from lms.core.sources import read_yaml


@dataclass(frozen=True)
class Sources:
    """Places of questions: key or path -> (words, how many questions there are)."""

    quizzes: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    bank: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    #: (path of a category, tag) -> how many; the category with those in it.
    tagged: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def available(self, quiz: str, bank: str, tag: str) -> int | None:
        """Return how many questions a pool can draw from, None when it names no place."""
        if quiz:
            return self.quizzes.get(quiz, ("", 0))[1]
        if tag:
            return self.tagged.get((bank, tag), 0) if bank else self.tags.get(tag, 0)
        return self.bank.get(bank, ("", 0))[1] if bank else None


def quizzes_in(files: Files, but: str) -> dict[str, tuple[str, int]]:
    """Return the quizzes with questions of their own, the file `but` apart."""
    found = {}
    for path, content in files.items():
        if not path.endswith(".yaml") or path == but or b"kind: quiz" not in content:
            continue
        if read_yaml(text_of(content), "", Faults()) is None:
            continue
        quiz = source_edit.value_at(text_of(content)) or {}
        count = len(quiz.get("questions") or [])
        if quiz.get("kind") == "quiz" and count:
            key = path.split("/", 1)[1].removesuffix(".yaml")
            found[key] = (f"{key}: {quiz.get('title', '')}", count)
    return dict(sorted(found.items()))


def offer_pools(pools: Rows, sections: Rows, sources: Sources | None) -> None:
    """Offer the places of questions in every row, and say how many questions each row finds."""
    if sources is None:
        return
    nothing = [("", "–")]
    quizzes = nothing + [(key, _counted(*one)) for key, one in sources.quizzes.items()]
    bank = nothing + [(path, _counted(*one)) for path, one in sources.bank.items()]
    tags = nothing + [(tag, _counted(tag, count)) for tag, count in sources.tags.items()]
    rows = [
        *pools.entries,
        *(one for entry in sections.entries for one in entry.form.pools.entries),
    ]
    for row in (entry.form for entry in rows):
        row.quiz.offer(quizzes)
        row.bank.offer(bank)
        row.tag.offer(tags)
        row.draw.description = _said(
            sources.available(row.quiz.data, row.bank.data, row.tag.data), row.draw.data or ""
        )


def _counted(words: str, count: int) -> str:
    questions = ngettext("%(num)d soal", "%(num)d soal", count)
    return f"{words} ({questions})"


def _said(available: int | None, wanted: str) -> str:
    if available is None:
        return ""
    there = ngettext("tersedia %(num)d soal", "tersedia %(num)d soal", available)
    if not (wanted.isdecimal() and int(wanted) > available):
        return there
    return there + _("; kurang dari yang diambil")
