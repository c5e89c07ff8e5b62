"""What of a programme is published already, and all that a published version teaches."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload, undefer_group

from lms.assignments.models import Brief
from lms.authoring.difference import Address, Part, media_address, placed, print_of
from lms.authoring.facts import Fact, unsure_facts
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course, Document, Phase, Programme, ProgrammeVersion, Unit
from lms.core.db import db, one, rows
from lms.core.i18n import _
from lms.core.jobs import Job
from lms.elearning.models import Activity, Lesson, Question, Quiz, UnitRule
from lms.elearning.questions.cloze import numbered_text

_VERSION = (
    "version title summary target rulebook certificate_kind counts_as jp_total days_total "
    "jp_minutes batch_size legal_basis components absence_limit note unlock facts "
    "timetable surveys glossary"
).split()
_PHASE = "key title mode jp days confidence note".split()
_COURSE = "key title agenda jp confidence competence outcomes indicators note".split()
_UNIT = "key kind title minutes".split()
_LESSON = "html size".split()
_ACTIVITY = "html facts size".split()
_WAY = "complete need opens_day after discussion".split()
_QUIZ = (
    "intro minutes pass_mark attempts_allowed cooldown draw review counts room_code pools sections"
).split()
_DOCUMENT = "key kind title jp beside html text".split()
_BRIEF = "html rubric due_day accept max_mb takes_text stage".split()


def current_version(key: str) -> ProgrammeVersion | None:
    """Return the version that new batches of the programme start with."""
    return one(  # type: ignore[no-any-return]
        select(ProgrammeVersion)
        .join(Programme, Programme.current_version_id == ProgrammeVersion.id)
        .where(Programme.key == key)
        .options(undefer_group("words"))
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


def _unit_ids(version: ProgrammeVersion) -> Select[Any]:
    return (
        select(Unit.id)
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version.id, Unit.batch_id.is_(None))
    )


def _quiz_ids(version: ProgrammeVersion) -> Select[Any]:
    return select(Quiz.id).where(Quiz.unit_id.in_(_unit_ids(version)))


def _units(version: ProgrammeVersion, media: str) -> dict[Address, Part]:
    of_version = _unit_ids(version)
    parts: dict[Address, Part] = {}
    found = rows(select(UnitRule).where(UnitRule.unit_id.in_(of_version)))
    ways = {rule.unit_id: _columns(rule, _WAY) for rule in found}
    tables = ((Lesson, _LESSON), (Activity, _ACTIVITY), (Quiz, _QUIZ), (Brief, _BRIEF))
    for model, names in tables:
        for row in rows(select(model).where(model.unit_id.in_(of_version)).order_by(model.unit_id)):
            columns = _columns(row, names) | ways.get(row.unit_id, {})
            whole = print_of(_columns(row.unit, _UNIT) | columns, media)
            parts["unit", row.unit.key] = Part(row.unit.title, whole)
    quizzes = _quiz_ids(version)
    unit_keys = {quiz.id: quiz.unit.key for quiz in rows(select(Quiz).where(Quiz.id.in_(quizzes)))}
    for question in rows(
        select(Question)
        .where(Question.quiz_id.in_(quizzes))
        .order_by(Question.quiz_id, Question.position)
    ):
        address = ("question", f"{unit_keys[question.quiz_id]}#{question.key}")
        title = _("soal %(number)s", number=question.position)
        parts[address] = Part(title, print_of(placed(question.body, question.section), media))
    return parts


def _columns(row: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


@dataclass(frozen=True)
class Contents:
    """Everything a version teaches, loaded at once; by unit id where it belongs to a unit."""

    phases: list[Phase]
    courses: list[Course]
    lessons: dict[int, Lesson]
    activities: dict[int, Activity]
    quizzes: dict[int, Quiz]
    #: quiz id -> its pool
    questions: dict[int, list[dict[str, Any]]]
    briefs: dict[int, Brief]
    #: course id -> the guide to its sessions
    guides: dict[int, Document]
    documents: list[Document]
    facts: list[Fact]


@dataclass(frozen=True)
class Counts:
    """How much a version teaches."""

    courses: int
    lessons: int
    activities: int
    quizzes: int
    questions: int
    briefs: int
    guides: int


def counts_of(version: ProgrammeVersion) -> Counts:
    """Return how much a version teaches, in one statement."""
    units, quizzes = _unit_ids(version), _quiz_ids(version)

    def count(table: Any, *conditions: Any) -> Any:
        return select(func.count()).select_from(table).where(*conditions).scalar_subquery()

    found = db.session.execute(
        select(
            count(Course, Course.version_id == version.id),
            count(Lesson, Lesson.unit_id.in_(units)),
            count(Activity, Activity.unit_id.in_(units)),
            count(Quiz, Quiz.unit_id.in_(units)),
            count(Question, Question.quiz_id.in_(quizzes)),
            count(Brief, Brief.unit_id.in_(units)),
            count(Document, Document.version_id == version.id, Document.kind == "guide"),
        )
    ).one()
    return Counts(*found)


def facts_of(version: ProgrammeVersion) -> list[Fact]:
    """Return what of a version must be compared with the decrees."""
    phases = catalogue.phases_of(version.id)
    return unsure_facts(version, phases, catalogue.courses_of(version.id))


def contents_of(version: ProgrammeVersion) -> Contents:
    """Return all that a version teaches, in a bounded number of statements."""
    courses = catalogue.courses_with_units(version)
    phases = catalogue.phases_of(version.id)
    unit_ids = _unit_ids(version)
    lessons = rows(select(Lesson).where(Lesson.unit_id.in_(unit_ids)))
    activities = rows(select(Activity).where(Activity.unit_id.in_(unit_ids)))
    quizzes = rows(select(Quiz).where(Quiz.unit_id.in_(unit_ids)))
    briefs = rows(select(Brief).where(Brief.unit_id.in_(unit_ids)))
    questions: dict[int, list[dict[str, Any]]] = {}
    found = select(Question).where(Question.quiz_id.in_(_quiz_ids(version)))
    for question in rows(found.order_by(Question.quiz_id, Question.position)):
        numbered = {"text_html": numbered_text(question.body)}
        questions.setdefault(question.quiz_id, []).append(question.body | numbered)
    documents = catalogue.documents_of(version.id)
    return Contents(
        phases=phases,
        courses=courses,
        lessons={lesson.unit_id: lesson for lesson in lessons},
        activities={activity.unit_id: activity for activity in activities},
        quizzes={quiz.unit_id: quiz for quiz in quizzes},
        questions=questions,
        briefs={brief.unit_id: brief for brief in briefs},
        guides={one.course_id: one for one in documents if one.course_id is not None},
        documents=[one for one in documents if one.course_id is None],
        facts=unsure_facts(version, phases, courses),
    )


def book_key(version: ProgrammeVersion, edition: str) -> str:
    """Return the key under which a book has at most one job."""
    return f"authoring.book:{version.id}:{edition}"


def book_jobs(version: ProgrammeVersion) -> dict[str, Job]:
    """Return the jobs that make or made the books of a version, by edition."""
    prefix = book_key(version, "")
    found = rows(select(Job).where(Job.key.startswith(prefix, autoescape=True)))
    return {str(job.key).removeprefix(prefix): job for job in found}


def programmes() -> list[ProgrammeVersion]:
    """Return the current version of every programme by title, with its phases and subjects."""
    return rows(
        select(ProgrammeVersion)
        .join(Programme, Programme.current_version_id == ProgrammeVersion.id)
        .options(
            undefer_group("words"),
            selectinload(ProgrammeVersion.phases),
            selectinload(ProgrammeVersion.courses),
        )
        .order_by(Programme.title)
    )
