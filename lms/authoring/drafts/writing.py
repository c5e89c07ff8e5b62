"""The questions of a quiz file: one written anew, as a form or as text; moved, taken out. Pure."""

from collections.abc import Callable

from lms.authoring.drafts.tree import slug_of, text_of
from lms.core import source_edit
from lms.core.errors import RuleBroken
from lms.core.faults import Faults
from lms.core.sources import read_yaml
from lms.elearning.question_files import write_question
from lms.elearning.questions.written import QuestionForm

#: How a new question of a type begins as text.
_BLANK = {
    "single": "options:\n  - text: \n    correct: true\n  - text: \n",
    "multiple": "options:\n  - text: \n    correct: true\n  - text: \n",
    "truefalse": "answer: true\n",
    "short": "answer: []\n",
    "numeric": "answer: \n",
    "matching": "pairs:\n  - {text: , match: }\n",
    "ordering": "items: []\n",
    "cloze": "gaps:\n  - {id: satu, answer: }\n",
    "essay": "guide: \n",
}


def text_at(content: bytes, at: int, kind: str) -> str:
    """Return a question of a quiz file as it stands there, or the beginnings of a new one."""
    block = source_edit.block_at(text_of(content), ["questions", at]) if at >= 0 else ""
    return block or f"id: \ntype: {kind}\ntext: \n{_BLANK[kind]}feedback: \n"


def with_text(content: bytes, at: int, written: str) -> tuple[bytes, int]:
    """Return the file with a question as this text (at -1: added), and the question's place."""
    faults = Faults()
    written = written.replace("\r\n", "\n").strip("\n")
    if read_yaml(written, "", faults) is None:
        first = faults.found[0]
        raise RuleBroken(f"{first.line}: {first.sentence}")
    text = text_of(content)
    items = source_edit.value_at(text, ["questions"]) or []
    if at < 0:
        return source_edit.insert_block(text, ["questions"], len(items), written).encode(), len(
            items
        )
    if written != source_edit.block_at(text, ["questions", at]):
        text = source_edit.insert_block(text, ["questions"], at, written)
        text = source_edit.drop(text, ["questions", at + 1])
    return text.encode(), at


def with_question(
    content: bytes, at: int, written: Callable[[str], QuestionForm], section: str = ""
) -> tuple[bytes, int]:
    """Return the file with a question as a form says it (at -1: added), and its place.

    `section` is the part of the quiz it belongs to.
    """
    text = text_of(content)
    items = source_edit.value_at(text, ["questions"]) or []
    present = items[at] if 0 <= at < len(items) else {}
    key = present.get("id") or _new_key(items, written("baru"))
    values = {"section": section or None} | write_question(written(key))
    if at < 0:
        return source_edit.insert(text, ["questions"], len(items), values).encode(), len(items)
    values |= {name: None for name in present if name not in values}
    return source_edit.put_all(text, ["questions", at], values).encode(), at


def _new_key(items: list[dict[str, str]], form: QuestionForm) -> str:
    """Return a short name that no question of the file has yet."""
    taken = {one.get("id") for one in items}
    words = "-".join(form.text.split()[:4])
    try:
        stem = slug_of(words)[:24].strip("-")
    except RuleBroken:
        stem = form.type
    return next(
        key for n in range(1, 1000) if (key := stem if n == 1 else f"{stem}-{n}") not in taken
    )


def arranged(content: bytes, at: int, step: int) -> bytes:
    """Return the file with a question moved by `step` places, or without it when that is 0."""
    text = text_of(content)
    items = source_edit.value_at(text, ["questions"]) or []
    if not 0 <= at < len(items):
        return content
    if step:
        return source_edit.move(text, ["questions"], at, at + step).encode()
    if len(items) == 1:
        return source_edit.empty_list(text, ["questions"]).encode()
    return source_edit.drop(text, ["questions", at]).encode()
