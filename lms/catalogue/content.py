"""How programmes, subjects and the headers of units look as files (courses/README.md).

Reading never stops at the first fault: it notes each with file and line and goes on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue.media import Media
from lms.core.i18n import _
from lms.core.sources import Mapping, Prose

KINDS = ("latsar", "leadership", "procurement")
CERTIFICATE_KINDS = ("sttp", "sertifikat")
COUNTS_AS = ("dasar", "struktural", "teknis")
MODES = ("self_study", "virtual", "workplace", "classical")
#: How sure a figure is: regulation seen, seen once, derived, from memory.
CONFIDENCES = ("C", "C1", "D", "M")
#: Where the points of a graded part come from; "assignment:<subject>/<unit>" besides.
SOURCES = ("attitude", "mooc", "quizzes", "outside")
#: Documents of the whole programme; a guide belongs to a subject.
LOOSE_KINDS = ("case", "template", "observation")
#: The sections of a guide, by the words they begin with.
GUIDE_SECTIONS = (
    "Tujuan sesi", "Persiapan", "Alur sesi", "Pertanyaan pemantik", "Kesalahan yang sering muncul",
    "Penilaian selama sesi", "Varian daring",
)  # fmt: skip
_SECTION = re.compile(r"^## +(.+?) *$", re.M)
_MINUTES = re.compile(r"(\d+) menit")
_KEY = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


@dataclass(frozen=True)
class PhaseForm:
    """A stretch of the programme."""

    key: str
    title: str
    mode: str
    jp: int
    days: int
    confidence: str
    note: str
    line: int


@dataclass(frozen=True)
class ComponentForm:
    """A graded part of the result."""

    key: str
    title: str
    weight: Decimal
    source: str
    confidence: str
    note: str
    pass_above: Decimal | None
    line: int


@dataclass(frozen=True)
class ProgrammeForm:
    """What programme.yaml says."""

    key: str
    title: str
    kind: str
    version: str
    rulebook: str
    certificate_kind: str
    counts_as: str
    target: str
    summary: str
    batch_size: int
    jp_minutes: int
    legal_basis: list[str]
    phases: list[PhaseForm]
    components: list[ComponentForm]
    absence_limit: dict[str, Any]
    note: str


@dataclass(frozen=True)
class CourseForm:
    """What course.yaml says."""

    key: str
    title: str
    agenda: str
    phase: str
    jp: int
    confidence: str
    competence: str
    outcomes: list[str]
    indicators: list[str]
    note: str


@dataclass(frozen=True)
class DocumentForm:
    """What a text beside the units says."""

    key: str
    kind: str
    title: str
    jp: int
    beside: str
    body: Prose
    line: int = 1


@dataclass(frozen=True)
class UnitForm:
    """What every unit has, whatever its kind."""

    key: str
    kind: str
    title: str
    minutes: int
    #: Of the minutes in the file.
    line: int = 1


def read_programme(source: Mapping, folder: str, rulebooks: Sequence[str]) -> ProgrammeForm:
    """Describe programme.yaml of the folder with this name."""
    key = source.text("key")
    if source.has("key") and key != folder:
        source.fault("key", _('"key" harus sama dengan nama folder: %(name)s.', name=folder))
    form = ProgrammeForm(
        key=folder,
        title=source.text("title"),
        kind=source.choice("kind", KINDS),
        version=source.text("version"),
        rulebook=source.choice("rulebook", rulebooks),
        certificate_kind=source.choice("certificate_kind", CERTIFICATE_KINDS),
        counts_as=source.choice("counts_as", COUNTS_AS),
        target=source.text("target"),
        summary=source.text("summary"),
        batch_size=source.whole("batch_size", least=1, most=1000),
        jp_minutes=source.whole("jp_minutes", 45, least=1, most=120),
        legal_basis=source.texts("legal_basis"),
        phases=_read_phases(source),
        components=_read_components(source),
        absence_limit=_read_absence_limit(source),
        note=source.text("note", ""),
    )
    source.close()
    return form


def _read_phases(source: Mapping) -> list[PhaseForm]:
    parts = source.mappings("phases")
    refuse_repeats(parts)
    return [_read_phase(part) for part in parts]


def _read_phase(part: Mapping) -> PhaseForm:
    form = PhaseForm(
        key=read_key(part),
        title=part.text("title"),
        mode=part.choice("mode", MODES),
        jp=part.whole("jp"),
        days=part.whole("days", most=1000),
        confidence=part.choice("confidence", CONFIDENCES),
        note=part.text("note", ""),
        line=part.line,
    )
    part.close()
    return form


def _read_components(source: Mapping) -> list[ComponentForm]:
    parts = source.mappings("components", required=False)
    refuse_repeats(parts)
    components = [_read_component(part) for part in parts]
    total = sum(component.weight for component in components)
    if components and total != 100:
        source.fault(
            "components", _("bobot komponen berjumlah %(total)s, seharusnya 100.", total=total)
        )
    return components


def _read_component(part: Mapping) -> ComponentForm:
    percent = {"least": Decimal(0), "most": Decimal(100)}
    form = ComponentForm(
        key=read_key(part),
        title=part.text("title"),
        weight=part.decimal("weight", **percent),
        source=part.text("source"),
        confidence=part.choice("confidence", CONFIDENCES),
        note=part.text("note", ""),
        pass_above=(
            part.decimal("pass_above", Decimal(0), **percent) if part.has("pass_above") else None
        ),
        line=part.line_of("source"),
    )
    _check_source(part, form.source)
    part.close()
    return form


def _check_source(part: Mapping, source: str) -> None:
    if part.has("source") and source not in SOURCES and not source.startswith("assignment:"):
        part.fault(
            "source",
            _('"source" berisi "%(found)s"; pilihannya: %(allowed)s, assignment:mapel/unit.',
              found=source, allowed=", ".join(SOURCES)),
        )  # fmt: skip


def _read_absence_limit(source: Mapping) -> dict[str, Any]:
    part = source.mapping("absence_limit", required=False)
    if part is None:
        return {}
    limit: dict[str, Any] = {
        name: part.whole(name, least=0, most=1000)
        for name in ("sessions", "jp", "days")
        if part.has(name)
    }
    for name in ("sessions", "jp", "days"):
        part.text(name, "")
    limit["confidence"] = part.choice("confidence", CONFIDENCES)
    note = part.text("note", "")
    part.close()
    return limit | ({"note": note} if note else {})


def read_course(source: Mapping, key: str, phases: Sequence[str]) -> CourseForm:
    """Describe course.yaml of the subject in the folder `key`."""
    form = CourseForm(
        key=key,
        title=source.text("title"),
        agenda=source.text("agenda", ""),
        phase=source.choice("phase", phases) if phases else source.text("phase"),
        jp=source.whole("jp", most=2000),
        confidence=source.choice("confidence", CONFIDENCES),
        competence=source.text("competence", ""),
        outcomes=source.texts("outcomes", required=False),
        indicators=source.texts("indicators", required=False),
        note=source.text("note", ""),
    )
    source.close()
    return form


def read_guide(header: Mapping, body: Prose, key: str, media: Media) -> DocumentForm:
    """Describe the guide of a subject (panduan.md) for who leads its classical or virtual session.

    The minutes in the first column of its plan must add up to its JP (docs: courses/README.md).
    """
    jp = header.whole("jp", least=1, most=2000)
    form = DocumentForm(key, "guide", header.text("title"), jp, "", body)
    header.close()
    media.check(body, header.path, header.faults)
    return form


def check_guide(source: Mapping, guide: DocumentForm, course: CourseForm, jp_minutes: int) -> None:
    """Note what a guide lacks: a section, minutes that do not add up, more JP than the subject."""
    found = [(match.group(1), match.start()) for match in _SECTION.finditer(guide.body.text)]
    wrong = len(found) != len(GUIDE_SECTIONS) or any(
        not title.startswith(wanted)
        for (title, _start), wanted in zip(found, GUIDE_SECTIONS, strict=False)
    )
    if wrong:
        source.faults.warn(
            source.path, guide.body.line,
            _("bagian panduan, berurutan: %(sections)s.", sections="; ".join(GUIDE_SECTIONS)),
        )  # fmt: skip
    if guide.jp > course.jp:
        source.fault("jp", _("panduan %(jp)s JP, mata pelatihannya hanya %(most)s JP.",
                             jp=guide.jp, most=course.jp))  # fmt: skip
    minutes = _planned_minutes(guide.body.text)
    if minutes != guide.jp * jp_minutes:
        source.warn(
            "jp",
            _("menit pada alur sesi berjumlah %(minutes)s, seharusnya %(need)s (%(jp)s JP).",
              minutes=minutes, need=guide.jp * jp_minutes, jp=guide.jp),
        )  # fmt: skip


def _planned_minutes(text: str) -> int:
    """Return the sum of "N menit" in the first column of the tables below "Alur sesi"."""
    plan = text.partition("\n## Alur sesi")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in plan.splitlines() if line.startswith("|")]
    return sum(int(found) for cell in cells for found in _MINUTES.findall(cell))


def read_document(header: Mapping, body: Prose, key: str) -> DocumentForm:
    """Describe a document of the whole programme (dokumen/NN-nama.md)."""
    form = DocumentForm(
        key,
        header.choice("kind", LOOSE_KINDS),
        header.text("title"),
        0,
        header.text("beside", ""),
        body,
        header.line_of("beside"),
    )
    if form.beside and form.kind != "template":
        header.fault("beside", _('"beside" hanya untuk template.'))
    header.close()
    Media({}).check(body, header.path, header.faults)
    return form


def read_unit(source: Mapping, key: str, kind: str) -> UnitForm:
    """Describe what every unit has: title and minutes."""
    minutes = source.whole("minutes", least=1, most=6000)
    return UnitForm(key, kind, source.text("title"), minutes, source.line_of("minutes"))


def read_key(part: Mapping, name: str = "key") -> str:
    """Return the short name of a part: lower-case letters, figures and hyphens."""
    key = part.text(name)
    if key and not _KEY.fullmatch(key):
        part.fault(
            name,
            _('"%(key)s" hanya boleh huruf kecil, angka, dan tanda hubung.', key=name),
        )
    return key


def refuse_repeats(parts: Sequence[Mapping], name: str = "key") -> None:
    """Note each short name of a list that stood there before, with the line of the first."""
    seen: dict[str, int] = {}
    for part in parts:
        key = part.text(name, "")
        if key and key in seen:
            part.fault(
                name,
                _('"%(key)s" sudah dipakai di baris %(line)s.', key=key, line=seen[key]),
            )
        seen.setdefault(key, part.line_of(name))


def check_programme(
    source: Mapping, form: ProgrammeForm, courses: Sequence[tuple[CourseForm, Mapping]],
    assignments: Sequence[str],
) -> None:  # fmt: skip
    """Note faults that only show when programme and subjects are held together."""
    for phase in form.phases:
        inside = [course for course, _source in courses if course.phase == phase.key]
        total = sum(course.jp for course in inside)
        if inside and total != phase.jp:
            source.faults.add(
                source.path, phase.line,
                _('mata pelatihan tahap "%(phase)s" berjumlah %(total)s JP, tahapnya %(jp)s JP.',
                  phase=phase.key, total=total, jp=phase.jp),
            )  # fmt: skip
    for component in form.components:
        kind, _colon, unit = component.source.partition(":")
        if kind == "assignment" and unit not in assignments:
            source.faults.add(
                source.path, component.line, _("tugas %(unit)s tidak ada.", unit=unit)
            )


def plain(value: Decimal) -> int | float:
    """Return a number as JSON keeps it best."""
    return int(value) if value == value.to_integral_value() else float(value)
