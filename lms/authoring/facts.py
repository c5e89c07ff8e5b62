"""What of a programme is not certain: every figure below "C", and with what to compare it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.catalogue.models import Course, Phase, ProgrammeVersion
from lms.catalogue.words import UNSURE
from lms.core.formats import ringkas
from lms.core.i18n import _


@dataclass(frozen=True)
class Fact:
    """One statement of the files; `place` is the file in which it is mended."""

    place: str
    subject: str
    value: str
    confidence: str
    note: str


def unsure_facts(
    version: ProgrammeVersion, phases: Sequence[Phase], courses: Sequence[Course]
) -> list[Fact]:
    """Return the statements of a version that people must compare with the decrees at hand."""
    found = _all_facts(version, phases, courses)
    return [fact for fact in found if fact.confidence in UNSURE]


def _all_facts(
    version: ProgrammeVersion, phases: Sequence[Phase], courses: Sequence[Course]
) -> Iterator[Fact]:
    key = version.programme.key
    home = f"courses/{key}/programme.yaml"
    for fact in version.facts:
        yield Fact(home, _("Program"), fact["text"], fact["confidence"], fact["note"])
    for phase in phases:
        value = _("%(jp)s JP, %(days)s hari", jp=phase.jp, days=phase.days)
        yield Fact(home, _("Tahap: %(title)s", title=phase.title), value, phase.confidence,
                   phase.note)  # fmt: skip
    for part in version.components:
        value = _("bobot %(weight)s%%", weight=ringkas(part["weight"]))
        title = _("Penilaian: %(title)s", title=part["title"])
        yield Fact(home, title, value, part["confidence"], part.get("note", ""))
    if version.absence_limit:
        yield _absences(home, version)
    if version.timetable:
        plan = version.timetable
        yield Fact(f"courses/{key}/jadwal.yaml", _("Jadwal menurut hari"),
                   _("%(count)s baris", count=len(plan["rows"])), plan["confidence"],
                   plan["note"])  # fmt: skip
    for course in courses:
        place = f"courses/{key}/{course.key}/course.yaml"
        value = _("%(jp)s JP", jp=course.jp)
        yield Fact(place, course.title, value, course.confidence, course.note)


def _absences(home: str, version: ProgrammeVersion) -> Fact:
    names = {"sessions": _("sesi"), "jp": _("JP"), "days": _("hari")}
    limit = version.absence_limit
    value = ", ".join(f"{limit[name]} {word}" for name, word in names.items() if name in limit)
    return Fact(home, _("Batas ketidakhadiran"), value, limit.get("confidence", "M"),
                limit.get("note", ""))  # fmt: skip
