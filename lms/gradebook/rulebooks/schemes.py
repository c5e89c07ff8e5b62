"""Graded parts by regulation, golongan and mode, as dated data. Pure.

Only the academic weights were read in the guideline itself (C); attitude, rancangan, pelaksanaan
and PKTBT come from the scheme before it (C1; unchanged since 2022: M), see docs/facts.md 1. The
two golongan differ in the forms of the attitude observation (3A to 3F), not in the weights. PKP has
no scheme here: its weights were not found, so nothing is offered (docs/facts.md 2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.core.i18n import _l
from lms.gradebook.rulebooks.latsar_cpns import BEFORE, GUIDELINE


@dataclass(frozen=True)
class Scheme:
    """The graded parts of one kind of training, from a day on, with where they were read."""

    key: str
    #: Translated when it is shown.
    title: Any
    programme_kind: str
    valid_from: date
    clause: str
    parts: tuple[Mapping[str, Any], ...]


def _part(key: str, title: str, weight: int, source: str, confidence: str) -> Mapping[str, Any]:
    return {"key": key, "title": title, "weight": weight, "source": source,
            "confidence": confidence}  # fmt: skip


_DESIGN = "assignment:16-penyusunan-rancangan/01-rancangan-aktualisasi"
_REPORT = "assignment:21-laporan-aktualisasi/01-laporan-aktualisasi"
_REST = (
    _part("design", "Rancangan aktualisasi", 20, _DESIGN, "C1"),
    _part("implementation", "Pelaksanaan aktualisasi", 30, _REPORT, "C1"),
    _part("pktbt", "Penguatan kompetensi teknis bidang tugas (PKTBT)", 20, "outside", "C1"),
)


def _attitude(form: str) -> Mapping[str, Any]:
    return _part("attitude", f"Sikap perilaku (formulir {form})", 10, "attitude", "M")


_ONLINE = (
    _part("mooc", "Akademik, MOOC LAN", 10, "mooc", "C"),
    _part("elearning", "Akademik, tes e-learning", 10, "quizzes", "C"),
)
_CAMPUS = (
    _part("type-a", "Akademik tipe A (pilihan ganda)", 10, "outside", "C"),
    _part("type-b", "Akademik tipe B (kasus)", 10, "outside", "C"),
)
_SINCE = date(2022, 1, 1)


def _latsar(key: str, title: Any, form: str, academic: Any) -> Scheme:
    parts = (_attitude(form), *academic, *_REST)
    return Scheme(key, title, "latsar", _SINCE, f"{GUIDELINE}; {BEFORE}", parts)


SCHEMES = (
    _latsar("latsar-2-klasikal", _l("Latsar golongan II, klasikal"), "3A", _CAMPUS),
    _latsar("latsar-3-klasikal", _l("Latsar golongan III, klasikal"), "3B", _CAMPUS),
    _latsar("latsar-2-blended", _l("Latsar golongan II, blended learning"), "3C", _ONLINE),
    _latsar("latsar-3-blended", _l("Latsar golongan III, blended learning"), "3D", _ONLINE),
    _latsar("latsar-2-jarak-jauh", _l("Latsar golongan II, jarak jauh penuh"), "3E", _ONLINE),
    _latsar("latsar-3-jarak-jauh", _l("Latsar golongan III, jarak jauh penuh"), "3F", _ONLINE),
    Scheme(
        "pbj-tes", _l("PBJ Level-1, tes modul"), "procurement", date(2025, 1, 1),
        "Bukan bobot resmi LKPP",
        ({**_part("tests", "Tes modul", 100, "quizzes", "M"), "pass_above": 79.99},),
    ),
    Scheme(
        "pbj-ujian", _l("PBJ Level-1, tes modul dan ujian"), "procurement", date(2025, 1, 1),
        "Bukan bobot resmi LKPP; batas ujian dari dua sumber latihan",
        (
            {**_part("tests", "Tes modul", 50, "quizzes", "M"), "pass_above": 79.99},
            {**_part("exam", "Ujian sertifikasi LKPP", 50, "outside", "C1"), "pass_above": 64.99},
        ),
    ),
)  # fmt: skip


def schemes_for(programme_kind: str, day: date) -> list[Scheme]:
    """Return the schemes that hold for a kind of programme on the day its batch begins."""
    return [
        one for one in SCHEMES if one.programme_kind == programme_kind and one.valid_from <= day
    ]
