"""How new files begin: everything that must be said, ready to be overwritten. Pure."""

from collections.abc import Callable, Mapping

import yaml

from lms.assignments.content import LEVELS
from lms.elearning.kinds import ACTIVITIES

Facts = Mapping[str, str]


def _quoted(text: str) -> str:
    """Return a text as one YAML value on one line."""
    lines: str = yaml.safe_dump(text, allow_unicode=True, width=1_000_000)
    return lines.removesuffix("\n").removesuffix("\n...")


def programme(key: str, title: str, kind: str) -> str:
    """Return the programme.yaml of a programme that has one phase and nothing decided."""
    return f"""\
key: {key}
title: {_quoted(title)}
kind: {kind}
version: "1"
rulebook: generic
certificate_kind: sertifikat
counts_as: teknis
target: Tulis untuk siapa pelatihan ini.
summary: Tulis apa yang dibawa pulang peserta.
batch_size: 30
jp_minutes: 45
legal_basis:
  - Tulis dasar hukumnya.
phases:
  - key: mandiri
    title: Belajar mandiri
    mode: self_study
    jp: 1
    days: 1
    confidence: M
    note: Nilai kerja.
components: []
"""


def _course(title: str, facts: Facts) -> str:
    return f"""\
title: {_quoted(title)}
agenda: Inti
phase: {_quoted(facts.get("phase", ""))}
jp: 1
confidence: M
note: Nilai kerja.
competence: Tulis kemampuan yang dicapai.
outcomes:
  - Tulis hasil belajar pertama.
"""


def _lesson(title: str, _facts: Facts) -> str:
    return f"""\
---
title: {_quoted(title)}
minutes: 15
---

## Pokok-pokok

Tulis bacaan di sini.
"""


def _quiz(title: str, _facts: Facts) -> str:
    return f"""\
kind: quiz
title: {_quoted(title)}
minutes: 15
pass_mark: 70
attempts: 2
draw: all
review: after_submit
questions: []
"""


def _assignment(title: str, _facts: Facts) -> str:
    points = (95, 85, 75, 60)[:LEVELS]
    names = ("Sangat baik", "Baik", "Cukup", "Kurang")
    levels = "\n".join(
        f"      - {{points: {point}, title: {name}, text: Tulis cirinya.}}"
        for point, name in zip(points, names, strict=True)
    )
    return f"""\
kind: assignment
title: {_quoted(title)}
minutes: 60
due_day: 1
accept: [pdf, docx]
max_mb: 10
text: true
brief: Tulis apa yang dikerjakan dan diserahkan.
rubric:
  - key: isi
    title: Isi
    weight: 100
    levels:
{levels}
"""


def _guide(title: str, _facts: Facts) -> str:
    return f"""\
---
title: {_quoted(title)}
jp: 1
---

## Tujuan sesi

## Persiapan

## Alur sesi

| Waktu | Kegiatan fasilitator | Kegiatan peserta | Bahan |
|---|---|---|---|
| 45 menit | Tulis kegiatannya | Tulis kegiatannya | – |

## Pertanyaan pemantik

## Kesalahan yang sering muncul

## Penilaian selama sesi

## Varian daring
"""


def _document(title: str, _facts: Facts) -> str:
    return f"---\nkind: case\ntitle: {_quoted(title)}\n---\n\nTulis dokumen di sini.\n"


def _timetable(_title: str, _facts: Facts) -> str:
    return "confidence: M\nnote: Nilai kerja.\nrows: []\n"


def _activity(kind: str) -> Callable[[str, Facts], str]:
    return lambda title, _facts: f"kind: {kind}\ntitle: {_quoted(title)}\nminutes: 10\n"


BLANKS: dict[str, Callable[[str, Facts], str]] = {
    **{kind: _activity(kind) for kind in ACTIVITIES},
    "course": _course,
    "lesson": _lesson,
    "quiz": _quiz,
    "assignment": _assignment,
    "guide": _guide,
    "document": _document,
    "timetable": _timetable,
}
