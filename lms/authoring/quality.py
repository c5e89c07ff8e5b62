"""Is a programme worth studying? Doubts over a whole programme, as warnings with file and line.

What one lesson or one question shows by itself stands in elearning/quality.py; here is what only
shows when subjects, pictures, terms and questions of different quizzes are held together.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lms.assignments.content import BriefForm
from lms.authoring.check import Content, CourseDraft, Draft
from lms.authoring.glossary import Glossary
from lms.core.faults import Faults
from lms.core.i18n import _
from lms.core.readability import words_of
from lms.core.richtext import findings, passages
from lms.core.sources import Prose
from lms.elearning.content import ActivityForm, LessonForm, QuizForm
from lms.elearning.quality import doubts_of_lesson, doubts_of_quiz

FEWEST_LESSONS, FEWEST_QUESTIONS = 2, 15
OUTCOMES, INDICATORS = range(3, 6), range(4, 9)
HEAVIEST_SVG = 60_000
ALT_LETTERS = range(20, 251)
#: Two questions that share so much of their words are one question.
SAME_SHARE = 0.8
#: Fewer telling words say too little to be compared.
FEWEST_TELLING, TELLING_LETTERS = 5, 4
_OUTSIDE = re.compile(rb"(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|@import", re.I)


def doubt(draft: Draft) -> None:
    """Note in the draft's faults everything about its quality that a person should look at."""
    glossary = draft.glossary
    for course in draft.courses:
        _doubt_course(draft, course)
        for unit in course.units:
            _doubt_unit(draft, unit, glossary)
        for name, path in course.media.items():
            if name.endswith(".svg"):
                _doubt_svg(draft, path)
    for shown, text, line in _loose_texts(draft):
        glossary.doubt(text, shown, line, draft.faults)
    _doubt_twins(draft)


def _doubt_course(draft: Draft, course: CourseDraft) -> None:
    form = course.form
    path = draft.folder.shown(draft.folder.path / form.key / "course.yaml")
    lessons = sum(isinstance(unit, LessonForm) for unit in course.units)
    questions = sum(len(u.questions) for u in course.units if isinstance(u, QuizForm))
    told = [
        (len(form.outcomes) not in OUTCOMES,
         _("sebaiknya tiga sampai lima hasil belajar (outcomes).")),
        (len(form.indicators) not in INDICATORS,
         _("sebaiknya empat sampai delapan indikator (indicators).")),
        (form.confidence != "C" and not form.note,
         _("angka yang belum pasti perlu catatan (note): dicocokkan dengan keputusan apa.")),
        (course.guide is None, _("belum ada panduan fasilitator (panduan.md).")),
        (lessons < FEWEST_LESSONS,
         _("baru %(count)s bacaan; sebaiknya paling sedikit %(least)s.", count=lessons,
           least=FEWEST_LESSONS)),
        (questions < FEWEST_QUESTIONS,
         _("baru %(count)s soal; sebaiknya paling sedikit %(least)s.", count=questions,
           least=FEWEST_QUESTIONS)),
    ]  # fmt: skip
    for is_so, sentence in told:
        if is_so:
            draft.faults.warn(path, 1, sentence)


def _doubt_unit(draft: Draft, unit: Content, glossary: Glossary) -> None:
    path = draft.place_of(unit)
    if isinstance(unit, LessonForm):
        for line, sentence in doubts_of_lesson(unit):
            draft.faults.warn(path, line, sentence)
        _doubt_alts(unit.text, path, draft.faults)
        glossary.doubt(unit.text.text, path, unit.text.line, draft.faults)
    elif isinstance(unit, ActivityForm):
        _doubt_alts(unit.text, path, draft.faults)
        glossary.doubt(unit.text.text, path, unit.text.line, draft.faults)
    elif isinstance(unit, QuizForm):
        for line, sentence in doubts_of_quiz(unit):
            draft.faults.warn(path, line, sentence)
        for question in unit.questions:
            for text in question.texts:
                glossary.doubt(text, path, question.line, draft.faults, one_line=True)
    else:
        _doubt_brief(unit, path, glossary, draft.faults)


def _doubt_brief(brief: BriefForm, path: str, glossary: Glossary, faults: Faults) -> None:
    rubric = [level["text"] for criterion in brief.rubric for level in criterion["levels"]]
    for text in (brief.text, *rubric):
        glossary.doubt(text, path, 1, faults, one_line=True)


def _loose_texts(draft: Draft) -> Iterator[tuple[str, str, int]]:
    """Yield the path, text and first line of guides and documents."""
    for folder in draft.folder.courses:
        found = next((c for c in draft.courses if c.form.key == folder.path.name), None)
        if folder.guide is not None and found is not None and found.guide is not None:
            body = found.guide.body
            yield draft.folder.shown(folder.guide), body.text, body.line
    for path, document in zip(draft.folder.documents, draft.documents, strict=False):
        yield draft.folder.shown(path), document.body.text, document.body.line


def _doubt_alts(text: Prose, path: str, faults: Faults) -> None:
    for finding in findings(text.text):
        if finding.kind == "picture" and finding.alt and len(finding.alt) not in ALT_LETTERS:
            faults.warn(
                path, text.line + finding.line,
                _("teks pengganti gambar sebaiknya %(least)s sampai %(most)s huruf.",
                  least=ALT_LETTERS.start, most=ALT_LETTERS.stop - 1),
            )  # fmt: skip


def _doubt_svg(draft: Draft, path: Path) -> None:
    content = path.read_bytes()
    told = [
        (b"viewBox" not in content, _("gambar SVG ini belum punya viewBox.")),
        (b"<title" not in content, _("gambar SVG ini belum punya <title>.")),
        (len(content) > HEAVIEST_SVG,
         _("gambar SVG lebih dari %(most)s kB.", most=HEAVIEST_SVG // 1000)),
        (bool(_OUTSIDE.search(content)), _("gambar SVG ini memanggil berkas lain.")),
    ]  # fmt: skip
    for is_so, sentence in told:
        if is_so:
            draft.faults.warn(draft.folder.shown(path), 1, sentence)


def _doubt_twins(draft: Draft) -> None:
    """Warn of questions of the programme that ask nearly the same in nearly the same words."""
    seen: list[tuple[frozenset[str], str]] = []
    for unit in draft.units:
        if not isinstance(unit, QuizForm):
            continue
        path = draft.place_of(unit)
        for question in unit.questions:
            telling = _telling(question.text)
            twin = next((place for words, place in seen if _is_same(telling, words)), None)
            if twin is not None:
                draft.faults.warn(
                    path, question.line,
                    _("soal %(key)s hampir sama dengan soal di %(twin)s.", key=question.key,
                      twin=twin),
                )  # fmt: skip
            if len(telling) >= FEWEST_TELLING:
                seen.append((telling, f"{path}:{question.line}"))


def _telling(text: str) -> frozenset[str]:
    plain = " ".join(passage.text for passage in passages(text))
    return frozenset(w.lower() for w in words_of(plain) if len(w) >= TELLING_LETTERS)


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    if len(one) < FEWEST_TELLING:
        return False
    return len(one & other) >= SAME_SHARE * len(one | other)
