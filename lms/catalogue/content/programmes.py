"""How programme.yaml looks, and what only shows when it is held against the subjects."""

from collections.abc import Mapping as Facts
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue.content.keys import CONFIDENCES, read_key, refuse_repeats
from lms.catalogue.content.subjects import CourseForm
from lms.core.i18n import _
from lms.core.sources import Mapping

KINDS = ("latsar", "leadership", "procurement")
CERTIFICATE_KINDS = ("sttp", "sertifikat")
COUNTS_AS = ("dasar", "struktural", "teknis")
MODES = ("self_study", "virtual", "workplace", "classical")
UNLOCKS = ("passed",)
#: Where the points of a graded part come from; "assignment:<subject>/<unit>" besides.
SOURCES = ("attitude", "mooc", "quizzes", "outside")
#: Kinds of sources that name a unit, each with the kind of that unit.
UNIT_SOURCES = {"assignment": "assignment", "package-best": "package", "package-last": "package"}


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
    #: "passed": a subject opens when the counted quizzes of those before it are passed.
    unlock: str
    #: What is said of the programme as a whole and not certain: [{text, confidence, note}].
    facts: list[dict[str, str]]


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
        unlock=source.choice("unlock", UNLOCKS, ""),
        facts=_read_facts(source),
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
    kind, colon, _unit = source.partition(":")
    if part.has("source") and source not in SOURCES and not (colon and kind in UNIT_SOURCES):
        part.fault(
            "source",
            _('"source" berisi "%(found)s"; pilihannya: %(allowed)s, assignment:mapel/unit, '
              'package-best:mapel/unit, package-last:mapel/unit.',
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


def _read_facts(source: Mapping) -> list[dict[str, str]]:
    facts = []
    for part in source.mappings("facts", required=False):
        facts.append(
            {
                "text": part.text("text"),
                "confidence": part.choice("confidence", CONFIDENCES),
                "note": part.text("note", ""),
            }
        )
        part.close()
    return facts


def check_programme(
    source: Mapping, form: ProgrammeForm, courses: Sequence[tuple[CourseForm, Mapping]],
    units: Facts[str, str],
) -> None:  # fmt: skip
    """Note faults that only show when programme and subjects are held together.

    `units`: key -> kind.
    """
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
        if kind in UNIT_SOURCES and units.get(unit) != UNIT_SOURCES[kind]:
            sentence = (
                _("tugas %(unit)s tidak ada.", unit=unit) if kind == "assignment"
                else _("paket %(unit)s tidak ada.", unit=unit)
            )  # fmt: skip
            source.faults.add(source.path, component.line, sentence)
