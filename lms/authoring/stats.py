"""How much there is of a programme: counts over its files."""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.assignments.content import BriefForm
from lms.authoring.check import Draft
from lms.core.readability import measure, words_of
from lms.core.richtext import passages
from lms.elearning.content import ActivityForm, LessonForm, QuizForm
from lms.elearning.quality import reading_minutes


@dataclass(frozen=True)
class Figures:
    """Counts of one programme; `minutes` are those its units ask of a trainee."""

    subjects: int
    lessons: int
    words: int
    activities: int
    quizzes: int
    questions: int
    rubrics: int
    guides: int
    documents: int
    minutes: int

    def __add__(self, other: "Figures") -> "Figures":
        """Return the counts of both together."""
        return Figures(
            *(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True))
        )


@dataclass(frozen=True)
class LessonFigures:
    """How long and how heavy one lesson is; bytes without the HTML around the text."""

    key: str
    words: int
    index: float
    minutes: int
    estimate: int
    size: int


def figures(draft: Draft) -> Figures:
    """Return the counts of a programme."""
    lessons = [unit for unit in draft.units if isinstance(unit, LessonForm)]
    return Figures(
        subjects=len(draft.courses),
        lessons=len(lessons),
        words=sum(_word_count(lesson) for lesson in lessons),
        activities=draft.count(ActivityForm),
        quizzes=draft.count(QuizForm),
        questions=draft.question_count,
        rubrics=draft.count(BriefForm),
        guides=sum(course.guide is not None for course in draft.courses),
        documents=len(draft.documents),
        minutes=sum(unit.unit.minutes for unit in draft.units),
    )


def lesson_figures(draft: Draft) -> Iterator[LessonFigures]:
    """Yield the figures of every lesson in the order of study."""
    for lesson in draft.units:
        if isinstance(lesson, LessonForm):
            running = [
                p.text for p in passages(lesson.text.text) if p.kind in ("paragraph", "item")
            ]
            yield LessonFigures(
                key=lesson.unit.key,
                words=_word_count(lesson),
                index=measure(running).index,
                minutes=lesson.unit.minutes,
                estimate=reading_minutes(lesson),
                size=len(lesson.text.text.encode()) + lesson.pictures,
            )


def _word_count(lesson: LessonForm) -> int:
    return sum(len(words_of(passage.text)) for passage in passages(lesson.text.text))
