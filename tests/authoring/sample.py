"""A small faultless programme as files, to be broken by tests one line at a time."""

from pathlib import Path

PROGRAMME = """\
key: contoh
title: Pelatihan Contoh
kind: latsar
version: "2026.1"
rulebook: latsar_cpns
certificate_kind: sttp
counts_as: dasar
target: CPNS
summary: Program kecil untuk pengujian.
batch_size: 40
jp_minutes: 45
legal_basis:
  - Peraturan contoh
phases:
  - {key: mandiri, title: Belajar mandiri, mode: self_study, jp: 12, days: 3, confidence: C}
  - {key: klasikal, title: Klasikal, mode: classical, jp: 20, days: 2, confidence: M}
components:
  - {key: kuis, title: Kuis, weight: 40, source: quizzes, confidence: M}
  - {key: laporan, title: Laporan, weight: 60, confidence: M,
     source: "assignment:01-nilai/03-laporan"}
absence_limit: {sessions: 6, jp: 18, days: 2, confidence: C}
"""

COURSE = """\
title: Nilai Dasar
agenda: Agenda 1
phase: mandiri
jp: 12
confidence: D
competence: Menjelaskan nilai dasar.
outcomes:
  - Menyebutkan nilai dasar
indicators:
  - Menamai tiga perilaku
note: JP dicocokkan dengan keputusan.
"""

LESSON = """\
---
title: Pengantar
minutes: 20
---
## Mengapa nilai

Melayani **warga** dengan baik.

![Alur layanan dari loket sampai selesai](media/alur.svg)
"""

QUIZ = """\
kind: quiz
title: Kuis nilai
minutes: 15
pass_mark: 70
attempts: 2
draw: 3
review: after_submit
intro: Kerjakan sendiri.
questions:
  - id: warga
    type: single
    text: Siapa yang dilayani?
    options:
      - {text: Warga, correct: true, feedback: Tepat.}
      - {text: Atasan saja}
      - {text: Diri sendiri}
    feedback: ASN melayani warga.
  - id: sikap
    type: multiple
    text: Mana sikap melayani?
    options:
      - {text: Ramah, correct: true}
      - {text: Cekatan, correct: true}
      - {text: Menunda}
  - id: benar
    type: truefalse
    text: Pengaduan harus dijawab.
    answer: true
  - id: hitung
    type: numeric
    text: |
      Berapa menit satu JP?

      Tulis angkanya saja.
    answer: 45
    tolerance: 0.5
    points: 2
  - id: singkat
    type: short
    text: Kepanjangan ASN?
    answer: [Aparatur Sipil Negara, aparatur sipil negara]
"""

ASSIGNMENT = """\
kind: assignment
title: Laporan layanan
minutes: 90
due_day: 3
brief: |
  Amati satu loket layanan, lalu tulis laporan satu halaman.
accept: [pdf, docx]
max_mb: 5
text: true
rubric:
  - key: isi
    title: Isi
    weight: 60
    levels:
      - {points: 100, title: Sangat baik, text: Lengkap dan tajam.}
      - {points: 80, title: Baik, text: Lengkap.}
      - {points: 60, title: Cukup, text: Sebagian.}
      - {points: 40, title: Kurang, text: Belum terjawab.}
  - key: bahasa
    title: Bahasa
    weight: 40
    levels:
      - {points: 100, title: Sangat baik, text: Jernih.}
      - {points: 80, title: Baik, text: Jelas.}
      - {points: 60, title: Cukup, text: Perlu dibaca ulang.}
      - {points: 40, title: Kurang, text: Sulit dipahami.}
"""

GUIDE = """\
---
title: Panduan nilai dasar
jp: 2
---
## Tujuan sesi

Peserta menilai satu loket.

## Persiapan

Lembar amatan.

## Alur sesi

| Waktu | Kegiatan |
|---|---|
| 30 menit | Kasus |
| 1 JP lebih (60 menit) | Diskusi 15 menit tiap tim |

## Pertanyaan pemantik

- Siapa yang menunggu paling lama?

## Kesalahan yang sering muncul

Menyalahkan petugas.

## Penilaian selama sesi

Catat usul yang terukur.

## Varian daring

Ruang kecil berlima.
"""

TEMPLATE = """\
---
kind: template
title: Kerangka laporan
beside: 01-nilai/03-laporan
---
## Temuan

| Loket | Menit |
|---|---|
| … | … |
"""

CLASSICAL = """\
title: Seminar
agenda: Agenda 2
phase: klasikal
jp: 20
confidence: M
"""

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>
"""

#: A test over the pools of others, and the days of the programme.
BLUEPRINT = """\
kind: quiz
title: Tes akhir
minutes: 30
pass_mark: 0
attempts: 1
review: never
counts: false
pools:
  - {quiz: 01-nilai/02-kuis, draw: 3}
"""

TIMETABLE = """\
confidence: M
note: Jadwal contoh.
rows:
  - {days: 1-3, course: 01-nilai, title: Belajar sendiri, jp: 12, format: self_study}
  - {days: 4, course: 02-seminar, title: Pembukaan, jp: 2, at: 08.00-09.30, format: classical}
  - {days: 4-5, course: 02-seminar, title: Seminar, jp: 18, format: classical}
"""

FILES = {
    "programme.yaml": PROGRAMME,
    "01-nilai/course.yaml": COURSE,
    "01-nilai/01-pengantar.md": LESSON,
    "01-nilai/02-kuis.yaml": QUIZ,
    "01-nilai/03-laporan.yaml": ASSIGNMENT,
    "01-nilai/panduan.md": GUIDE,
    "01-nilai/media/alur.svg": SVG,
    "02-seminar/course.yaml": CLASSICAL,
    "02-seminar/01-tes-akhir.yaml": BLUEPRINT,
    "dokumen/01-laporan.md": TEMPLATE,
    "jadwal.yaml": TIMETABLE,
}


def write_programme(root: Path, key: str = "contoh") -> Path:
    """Write the sample below `root`, which stands for courses/, and return its folder."""
    for name, text in FILES.items():
        path = root / key / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("key: contoh", f"key: {key}"))
    return root / key


def line_with(path: Path, words: str) -> int:
    """Return the number of the first line of a file that holds `words`."""
    lines = path.read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def change(path: Path, before: str, after: str) -> None:
    """Replace words in a file that must be there."""
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
