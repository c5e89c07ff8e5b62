"""What of a programme is published already."""

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.assignments.models import Brief
from lms.authoring.difference import Address, Part, media_address, print_of
from lms.catalogue.models import Batch, Course, Document, Phase, Programme, ProgrammeVersion, Unit
from lms.core.db import one, rows
from lms.core.i18n import _
from lms.elearning.models import Lesson, Question, Quiz

_VERSION = (
    "version title summary target rulebook certificate_kind counts_as jp_total days_total "
    "jp_minutes batch_size legal_basis components absence_limit note unlock facts "
    "timetable glossary"
).split()
_PHASE = "key title mode jp days confidence note".split()
_COURSE = "key title agenda jp confidence competence outcomes indicators note".split()
_UNIT = "key kind title minutes".split()
_LESSON = "html size".split()
_QUIZ = "intro minutes pass_mark attempts_allowed draw review counts pools".split()
_DOCUMENT = "key kind title jp beside html text".split()
_BRIEF = "html rubric due_day accept max_mb takes_text".split()


def current_version(key: str) -> ProgrammeVersion | None:
    """Return the version that new batches of the programme start with."""
    return one(  # type: ignore[no-any-return]
        select(ProgrammeVersion)
        .join(Programme, Programme.current_version_id == ProgrammeVersion.id)
        .where(Programme.key == key)
    )


def running_batches(version: ProgrammeVersion) -> list[Batch]:
    """Return the batches of the programme that stay on an older version and have not ended."""
    return rows(
        select(Batch).where(
            Batch.programme_id == version.programme_id,
            Batch.version_id != version.id,
            Batch.state.in_(("open", "running", "grading")),
        )
    )


def parts_of_version(version: ProgrammeVersion, media_folder: Path) -> dict[Address, Part]:
    """Return the parts of a published version, to hold a draft against."""
    key = version.programme.key
    media = media_address(key, version.content_hash)
    parts = {("programme", key): Part(version.title, print_of(_columns(version, _VERSION)))}
    for phase in rows(select(Phase).where(Phase.version_id == version.id).order_by(Phase.position)):
        parts["phase", phase.key] = Part(phase.title, print_of(_columns(phase, _PHASE)))
    for course in rows(
        select(Course)
        .options(joinedload(Course.phase))
        .where(Course.version_id == version.id)
        .order_by(Course.position)
    ):
        columns = _columns(course, _COURSE) | {"phase": course.phase.key}
        parts["course", course.key] = Part(course.title, print_of(columns))
    parts |= _units(version, media)
    of_version = select(Document).where(Document.version_id == version.id)
    for document in rows(of_version.order_by(Document.position)):
        whole = print_of(_columns(document, _DOCUMENT), media)
        parts["document", document.key] = Part(document.title, whole)
    for path in sorted(media_folder.glob("*/*")):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        parts["media", f"{path.parent.name}/{path.name}"] = Part(path.name, content)
    return parts


def _units(version: ProgrammeVersion, media: str) -> dict[Address, Part]:
    of_version = (
        select(Unit.id)
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version.id)
    )
    parts: dict[Address, Part] = {}
    for model, names in ((Lesson, _LESSON), (Quiz, _QUIZ), (Brief, _BRIEF)):
        for row in rows(select(model).where(model.unit_id.in_(of_version)).order_by(model.unit_id)):
            whole = print_of(_columns(row.unit, _UNIT) | _columns(row, names), media)
            parts["unit", row.unit.key] = Part(row.unit.title, whole)
    quizzes = select(Quiz.id).where(Quiz.unit_id.in_(of_version))
    unit_keys = {quiz.id: quiz.unit.key for quiz in rows(select(Quiz).where(Quiz.id.in_(quizzes)))}
    for question in rows(
        select(Question)
        .where(Question.quiz_id.in_(quizzes))
        .order_by(Question.quiz_id, Question.position)
    ):
        address = ("question", f"{unit_keys[question.quiz_id]}#{question.key}")
        title = _("soal %(number)s", number=question.position)
        parts[address] = Part(title, print_of(question.body, media))
    return parts


def _columns(row: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
