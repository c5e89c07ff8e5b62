"""How lessons, activities and quizzes look as files (courses/README.md).

Questions: question_files.py; when a unit opens and is done: ways.py; the kinds: kinds/.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue.content import UnitForm, read_unit, refuse_repeats
from lms.catalogue.media import Media
from lms.core.faults import Faults
from lms.core.i18n import _
from lms.core.sources import Mapping, Prose
from lms.elearning.kinds import ACTIVITIES, KINDS
from lms.elearning.question_files import read_prose, read_question, refuse_twins
from lms.elearning.questions.written import QuestionForm
from lms.elearning.section_files import (
    PoolForm,
    SectionForm,
    check_sections,
    read_pools,
    read_review,
    read_sections,
    refuse_same_pools,
)
from lms.elearning.ways import WayForm, read_way


@dataclass(frozen=True)
class LessonForm:
    """What a lesson file says."""

    unit: UnitForm
    text: Prose
    #: Bytes of the pictures it shows.
    pictures: int
    way: WayForm


@dataclass(frozen=True)
class ActivityForm:
    """What the file of an activity says; `facts` in the shape of its kind."""

    unit: UnitForm
    text: Prose
    facts: dict[str, Any]
    #: Bytes to load.
    size: int
    way: WayForm


@dataclass(frozen=True)
class QuizForm:
    """What a quiz file says."""

    unit: UnitForm
    intro: str
    pass_mark: Decimal
    attempts: int
    #: Minutes between handing in and the next attempt.
    cooldown: int
    draw: int
    #: Moment -> what is shown (review.py).
    review: dict[str, list[str]]
    questions: list[QuestionForm]
    #: In their order; without any the whole is one.
    sections: list[SectionForm]
    #: Key of a question -> key of its section.
    places: dict[str, str]
    #: Instead of own questions: a test that draws from the pools of several quizzes.
    pools: list[PoolForm]
    #: Whether it begins with a code that is given out in the room.
    room_code: bool
    #: Whether it enters the mark of the source "quizzes".
    counts: bool
    way: WayForm

    @property
    def all_pools(self) -> list[PoolForm]:
        """Return the pools of the whole and of its sections."""
        return [*self.pools, *(pool for one in self.sections for pool in one.pools)]


def read_lesson(header: Mapping, body: Prose, key: str, media: Media) -> LessonForm:
    """Describe a lesson from its header and Markdown."""
    unit = read_unit(header, key, "lesson")
    way = read_way(header, KINDS["lesson"])
    header.close()
    if not body.text.strip():
        header.faults.add(header.path, body.line, _("bacaan ini belum berisi teks."))
    return LessonForm(unit, body, media.check(body, header.path, header.faults), way)


def read_activity(source: Mapping, key: str, media: Media) -> ActivityForm:
    """Describe an activity of any of the kinds that read their own facts."""
    kind = ACTIVITIES[source.text("kind")]
    assert kind.read is not None
    text = source.prose("text", required=False)
    pictures = media.check(text, source.path, source.faults)
    facts = kind.read(source, media)
    form = ActivityForm(
        read_unit(source, key, kind.name), text, facts, pictures + kind.weigh(facts),
        read_way(source, kind),
    )  # fmt: skip
    source.close()
    return form


def read_quiz(source: Mapping, key: str, media: Media) -> QuizForm:
    """Describe a quiz with its questions, or where they are drawn from."""
    pools, sections = read_pools(source), read_sections(source, media)
    drawn = [*pools, *(pool for one in sections for pool in one.pools)]
    refuse_same_pools(source, drawn)
    parts = source.mappings("questions", required=not drawn)
    refuse_repeats(parts, "id")
    places = {part.text("id", ""): part.text("section", "") for part in parts}
    questions = [read_question(part, media) for part in parts]
    unit = read_unit(source, key, "quiz")
    if pools and (questions or source.has("draw")):
        source.fault("pools", _('tulis "pools" saja, tanpa "questions" dan "draw".'))
    if sections and (pools or source.has("draw")):
        source.fault("sections", _('"draw" dan "pools" ditulis pada setiap bagian.'))
    if sections or any(places.values()):
        check_sections(source, sections, places, unit.minutes)
    form = QuizForm(
        unit=unit,
        intro=read_prose(source, "intro", media, required=False),
        pass_mark=source.decimal("pass_mark", least=Decimal(0), most=Decimal(100)),
        attempts=source.whole("attempts", most=100),
        cooldown=source.whole("cooldown", 0, most=14 * 24 * 60),
        draw=_read_draw(source, pools, sections, places),
        review=read_review(source),
        questions=questions,
        sections=sections,
        places=places if sections else {},
        pools=pools,
        room_code=source.truth("room_code", False),
        counts=source.truth("counts", True),
        way=read_way(source, KINDS["quiz"]),
    )
    source.text("kind")
    source.close()
    refuse_twins(source, questions)
    return form


def _read_draw(
    source: Mapping, pools: list[PoolForm], sections: list[SectionForm], places: dict[str, str]
) -> int:
    """Return how many questions an attempt puts."""
    if sections:
        own = list(places.values())
        return sum(one.draws(own.count(one.key)) for one in sections)
    most = sum(pool.draw for pool in pools) or max(len(places), 1)
    whole_pool = source.text("draw", "all") == "all"
    return most if whole_pool else source.whole("draw", most, least=1, most=most)


def check_pools(quiz: QuizForm, units: dict[str, Any], path: str, faults: Faults) -> None:
    """Note pools that are no quiz of the programme, or that hold fewer questions than drawn."""
    for pool in quiz.all_pools:
        if not pool.quiz:  # what the bank holds is known where it stands, not in these files
            continue
        found = units.get(pool.quiz)
        if not isinstance(found, QuizForm) or not found.questions:
            faults.add(path, pool.line, _("kuis %(key)s tidak ada.", key=pool.quiz))
        elif len(found.questions) < pool.draw:
            faults.add(
                path, pool.line,
                _("%(key)s hanya memuat %(count)s soal.", key=pool.quiz,
                  count=len(found.questions)),
            )  # fmt: skip


def check_unlock(quiz: QuizForm, unlock: str, path: str, faults: Faults) -> None:
    """Note a quiz one can use up while the way on depends on passing it."""
    if unlock == "passed" and quiz.counts and quiz.attempts:
        faults.add(
            path, quiz.unit.line,
            _('program ini membuka mata pelatihan berikutnya bila kuis lulus; tulis attempts: 0 '
              'atau counts: false.'),
        )  # fmt: skip
