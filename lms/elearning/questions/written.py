"""A question as people write it: Markdown with its key, before it is published or kept in the bank.

`faults_of` says what is wrong with one, whichever way it came: a file, a form, another system.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lms.core.i18n import _
from lms.core.richtext import render_markdown
from lms.elearning.questions.cloze import GAPS, MARK
from lms.elearning.questions.kind import LONGEST_ANSWER, MOST_PARTS, normalised

#: The key a fault stands at, and the fault in a sentence.
Fault = tuple[str, str]
_SPACES = re.compile(r"\W+")


@dataclass(frozen=True)
class OptionForm:
    """One answer to choose from."""

    text: str
    is_correct: bool
    feedback: str
    #: The share (0-1) that an option earns which is not the best one.
    credit: Decimal = Decimal()


@dataclass(frozen=True)
class PairForm:
    """Two things that belong together."""

    text: str
    match: str


@dataclass(frozen=True)
class GapForm:
    """One gap of a text: a short, numeric or single question of its own."""

    key: str
    type: str
    options: list[OptionForm] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    tolerance: Decimal = Decimal()
    points: Decimal = Decimal(1)


@dataclass(frozen=True)
class QuestionForm:
    """One question with its key."""

    key: str
    type: str
    text: str
    #: Of single, multiple and truefalse.
    options: list[OptionForm] = field(default_factory=list)
    #: The right number of a numeric question; the accepted texts of a short one.
    answers: list[str] = field(default_factory=list)
    tolerance: Decimal = Decimal()
    points: Decimal = Decimal(1)
    feedback: str = ""
    #: Of matching; `extras` are choices that belong to nothing.
    pairs: list[PairForm] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    #: Of ordering: in the right order.
    items: list[str] = field(default_factory=list)
    #: Of cloze: what belongs where the text says [[key]].
    gaps: list[GapForm] = field(default_factory=list)
    #: Of essay: how it is to be marked; trainees never see it.
    guide: str = ""
    line: int = 0

    @property
    def texts(self) -> list[str]:
        """Return everything written in it that people read."""
        options = [*self.options, *(option for gap in self.gaps for option in gap.options)]
        pairs = [text for pair in self.pairs for text in (pair.text, pair.match)]
        return [
            self.text, self.feedback, self.guide,
            *(text for option in options for text in (option.text, option.feedback)),
            *pairs, *self.extras, *self.items,
        ]  # fmt: skip


def plain(text: str) -> str:
    """Return a text without case and signs, to tell whether two say the same."""
    return _SPACES.sub(" ", text).strip().lower()


def faults_of(form: QuestionForm) -> Iterator[Fault]:
    """Yield what keeps a question from being put to people."""
    if not form.text.strip():
        yield "text", _("soal belum berisi pertanyaan.")
    yield from _faults_of_answer(form.type, form.options, form.answers)
    if form.type == "matching":
        yield from _faults_of_pairs(form)
    elif form.type == "ordering":
        yield from _faults_of_items(form.items)
    elif form.type == "cloze":
        yield from _faults_of_gaps(form)


def _faults_of_answer(
    kind: str, options: Sequence[OptionForm], answers: Sequence[str]
) -> Iterator[Fault]:
    if kind in ("single", "multiple", "truefalse"):
        yield from _faults_of_options(kind, options)
    elif kind in ("short", "numeric"):
        if not answers:
            yield "answer", _("tulis paling sedikit satu jawaban yang benar.")
        if kind == "short" and any(not normalised(one) for one in answers):
            yield "answer", _("jawaban harus memuat huruf atau angka.")
        if any(len(one) > LONGEST_ANSWER for one in answers):
            yield "answer", _("jawaban paling panjang %(most)s huruf.", most=LONGEST_ANSWER)


def _faults_of_options(kind: str, options: Sequence[OptionForm]) -> Iterator[Fault]:
    keys = sum(option.is_correct for option in options)
    if not 2 <= len(options) <= MOST_PARTS or (kind == "truefalse" and len(options) != 2):
        yield (
            "options",
            _("soal perlu paling sedikit dua pilihan; soal benar-salah tepat dua."),
        )
    if kind == "multiple" and keys == 0:
        yield "options", _("tandai paling sedikit satu pilihan dengan correct: true.")
    if kind != "multiple" and keys != 1:
        yield (
            "options",
            _("tepat satu pilihan harus bertanda correct: true, di sini %(count)s.", count=keys),
        )
    if any(option.credit and (kind != "single" or option.is_correct) for option in options):
        yield "options", _("credit hanya untuk pilihan yang bukan kunci pada soal satu jawaban.")
    if any(not option.text.strip() for option in options):
        yield "options", _("ada pilihan yang kosong.")
    if _has_twins(option.text for option in options):
        yield "options", _("dua pilihan berbunyi sama.")


def _has_twins(texts: Iterator[str]) -> bool:
    # texts without letters, such as "<" and ">", are compared as they stand
    return any(
        count > 1 for count in Counter(plain(text) or text.strip() for text in texts).values()
    )


def _faults_of_pairs(form: QuestionForm) -> Iterator[Fault]:
    if not 2 <= len(form.pairs) <= MOST_PARTS or len(form.extras) > MOST_PARTS:
        yield "pairs", _("soal menjodohkan perlu dua sampai %(most)s pasangan.", most=MOST_PARTS)
    if any(not pair.text.strip() or not pair.match.strip() for pair in form.pairs):
        yield "pairs", _("setiap pasangan perlu kedua isinya.")
    if _has_twins(pair.text for pair in form.pairs):
        yield "pairs", _("dua butir kiri berbunyi sama.")
    matches = {plain(pair.match) or pair.match.strip() for pair in form.pairs}
    if len(matches) + len(form.extras) < 2:
        yield "pairs", _("semua butir berpasangan dengan jawaban yang sama.")
    if any((plain(one) or one.strip()) in matches for one in form.extras):
        yield "extras", _("jawaban pengecoh sama dengan jawaban yang benar.")


def _faults_of_items(items: Sequence[str]) -> Iterator[Fault]:
    if not 2 <= len(items) <= MOST_PARTS:
        yield "items", _("soal mengurutkan perlu dua sampai %(most)s butir.", most=MOST_PARTS)
    if any(not item.strip() for item in items):
        yield "items", _("ada butir yang kosong.")
    if _has_twins(iter(items)):
        yield "items", _("dua butir berbunyi sama, sehingga urutannya tidak dapat dinilai.")


def _faults_of_gaps(form: QuestionForm) -> Iterator[Fault]:
    html, keys = render_markdown(form.text), [gap.key for gap in form.gaps]
    marks = Counter(MARK.findall(html))
    shown = Counter(MARK.findall(html.striptags()))
    if not 1 <= len(keys) <= MOST_PARTS or len(set(keys)) < len(keys):
        yield "gaps", _("isian rumpang perlu 1 sampai %(most)s bagian, namanya tidak berulang.",
                        most=MOST_PARTS)  # fmt: skip
    for key in sorted(set(keys) | set(marks)):
        if key not in keys:
            yield "text", _("teks menyebut [[%(key)s]], tetapi isinya belum ditulis.", key=key)
        elif (marks[key], shown[key]) != (1, 1):
            yield "text", _("teks harus menyebut [[%(key)s]] tepat satu kali.", key=key)
    for gap in form.gaps:
        if gap.type not in GAPS:
            yield "gaps", _("bagian %(key)s: jenis %(type)s tidak dikenal.",
                            key=gap.key, type=gap.type)  # fmt: skip
        if any("![" in option.text for option in gap.options):
            yield "gaps", _("bagian %(key)s: pilihan isian tidak dapat memuat gambar.", key=gap.key)
        for _key, sentence in _faults_of_answer(gap.type, gap.options, gap.answers):
            yield "gaps", _("bagian %(key)s: %(fault)s", key=gap.key, fault=sentence)
