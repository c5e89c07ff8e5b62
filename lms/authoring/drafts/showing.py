"""A file of a draft as its trainee will see it: by the same renderers that publish it."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from lms.authoring.drafts.editing import PROSE, split
from lms.authoring.drafts.tree import text_of
from lms.authoring.drafts.workspace import Reading
from lms.authoring.models import ProgrammeDraft
from lms.authoring.stats import LessonFigures
from lms.catalogue.content import refuse_repeats
from lms.catalogue.media import Media
from lms.core import source_edit
from lms.core.addresses import path_of
from lms.core.faults import Faults
from lms.core.richtext import render_markdown
from lms.core.sources import read_yaml
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.publishing import question_body
from lms.elearning.question_files import read_question
from lms.elearning.questions.written import QuestionForm
from lms.elearning.showing import controls


@dataclass(frozen=True)
class Shown:
    """A file as it looks; figures only of lessons, the rubric only of assignments."""

    title: str
    html: Markup | None
    figures: LessonFigures | None = None
    rubric: list[dict[str, Any]] | None = None


@dataclass(frozen=True)
class QuestionLine:
    """A question of a quiz file in a list."""

    at: int
    key: str
    kind: str
    text: str
    section: str


def media_at(draft: ProgrammeDraft, path: str) -> str:
    """Return the address below which the pictures of a file's subject are shown."""
    subject = path.split("/")[1] if path.count("/") > 1 else "-"
    there = path_of("authoring.draft_media", programme_draft_id=draft.id, subject=subject, name="x")
    return there.removesuffix("/x")


def shown(
    draft: ProgrammeDraft, path: str, kind: str, content: bytes, reading: Reading
) -> Shown | None:
    """Return how a file looks, None for one that only describes others."""
    text, media = text_of(content), media_at(draft, path)
    if kind in PROSE:
        header, body, _line = split(text)
        return Shown(_title(header), render_markdown(body, media=media), reading.lessons.get(path))
    if kind == "assignment":
        found = _readable(text)
        return Shown(
            found.get("title", ""), render_markdown(str(found.get("brief", "")), media=media),
            rubric=[one for one in found.get("rubric", []) if isinstance(one, dict)],
        )  # fmt: skip
    return None


def _readable(text: str) -> dict[str, Any]:
    if read_yaml(text, "", Faults()) is None:
        return {}
    return source_edit.value_at(text) or {}


def _title(header: str) -> str:
    return str(_readable(header).get("title", "")) if header else ""


def sections_of(content: bytes) -> list[tuple[str, str]]:
    """Return key and title of the parts of a quiz file."""
    found = _readable(text_of(content)).get("sections") or []
    return [(one.get("key", ""), one.get("title", "")) for one in found if isinstance(one, dict)]


def questions(kind: str, content: bytes) -> list[QuestionLine]:
    """Return the questions of a quiz file in their order."""
    found = _readable(text_of(content)).get("questions", []) if kind == "quiz" else []
    return [
        QuestionLine(
            at,
            one.get("id", ""),
            one.get("type", ""),
            str(one.get("text", ""))[:200],
            one.get("section", ""),
        )
        for at, one in enumerate(found)
        if isinstance(one, dict)
    ]


@dataclass(frozen=True)
class Written:
    """A question of a quiz file, and what is wrong in it, in sentences."""

    form: QuestionForm
    faults: list[str]
    #: Key of the part of the quiz it belongs to.
    section: str = ""


def question_at(content: bytes, at: int, media: dict[str, int]) -> Written | None:
    """Return a question of a quiz file as it is written, None when there is none at this place."""
    faults = Faults()
    source = read_yaml(text_of(content), "", faults)
    parts = source.mappings("questions", required=False) if source else []
    if not 0 <= at < len(parts):
        return None
    faults.found.clear()  # what is wrong elsewhere in the file
    section = parts[at].text("section", "")
    form = read_question(parts[at], Media(media))
    refuse_repeats(parts, "id")
    return Written(form, [one.sentence for one in faults.errors], section)


def asked(question: QuestionForm, media: str) -> dict[str, Any]:
    """Return what a trainee sees of a question: the fields of its answer, nothing of its key."""
    return controls(rules_of_quiz.public_question(question_body(question, media)), None)
