"""What makes a lesson or a question doubtful: things that do not break, but that do not teach.

Each function yields (line, sentence). The measures stand in courses/README.md for the authors.
"""

import re
from collections.abc import Iterator, Sequence

from lms.core.formats import ringkas
from lms.core.i18n import _
from lms.core.readability import measure, sentences_of, words_of
from lms.core.richtext import Passage, passages
from lms.elearning.content import LessonForm, QuizForm
from lms.elearning.questions.written import OptionForm, QuestionForm

Doubt = tuple[int, str]

#: Words of a lesson: what can be read on a phone in one sitting, and is worth sitting down for.
FEWEST_WORDS, MOST_WORDS = 500, 1000
LONGEST_SENTENCE, LONGEST_MEAN = 40, 18
#: See lms/core/readability.py.
HARDEST = 30
#: Bytes of a lesson with its pictures: about ten seconds where the signal is weak.
HEAVIEST = 200_000
SECTIONS = ("Pokok-pokok", "Periksa diri")
#: Words a minute when one reads to learn; each table, picture and question takes a while more.
PACE, PAUSE = 120, 2
#: What one may say of a lesson's time, as a share of the estimate.
SHORTEST_TIME, LONGEST_TIME = 0.7, 3

#: From this many questions with one key on, places and lengths of the keys are looked at.
ENOUGH = 8
#: No place holds more of the keys than this share.
MOST_AT_ONE_PLACE = 0.4
#: An option may be so much longer than the shortest, or so many letters.
LONGER_TIMES, LONGER_LETTERS = 1.5, 25
_ALL_OR_NONE = re.compile(
    r"\b(semua|seluruh)(nya)?\s+(jawaban\s+|pilihan\s+)?(di\s*atas\s+)?(benar|salah)\b"
    r"|\btidak\s+ada\s+(jawaban\s+)?yang\s+(benar|tepat)\b|\b(semua|bukan)\b.*\bdi\s*atas\b"
    r"|\b[A-E],?\s+(dan|serta)\s+[A-E]\s+benar\b",
    re.I,
)
_LETTER = re.compile(r"\b(?i:pilihan|opsi|jawaban|butir)\s+[A-E]\b")
_NEGATION = re.compile(r"\b(tidak|bukan|kecuali|tanpa|belum)\b", re.I)


def reading_minutes(lesson: LessonForm) -> int:
    """Return an estimate of the minutes a lesson takes to be read and answered."""
    found = passages(lesson.text.text)
    words = sum(len(words_of(passage.text)) for passage in found)
    tasks = sum(passage.kind == "item" for passage in _below(found, "Periksa diri"))
    stops = lesson.text.text.count("\n|--") + lesson.text.text.count("![") + tasks
    return -(-words // PACE) + PAUSE * stops


def _below(found: Sequence[Passage], title: str) -> list[Passage]:
    """Return the passages of the section that begins with this title."""
    inside, section = False, []
    for passage in found:
        if passage.kind == "heading":
            inside = passage.text.startswith(title)
        elif inside:
            section.append(passage)
    return section


def doubts_of_lesson(lesson: LessonForm) -> Iterator[Doubt]:
    """Yield what a lesson's author should look at: length, sentences, sections, weight, time."""
    first, found = lesson.text.line, passages(lesson.text.text)
    words = sum(len(words_of(passage.text)) for passage in found)
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield (
            first,
            _("bacaan ini %(words)s kata; sebaiknya %(least)s sampai %(most)s kata.",
              words=words, least=FEWEST_WORDS, most=MOST_WORDS),
        )  # fmt: skip
    yield from _doubts_of_sentences(found, first)
    titles = [passage.text for passage in found if passage.kind == "heading"]
    for wanted in SECTIONS:
        if not any(title.startswith(wanted) for title in titles):
            yield first, _('belum ada bagian "## %(title)s".', title=wanted)
    if len(lesson.text.text.encode()) + lesson.pictures > HEAVIEST:
        yield (
            first,
            _("bacaan dan gambarnya lebih dari %(most)s kB; perkecil gambarnya.",
              most=HEAVIEST // 1000),
        )  # fmt: skip
    estimate = reading_minutes(lesson)
    if not SHORTEST_TIME * estimate <= lesson.unit.minutes <= LONGEST_TIME * estimate:
        yield (
            lesson.unit.line,
            _("minutes: %(said)s; perkiraan dari panjang bacaan %(estimate)s menit.",
              said=lesson.unit.minutes, estimate=estimate),
        )  # fmt: skip


def _doubts_of_sentences(found: Sequence[Passage], first: int) -> Iterator[Doubt]:
    running = [passage for passage in found if passage.kind in ("paragraph", "item")]
    for passage in running:
        for sentence in sentences_of(passage.text):
            if (count := len(words_of(sentence))) > LONGEST_SENTENCE:
                yield (
                    first + passage.line,
                    _("kalimat %(count)s kata terlalu panjang: %(start)s …",
                      count=count, start=" ".join(sentence.split()[:5])),
                )  # fmt: skip
    whole = measure(passage.text for passage in running)
    if whole.mean > LONGEST_MEAN:
        yield (
            first,
            _("rata-rata %(mean)s kata setiap kalimat; sebaiknya paling banyak %(most)s.",
              mean=ringkas(whole.mean), most=LONGEST_MEAN),
        )  # fmt: skip
    if whole.index > HARDEST:
        yield (
            first,
            _("indeks keterbacaan %(index)s; di atas %(most)s sulit dibaca. Pendekkan kalimat dan "
              "pilih kata yang lebih pendek.", index=ringkas(whole.index), most=HARDEST),
        )  # fmt: skip


def doubts_of_quiz(quiz: QuizForm) -> Iterator[Doubt]:
    """Yield what a quiz's author should look at, question by question and over the whole pool."""
    for question in quiz.questions:
        for sentence in _doubts_of_question(question):
            yield question.line, _("soal %(key)s: %(doubt)s", key=question.key, doubt=sentence)
    singles = [
        question for question in quiz.questions
        if question.type == "single" and any(option.is_correct for option in question.options)
    ]  # fmt: skip
    if len(singles) >= ENOUGH:
        yield from _doubts_of_places(singles)
        yield from _doubts_of_lengths(singles)


def _doubts_of_question(question: QuestionForm) -> Iterator[str]:
    last = sentences_of(question.text)[-1:]
    if last and len(_NEGATION.findall(last[0])) > 1:
        yield _("pertanyaannya menyangkal dua kali; tulis lurus.")
    if question.type not in ("single", "multiple"):
        if not question.feedback and not any(option.feedback for option in question.options):
            yield _("belum ada pembahasan (feedback).")
        return
    yield from _doubts_of_options(question.type, question.options)
    told = [question.feedback, *(option.feedback for option in question.options)]
    if any(_LETTER.search(text) for text in told):
        yield _("pembahasan menyebut huruf pilihan, padahal pilihan diacak.")


def _doubts_of_options(kind: str, options: Sequence[OptionForm]) -> Iterator[str]:
    count, keys = len(options), sum(option.is_correct for option in options)
    if any(not option.feedback for option in options):
        yield _("setiap pilihan perlu feedback.")
    if kind == "single" and count != 4:
        yield _("pilihannya %(count)s; sebaiknya empat.", count=count)
    if kind == "multiple" and not (count in (4, 5) and keys in (2, 3)):
        yield _("sebaiknya dua atau tiga jawaban benar dari empat atau lima pilihan.")
    if any(_ALL_OR_NONE.search(option.text) for option in options):
        yield _('hindari pilihan seperti "semua benar"; tulis pilihan yang setara.')
    lengths = [len(option.text) for option in options]
    shortest, longest = min(lengths), max(lengths)
    if longest > LONGER_TIMES * shortest and longest - shortest > LONGER_LETTERS:
        yield _(
            "panjang pilihan tidak seimbang (%(shortest)s sampai %(longest)s huruf).",
            shortest=shortest, longest=longest,
        )  # fmt: skip


def _doubts_of_places(singles: Sequence[QuestionForm]) -> Iterator[Doubt]:
    places = [[option.is_correct for option in one.options].index(True) for one in singles]
    for place in sorted(set(places)):
        count = places.count(place)
        if count > MOST_AT_ONE_PLACE * len(places):
            yield (
                singles[0].line,
                _("jawaban benar berada di pilihan %(letter)s pada %(count)s dari %(total)s soal.",
                  letter="ABCDEFGHIJ"[place % 10], count=count, total=len(places)),
            )  # fmt: skip


def _doubts_of_lengths(singles: Sequence[QuestionForm]) -> Iterator[Doubt]:
    count = sum(_key_is_longest(question.options) for question in singles)
    if count > len(singles) / 3 + 1:
        yield (
            singles[0].line,
            _("pilihan terpanjang adalah jawaban benar pada %(count)s dari %(total)s soal.",
              count=count, total=len(singles)),
        )  # fmt: skip


def _key_is_longest(options: Sequence[OptionForm]) -> bool:
    key = max(len(option.text) for option in options if option.is_correct)
    return all(len(option.text) < key for option in options if not option.is_correct)
