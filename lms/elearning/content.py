"""How lessons, quizzes and their questions look as files (courses/README.md)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue.content import UnitForm, read_key, read_unit, refuse_repeats
from lms.catalogue.media import Media
from lms.core.faults import Faults
from lms.core.i18n import _
from lms.core.sources import Mapping, Prose

TYPES = ("single", "multiple", "truefalse", "numeric", "short")
REVIEWS = ("after_submit", "after_close", "never")
_SPACES = re.compile(r"\W+")


@dataclass(frozen=True)
class LessonForm:
    """What a lesson file says."""

    unit: UnitForm
    text: Prose
    #: Bytes of the pictures it shows.
    pictures: int


@dataclass(frozen=True)
class OptionForm:
    """One answer to choose from."""

    text: str
    is_correct: bool
    feedback: str


@dataclass(frozen=True)
class QuestionForm:
    """One question with its key."""

    key: str
    type: str
    text: str
    options: list[OptionForm]
    #: The right number of a numeric question; the accepted texts of a short one.
    answers: list[str]
    tolerance: Decimal
    points: Decimal
    feedback: str
    line: int


@dataclass(frozen=True)
class PoolForm:
    """How many questions are drawn from the pool of another quiz."""

    quiz: str
    draw: int
    line: int


@dataclass(frozen=True)
class QuizForm:
    """What a quiz file says."""

    unit: UnitForm
    intro: str
    pass_mark: Decimal
    attempts: int
    draw: int
    review: str
    questions: list[QuestionForm]
    #: Instead of own questions: a test that draws from the pools of several quizzes.
    pools: list[PoolForm]
    #: Whether it enters the mark of the source "quizzes".
    counts: bool


def read_lesson(header: Mapping, body: Prose, key: str, media: Media) -> LessonForm:
    """Describe a lesson from its header and Markdown."""
    unit = read_unit(header, key, "lesson")
    header.close()
    if not body.text.strip():
        header.faults.add(header.path, body.line, _("bacaan ini belum berisi teks."))
    return LessonForm(unit, body, media.check(body, header.path, header.faults))


def read_quiz(source: Mapping, key: str, media: Media) -> QuizForm:
    """Describe a quiz with its pool of questions."""
    unit = read_unit(source, key, "quiz")
    pools = _read_pools(source)
    parts = source.mappings("questions", required=not pools)
    refuse_repeats(parts, "id")
    questions = [_read_question(part, media) for part in parts]
    if pools and (questions or source.has("draw")):
        source.fault("pools", _('tulis "pools" saja, tanpa "questions" dan "draw".'))
    whole_pool = source.text("draw", "all") == "all"
    most = sum(pool.draw for pool in pools) or max(len(questions), 1)
    form = QuizForm(
        unit=unit,
        intro=_read_prose(source, "intro", media, required=False),
        pass_mark=source.decimal("pass_mark", least=Decimal(0), most=Decimal(100)),
        attempts=source.whole("attempts", most=100),
        draw=most if whole_pool else source.whole("draw", most, least=1, most=most),
        review=source.choice("review", REVIEWS),
        questions=questions,
        pools=pools,
        counts=source.truth("counts", True),
    )
    source.text("kind")
    source.close()
    _refuse_twins(source, questions)
    return form


def _read_pools(source: Mapping) -> list[PoolForm]:
    pools = []
    parts = source.mappings("pools", required=False)
    refuse_repeats(parts, "quiz")
    for part in parts:
        pools.append(PoolForm(part.text("quiz"), part.whole("draw", least=1, most=500), part.line))
        part.close()
    return pools


def check_pools(quiz: QuizForm, units: dict[str, Any], path: str, faults: Faults) -> None:
    """Note pools that are no quiz of the programme, or that hold fewer questions than drawn."""
    for pool in quiz.pools:
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


def _read_prose(source: Mapping, key: str, media: Media, *, required: bool = True) -> str:
    prose = source.prose(key, required=required)
    media.check(prose, source.path, source.faults)
    return prose.text


def _read_question(part: Mapping, media: Media) -> QuestionForm:
    kind = part.choice("type", TYPES)
    options = _read_options(part, kind, media)
    form = QuestionForm(
        key=read_key(part, "id"),
        type=kind,
        text=_read_prose(part, "text", media),
        options=options,
        answers=_read_answers(part, kind),
        tolerance=_read_tolerance(part, kind),
        points=part.decimal("points", Decimal(1), least=Decimal("0.01"), most=Decimal(100)),
        feedback=_read_prose(part, "feedback", media, required=False),
        line=part.line,
    )
    part.close()
    _check_options(part, form)
    return form


def _read_options(part: Mapping, kind: str, media: Media) -> list[OptionForm]:
    if kind in ("numeric", "short"):
        return []
    if kind == "truefalse" and not part.has("options"):
        is_true = part.truth("answer")
        return [OptionForm("Benar", is_true, ""), OptionForm("Salah", not is_true, "")]
    options = []
    for option in part.mappings("options"):
        text = _read_prose(option, "text", media)
        feedback = _read_prose(option, "feedback", media, required=False)
        options.append(OptionForm(text, option.truth("correct", False), feedback))
        option.close()
    return options


def _read_answers(part: Mapping, kind: str) -> list[str]:
    if kind == "numeric":
        return [str(part.decimal("answer"))]
    if kind == "short":
        written = part.texts("answer") if part.is_list("answer") else [part.text("answer")]
        return [answer for answer in written if answer]
    return []


def _read_tolerance(part: Mapping, kind: str) -> Decimal:
    if kind != "numeric":
        return Decimal()
    return part.decimal("tolerance", Decimal(), least=Decimal())


def _check_options(part: Mapping, question: QuestionForm) -> None:
    if question.type in ("numeric", "short") or not part.has("options"):
        return
    keys = sum(option.is_correct for option in question.options)
    count = len(question.options)
    if count < 2 or (question.type == "truefalse" and count != 2):
        part.fault(
            "options", _("soal perlu paling sedikit dua pilihan; soal benar-salah tepat dua.")
        )
    if question.type == "multiple" and keys == 0:
        part.fault("options", _("tandai paling sedikit satu pilihan dengan correct: true."))
    if question.type in ("single", "truefalse") and keys != 1:
        part.fault(
            "options",
            _("tepat satu pilihan harus bertanda correct: true, di sini %(count)s.", count=keys),
        )
    texts = [_plain(option.text) for option in question.options]
    if len(set(texts)) < len(texts):
        part.fault("options", _("dua pilihan berbunyi sama."))


def _refuse_twins(source: Mapping, questions: Sequence[QuestionForm]) -> None:
    seen: dict[str, int] = {}
    for question in questions:
        text = _plain(question.text)
        if text and text in seen:
            source.faults.add(
                source.path, question.line,
                _("bunyi soal sama dengan soal di baris %(line)s.", line=seen[text]),
            )  # fmt: skip
        seen.setdefault(text, question.line)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip().lower()
