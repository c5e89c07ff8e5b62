"""Checking courses/: the sample is faultless, and every fault is named with its file and line."""

import re
from pathlib import Path

import pytest

from lms.authoring import check
from lms.authoring.files import walk
from lms.core.faults import Faults
from lms.elearning.content import QuizForm
from tests.authoring.sample import change, line_with, write_programme

P = "programme.yaml"
C = "01-nilai/course.yaml"
L = "01-nilai/01-pengantar.md"
Q = "01-nilai/02-kuis.yaml"
A = "01-nilai/03-laporan.yaml"
G = "01-nilai/panduan.md"
D = "dokumen/01-laporan.md"
B = "02-seminar/01-tes-akhir.yaml"
T = "jadwal.yaml"

#: file, what stands there, what is written instead, words of the line blamed, words of the sentence
FAULTS = [
    (P, "target: CPNS", "tujuan: CPNS", "tujuan: CPNS", '"tujuan" tidak dikenal'),
    (P, "target: CPNS\n", "", "key: contoh", '"target" belum ada'),
    (P, "target: CPNS", "target:", "target:", '"target" kosong'),
    (P, "key: contoh", "key: lain", "key: lain", "nama folder: contoh"),
    (P, "kind: latsar", "kind: kursus", "kind: kursus", "pilihannya: latsar"),
    (P, "batch_size: 40", "batch_size: banyak", "batch_size", "bilangan bulat"),
    (P, "rulebook: latsar_cpns", "rulebook: tiada", "rulebook", "latsar_cpns"),
    (P, "legal_basis:\n  - Peraturan contoh", "legal_basis: P", "legal_basis", "daftar"),
    (P, "weight: 40", "weight: 50", "components:", "berjumlah 110"),
    (P, "source: quizzes", "source: kira", "source: kira", "assignment:mapel/unit"),
    (P, "03-laporan\"", "09-tiada\"", "09-tiada", "09-tiada tidak ada"),
    (P, "jp: 12, days: 3", "jp: 14, days: 3", "key: mandiri", "12 JP, tahapnya 14 JP"),
    (P, "{key: klasikal", "{key: mandiri", "key: mandiri, title: Klasikal",
     "sudah dipakai di baris 15"),
    (P, "title: Pelatihan Contoh", "title: A\ntitle: B", "title: B", "tertulis dua kali"),
    (P, "kind: latsar", "kind: [latsar", "version:", "YAML tidak terbaca"),
    (C, "phase: mandiri", "phase: malam", "phase: malam", "mandiri, klasikal"),
    (C, "jp: 12", "jp: -1", "jp: -1", "antara 0"),
    (L, "minutes: 20", "menit: 20", "menit: 20", '"menit" tidak dikenal'),
    (L, "minutes: 20\n", "", "title: Pengantar", '"minutes" belum ada'),
    (L, "---\ntitle", "title", "title: Pengantar", "---"),
    (L, "minutes: 20\n---", "minutes: 20", "---", "belum ditutup"),
    (L, "(media/alur.svg)", "(media/tiada.svg)", "tiada.svg", "media/tiada.svg tidak ada"),
    (L, "![Alur layanan dari loket sampai selesai]", "![]", "![]", "teks pengganti"),
    (L, "**warga**", "[warga](02-kuis.yaml)", "[warga]", "hanya ke media/"),
    (L, "(media/alur.svg)", "(https://contoh.id/a.png)", "a.png", "folder media/"),
    (L, "## Mengapa", "# Mengapa", "# Mengapa", '"##"'),
    (Q, "kind: quiz", "kind: ujian", "kind: ujian", "quiz, assignment"),
    (Q, "type: single", "type: pilihan", "type: pilihan", "single, multiple"),
    (Q, "{text: Atasan saja}", "{text: Atasan, correct: true}", "options:", "di sini 2"),
    (Q, "{text: Warga, correct: true, feedback: Tepat.}", "{text: Warga}", "options:", "di sini 0"),
    (Q, "{text: Atasan saja}", "{text: warga}", "options:", "berbunyi sama"),
    (Q, "answer: true", "answer: ya", "answer: ya", "true atau false"),
    (Q, "answer: 45", "answer: 45,5", "answer: 45,5", "titik untuk desimal"),
    (Q, "tolerance: 0.5", "tolerance: -1", "tolerance: -1", "batasnya 0"),
    (Q, "id: sikap", "id: warga  # kembar", "# kembar", "sudah dipakai di baris 10"),
    (Q, "Mana sikap melayani?", "siapa yang dilayani", "id: sikap", "bunyi soal sama"),
    (Q, "pass_mark: 70", "pass_mark: 170", "pass_mark", "sampai 100"),
    (Q, "draw: 3", "draw: 9", "draw: 9", "antara 1 dan 5"),
    (Q, "review: after_submit", "review: besok", "review", "after_submit"),
    (Q, "Tulis angkanya saja.", "![x](media/y.png)", "media/y.png", "y.png tidak ada"),
    (G, "jp: 2", "jp: 40", "jp: 40", "hanya 12 JP"),
    (G, "jp: 2\n", "", "title: Panduan", '"jp" belum ada'),
    (P, "batch_size: 40", "batch_size: 40\nunlock: bayar", "unlock: bayar", "pilihannya: passed"),
    (D, "kind: template", "kind: guide", "kind: guide", "case, template, observation"),
    (D, "kind: template", "kind: case", "beside:", "hanya untuk template"),
    (D, "03-laporan", "09-tiada", "beside:", "09-tiada tidak ada"),
    (D, "Temuan", "![Loket](media/loket.svg)", "loket.svg", "tidak ada"),
    (T, "days: 1-3", "days: 1-4", "days: 1-4", "hari 1-4 di luar tahapnya (hari 1 sampai 3)"),
    (T, "days: 4,", "days: empat,", "days: empat", "seperti 17 atau 17-19"),
    (T, "08.00-09.30", "08.00-09.00", "08.00-09.00", "bukan 2 JP (90 menit)"),
    (T, "jp: 18", "jp: 17", "rows:", "02-seminar berjumlah 19 JP pada jadwal, seharusnya 20 JP"),
    (T, "course: 01-nilai", "course: 09-tiada", "days: 1-3", "09-tiada tidak ada"),
    (B, "draw: 3", "draw: 6", "{quiz", "hanya memuat 5 soal"),
    (B, "02-kuis", "01-pengantar", "{quiz", "01-pengantar tidak ada"),
    (B, "counts: false", "draw: 4", "pools:", 'tulis "pools" saja'),
    (A, "due_day: 3", "due_day: 6", "minutes: 90", "hari ke-6, programnya hanya 5 hari"),
    (A, "due_day: 3", "due: 3", "due: 3", '"due" tidak dikenal'),
    (A, "accept: [pdf, docx]", "accept: [exe]", "accept", "exe"),
    (A, "weight: 60", "weight: 70", "rubric:", "berjumlah 110"),
    (A, "{points: 80, title: Baik, text: Lengkap.}", "{points: 30, title: B, text: L}",
     "levels:", "menurun"),
    (A, "      - {points: 80, title: Baik, text: Lengkap.}\n", "", "levels:", "di sini 3"),
    (A, "key: bahasa", "key: isi # lagi", "# lagi", "sudah dipakai di baris 11"),
]  # fmt: skip


def test_the_sample_is_faultless(tmp_path: Path) -> None:
    draft = check.read(write_programme(tmp_path))
    assert draft.faults.found == []
    assert draft.question_count == 5


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]}-{fault[2][:24]!r}")
def test_a_fault_is_named_with_file_and_line(
    tmp_path: Path, fault: tuple[str, str, str, str, str]
) -> None:
    name, before, after, blamed, words = fault
    folder = write_programme(tmp_path / "courses")
    change(folder / name, before, after)
    errors = check.read(folder).faults.errors
    line = line_with(folder / name, blamed)
    hits = [error for error in errors if words in error.sentence]
    assert hits, [str(error) for error in errors]
    assert (hits[0].path, hits[0].line) == (f"courses/contoh/{name}", line)
    assert str(hits[0]).startswith(f"courses/contoh/{name}:{line}: ")


def test_a_way_that_unlocks_needs_quizzes_without_end(tmp_path: Path) -> None:
    folder = write_programme(tmp_path / "courses")
    change(folder / P, "batch_size: 40", "batch_size: 40\nunlock: passed")
    found = [(e.path, "attempts: 0" in e.sentence) for e in check.read(folder).faults.errors]
    assert found == [(f"courses/contoh/{Q}", True)]  # the final test does not count
    change(folder / Q, "attempts: 2", "attempts: 0")
    assert check.read(folder).faults.errors == []


def test_several_faults_are_all_named(tmp_path: Path) -> None:
    folder = write_programme(tmp_path)
    change(folder / Q, "type: single", "type: pilihan")
    change(folder / Q, "answer: true", "answer: ya")
    change(folder / A, "due_day: 3", "due_day: nanti")
    assert len(check.read(folder).faults.errors) == 3


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("mapel-tanpa-nomor/course.yaml", "01-nama"),
        ("01-nilai/pengantar.md", "01-pengantar.md"),
        ("01-nilai/04-bacaan.yml", "01-pengantar.md"),
        ("01-nilai/02-lagi.md", "nomor 02 sudah dipakai"),
        ("dokumen/laporan.md", "01-nama.md"),
        ("dokumen/01-lagi.md", "nomor 01 sudah dipakai"),
        ("01-nilai/media/alur besar.svg", "tanpa spasi"),
        ("01-nilai/media/program.exe", "media harus berkas"),
    ],
)
def test_a_misplaced_file_is_named(tmp_path: Path, made: str, words: str) -> None:
    folder = write_programme(tmp_path)
    (folder / made).parent.mkdir(exist_ok=True)
    (folder / made).write_text("---\ntitle: A\nminutes: 5\n---\nTeks.\n")
    errors = check.read(folder).faults.errors
    assert any(words in error.sentence for error in errors), errors


def test_missing_files_links_outside_and_wrong_letters_are_named(tmp_path: Path) -> None:
    folder = write_programme(tmp_path)
    (folder / C).unlink()
    (folder / "01-nilai/04-luar.md").symlink_to("/etc/hostname")
    (folder / L).write_bytes(b"---\ntitle: A\nminutes: 5\n---\nsatu\n\xff\n")
    places = {(error.path, error.line) for error in check.read(folder).faults.errors}
    shown = f"{tmp_path.name}/contoh"
    assert {(f"{shown}/{C}", 1), (f"{shown}/01-nilai/04-luar.md", 1), (f"{shown}/{L}", 6)} <= places


@pytest.mark.parametrize(
    "inside", ["<script>a()</script>", '<a onclick="a()"/>', '<a href="javascript:a()"/>']
)
def test_a_picture_that_could_act_is_refused(tmp_path: Path, inside: str) -> None:
    folder = write_programme(tmp_path)
    change(folder / "01-nilai/media/alur.svg", "<rect", f"{inside}<rect")
    assert any("skrip" in error.sentence for error in check.read(folder).faults.errors)


def test_markdown_slips_and_unused_media_are_warnings(tmp_path: Path) -> None:
    folder = write_programme(tmp_path)
    change(folder / L, "**warga**", "<b>warga</b>")
    (folder / "01-nilai/media/sisa.svg").write_text("<svg/>")
    faults = check.read(folder).faults
    assert faults.errors == []
    told = " ".join(warning.sentence for warning in faults.warnings)
    assert "Markdown" in told and "tidak dipakai" in told


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("60 menit", "45 menit", "berjumlah 75, seharusnya 90 (2 JP)"),
        ("## Varian daring", "## Lain-lain", "berurutan: Tujuan sesi"),
    ],
)
def test_a_guide_that_does_not_add_up_is_doubted(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    folder = write_programme(tmp_path)
    change(folder / G, before, after)
    assert [words in w.sentence for w in check.read(folder).faults.warnings] == [True]


def test_kinds_of_line_ends_change_nothing(tmp_path: Path) -> None:
    folder = write_programme(tmp_path)
    before = walk(folder, Faults()).content_hash()
    (folder / L).write_bytes(b"\xef\xbb\xbf" + (folder / L).read_bytes().replace(b"\n", b"\r\n"))
    draft = check.read(folder)
    assert draft.faults.found == []
    assert draft.folder.content_hash() == before


DIVIDED = """\
sections:
  - key: satu
    title: Bagian satu
    minutes: 5
    draw: 1
  - key: dua
    title: Bagian dua
    pools: [{bank: pengadaan, tag: mudah, draw: 4}]
questions:
  - id: warga
    section: satu
"""


def _divided(folder: Path) -> Path:
    """Divide the sample's quiz: all its questions in one section, the bank in the other."""
    quiz = folder / Q
    text = quiz.read_text().replace("draw: 3\n", "").replace("questions:\n  - id: warga\n", DIVIDED)
    head, _mark, rest = text.partition("    section: satu\n")
    rest = re.sub(r"(  - id: \w+\n)", r"\1    section: satu\n", rest)
    quiz.write_text(f"{head}    section: satu\n{rest}")
    return quiz


def test_sections_have_their_own_draw_and_must_fit(tmp_path: Path) -> None:
    folder = write_programme(tmp_path / "courses")
    quiz = _divided(folder)
    found = check.read(folder)
    assert [str(error) for error in found.faults.errors] == []
    form = next(unit for unit in found.units if unit.unit.key == "01-nilai/02-kuis")
    assert isinstance(form, QuizForm) and form.draw == 5
    assert [one.draws(5) for one in form.sections] == [1, 4]
    assert form.sections[1].pools[0].columns == {"bank": "pengadaan", "tag": "mudah", "draw": 4}
    whole = quiz.read_text()
    for before, after, words in (
        ("section: satu\n", "section: tiga\n", "belum masuk bagian"),
        ("    minutes: 5\n", "    minutes: 50\n", "melebihi waktu kuisnya"),
        ("    draw: 1\n", "    draw: 9\n", "hanya memuat 5 soal"),
        ("attempts: 2\n", "attempts: 2\ndraw: 2\n", "pada setiap bagian"),
        ("draw: 4}]", "draw: 4}, {bank: pengadaan, tag: mudah, draw: 1}]", "sudah disebut di atas"),
        ("    pools: [{bank: pengadaan, tag: mudah, draw: 4}]\n", "", "memerlukan soal sendiri"),
        ("key: dua", "key: satu", "sudah dipakai"),
    ):
        quiz.write_text(whole.replace(before, after, 1))
        said = [error.sentence for error in check.read(folder).faults.errors]
        assert any(words in one for one in said), (words, said)


def test_a_review_is_a_word_or_a_matrix(tmp_path: Path) -> None:
    folder = write_programme(tmp_path / "courses")
    change(folder / Q, "review: after_submit", "review:\n  open: [marks, answer]\n  closed: [key]")
    found = check.read(folder)
    form = next(unit for unit in found.units if unit.unit.key == "01-nilai/02-kuis")
    assert isinstance(form, QuizForm)
    assert form.review == {"during": [], "after": [], "open": ["answer", "marks"],
                           "closed": ["key"]}  # fmt: skip
    change(folder / Q, "closed: [key]", "besok: [kunci]\n  closed: [kunci]")
    said = " ".join(error.sentence for error in check.read(folder).faults.errors)
    assert "kunci tidak dikenal" in said and '"besok" tidak dikenal' in said
