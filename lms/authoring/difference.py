"""What a publication changes: the parts of a programme held against those published before."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.assignments.publishing import brief_columns
from lms.authoring.check import Content, CourseDraft, Draft
from lms.catalogue import publishing as catalogue
from lms.catalogue.content import DocumentForm
from lms.core.i18n import _
from lms.elearning.content import ActivityForm, LessonForm, QuizForm
from lms.elearning.publishing import activity_columns, lesson_columns, question_body, quiz_columns
from lms.elearning.ways import WayForm

#: (kind of part, key): "unit", "01-mapel/02-kuis".
Address = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """Something a programme is made of; equal prints mean that nothing changed."""

    title: str
    print: str


@dataclass(frozen=True)
class Change:
    """One difference; `how` is "added", "changed" or "removed"."""

    how: str
    kind: str
    key: str
    title: str


def media_address(key: str, content_hash: str) -> str:
    """Return the address below which the media of one version lie."""
    return f"/media/{key}/{content_hash[:12]}"


def print_of(columns: dict[str, Any], media: str = "") -> str:
    """Return the columns as one text, whatever version the media addresses in it name."""
    text = json.dumps(columns, sort_keys=True, ensure_ascii=False, default=_number)
    return text.replace(media, "/media") if media else text


def _number(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def parts_of_draft(draft: Draft, media: str) -> dict[Address, Part]:
    """Return the parts that the files describe."""
    form = draft.form
    if form is None:
        return {}
    columns = catalogue.version_columns(form, draft.timetable, draft.shared)
    parts = {("programme", form.key): Part(form.title, print_of(columns))}
    for phase in form.phases:
        parts["phase", phase.key] = Part(phase.title, print_of(catalogue.phase_columns(phase)))
    for course in draft.courses:
        columns = catalogue.course_columns(course.form) | {"phase": course.form.phase}
        parts["course", course.form.key] = Part(course.form.title, print_of(columns))
        for unit in course.units:
            parts |= _unit_parts(unit, draft.way_of(unit), course, media)
        if course.guide is not None:
            parts |= _document_part(course.guide, media, f"{media}/{course.form.key}")
        for name, path in course.media.items():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            parts["media", f"{course.form.key}/{name}"] = Part(name, content)
    for document in draft.documents:
        parts |= _document_part(document, media, "")
    return parts


def _document_part(form: DocumentForm, media: str, place: str) -> dict[Address, Part]:
    whole = print_of(catalogue.document_columns(form, place), media)
    return {("document", form.key): Part(form.title, whole)}


def _unit_parts(
    unit: Content, way: WayForm, course: CourseDraft, media: str
) -> dict[Address, Part]:
    form = unit.unit
    place = f"{media}/{course.form.key}"
    parts: dict[Address, Part] = {}
    if isinstance(unit, LessonForm):
        columns = lesson_columns(unit, place)
    elif isinstance(unit, ActivityForm):
        columns = activity_columns(unit, place)
    elif isinstance(unit, QuizForm):
        columns = quiz_columns(unit, place)
        for number, question in enumerate(unit.questions, 1):
            section = unit.places.get(question.key, "")
            body = print_of(placed(question_body(question, place), section), media)
            title = _("soal %(number)s", number=number)
            parts["question", f"{form.key}#{question.key}"] = Part(title, body)
    else:
        columns = brief_columns(unit, place)
    whole = print_of(catalogue.unit_columns(form) | columns | way.columns, media)
    return {("unit", form.key): Part(form.title, whole)} | parts


def placed(body: dict[str, Any], section: str) -> dict[str, Any]:
    """Return a question with the section it belongs to, where there are sections."""
    return body | ({"section": section} if section else {})


def compare(before: dict[Address, Part], after: dict[Address, Part]) -> list[Change]:
    """Return what was added, changed and removed, in the order of the parts."""
    changes = []
    for address, part in after.items():
        old = before.get(address)
        if old is None or old.print != part.print:
            changes.append(Change("changed" if old else "added", *address, part.title))
    changes += [
        Change("removed", *address, part.title)
        for address, part in before.items()
        if address not in after
    ]
    return changes
