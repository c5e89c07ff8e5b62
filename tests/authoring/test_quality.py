"""Doubts: each thing that does not teach is named with its file and line, and nothing else is."""

from pathlib import Path

import pytest

from lms.authoring import check, quality
from lms.core.readability import measure, sentences_of
from tests.authoring.sample import line_with, write_programme

pytestmark = pytest.mark.one_engine

Q = "01-nilai/02-kuis.yaml"
L = "01-nilai/01-pengantar.md"
V = "01-nilai/media/alur.svg"

#: A lesson of some six hundred words that nothing is to be said against.
GOOD_LESSON = (
    "---\ntitle: Pengantar\nminutes: 20\n---\n\n## Melayani\n\n"
    + "Petugas loket menyapa warga lalu mencatat berkas yang datang pagi ini. " * 52
    + "\n\n![Alur layanan dari loket sampai selesai](media/alur.svg)\n"
    + "\n## Pokok-pokok\n\n- Layani dengan catatan.\n\n## Periksa diri\n\n1. Apa buktinya?\n"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>Alur</title></svg>\n'
HEADER = (
    "kind: quiz\ntitle: Kuis\nminutes: 15\npass_mark: 70\nattempts: 2\ndraw: 3\n"
    "review: after_submit\nquestions:\n"
)
WORDS = (
    "loket arsip modal mutu jadwal kontrak sungai hutan pasar sekolah jembatan pupuk nelayan "
    "vaksin pajak gudang listrik"
).split()


def single(number: int, key: int = 0, text: str = "", options: tuple[str, ...] = ()) -> str:
    """Return the YAML of a question with one key of four options."""
    words = options or tuple(f"Jawaban {WORDS[number]} nomor {place}" for place in range(4))
    lines = [
        f"      - {{text: {option}, feedback: Karena begitu{', correct: true' * (at == key)}}}"
        for at, option in enumerate(words)
    ]
    asked = text or "Apa {0} petugas {0}an untuk {0}wan dan {0}nya?".format(WORDS[number])
    return f"  - id: s{number}\n    type: single\n    text: {asked}\n    options:\n" + "\n".join(
        [*lines, ""]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a small programme whose lesson and quiz leave nothing to be said."""
    folder = write_programme(tmp_path / "courses")
    (folder / L).write_text(GOOD_LESSON)
    (folder / V).write_text(SVG)
    (folder / Q).write_text(HEADER + "".join(single(n, n % 4) for n in range(12)))
    return folder


def doubts(folder: Path, name: str) -> list[tuple[int, str]]:
    """Return the doubts about one file."""
    draft = check.read(folder)
    assert draft.faults.errors == []
    quality.doubt(draft)
    found = [fault for fault in draft.faults.warnings if fault.path.endswith(name)]
    return [(fault.line, fault.sentence) for fault in found]


def test_good_files_raise_no_doubt(folder: Path) -> None:
    assert [doubts(folder, name) for name in (L, Q, V)] == [[], [], []]


def test_what_a_subject_lacks_is_named(folder: Path) -> None:
    (folder / "01-nilai/panduan.md").unlink()
    told = " ".join(sentence for _line, sentence in doubts(folder, "01-nilai/course.yaml"))
    for words in ("outcomes", "indicators", "panduan.md", "baru 1 bacaan", "baru 12 soal"):
        assert words in told
    told = " ".join(sentence for _line, sentence in doubts(folder, "02-seminar/course.yaml"))
    assert "perlu catatan (note)" in told


@pytest.mark.parametrize(
    ("before", "after", "blamed", "words"),
    [
        ("Layani dengan catatan", "Catat. " * 450, "## Melayani", "kata; sebaiknya 500"),
        ("## Pokok-pokok", "## Simpulan", "## Melayani", '"## Pokok-pokok"'),
        ("## Periksa diri", "## Latihan", "## Melayani", '"## Periksa diri"'),
        ("minutes: 20", "minutes: 90", "minutes: 90", "minutes: 90"),
        ("Layani dengan catatan", "Layani " + "dan catat " * 20 + "terus", "- Layani", "42 kata"),
        ("Layani dengan catatan", "Ikuti diklat, bukan *diklat*", "- Ikuti", 'pakai "pelatihan"'),
        ("Alur layanan dari loket sampai selesai", "Alur", "![Alur]", "teks pengganti"),
        ("Petugas loket menyapa warga lalu", "Penyelenggara mempertanggungjawabkan perencanaan dan",
         "Penyelenggara", "indeks keterbacaan"),
    ],
)  # fmt: skip
def test_doubts_about_a_lesson(
    folder: Path, before: str, after: str, blamed: str, words: str
) -> None:
    (folder.parent / "glosarium.yaml").write_text(
        "terms:\n  - {term: pelatihan, avoid: [diklat]}\n"
    )
    text = (folder / L).read_text()
    everywhere = 1 if words != "indeks keterbacaan" else -1
    (folder / L).write_text(text.replace(before, after, everywhere))
    found = [(line, sentence) for line, sentence in doubts(folder, L) if words in sentence]
    first = line_with(folder / L, blamed) if blamed not in ("## Melayani", "Petugas") else 5
    first = 5 if words == "indeks keterbacaan" else first
    assert [line for line, _sentence in found] == [first], doubts(folder, L)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (single(12, options=("Ya", "Tidak", "Semua benar", "Kadang")), "semua benar"),
        (single(12, options=("Ya", "Tidak", "A dan C benar", "Kadang")), "semua benar"),
        (single(12, options=("Ya", "Tidak", "Kadang")), "pilihannya 3"),
        (single(12, options=("Ya", "Tidak", "Kadang", "Hanya bila diminta oleh atasan langsung")),
         "tidak seimbang (2 sampai 39 huruf)"),
        (single(12, text="Mana yang bukan tugas dan tidak wajib?"), "menyangkal dua kali"),
        (single(12).replace("Karena begitu", "Pilihan B keliru", 1), "menyebut huruf"),
        (single(12).replace(", feedback: Karena begitu}", "}", 1), "perlu feedback"),
        (single(12).replace("single", "multiple"), "dua atau tiga jawaban benar"),
        ("  - id: s12\n    type: truefalse\n    text: Air mengalir.\n    answer: true\n",
         "belum ada pembahasan"),
        (single(12, text="Apa loket petugas loketan untuk loketwan dan loketnya kini?"),
         "hampir sama dengan soal di courses/contoh/01-nilai/02-kuis.yaml:9"),
    ],
)  # fmt: skip
def test_doubts_about_a_question(folder: Path, question: str, words: str) -> None:
    (folder / Q).write_text((folder / Q).read_text() + question)
    found = doubts(folder, Q)
    assert [(line, words in told) for line, told in found] == [
        (line_with(folder / Q, "id: s12"), True)
    ], found


def test_keys_at_the_same_place_and_longest_keys_are_doubted(folder: Path) -> None:
    (folder / Q).write_text(HEADER + "".join(single(n, 0) for n in range(8)))
    assert ["pilihan A pada 8 dari 8" in told for _line, told in doubts(folder, Q)] == [True]
    long = [f"Jawaban {n} yang agak panjang" for n in range(9)]
    questions = [
        single(n, n % 4, options=tuple(long[n] if at == n % 4 else f"Yang {n}{at} biasa saja"
                                       for at in range(4)))
        for n in range(9)
    ]  # fmt: skip
    (folder / Q).write_text(HEADER + "".join(questions))
    assert ["pada 9 dari 9 soal" in told for _line, told in doubts(folder, Q)] == [True]


def test_pictures_are_looked_into(folder: Path) -> None:
    (folder / V).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://a/b"/></svg>'
    )
    told = " ".join(sentence for _line, sentence in doubts(folder, V))
    assert "viewBox" in told and "<title>" in told and "memanggil berkas lain" in told


def test_a_word_stands_only_once_in_the_glossary(folder: Path) -> None:
    (folder.parent / "glosarium.yaml").write_text(
        "terms:\n  - {term: pelatihan, avoid: [diklat]}\n  - {term: Diklat}\n"
    )
    assert [(e.path, e.line) for e in check.read(folder).faults.errors] == [
        ("courses/glosarium.yaml", 3)
    ]


def test_sentences_end_where_people_end_them() -> None:
    text = "Lihat Kep. Ka. LAN No. 13 Tahun 2022. Nilainya Rp1.250.000 atau 3,5 persen. “Siap?” Ya!"
    assert len(sentences_of(text)) == 4
    figures = measure(["Kami belajar. Kami mempertanggungjawabkan pekerjaan bersama."])
    assert (figures.words, figures.sentences, figures.longest) == (6, 2, 4)
    assert (figures.mean, figures.index) == (3.0, 19.7)
