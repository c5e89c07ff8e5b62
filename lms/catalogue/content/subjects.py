"""How subjects and the headers of units look as files."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.catalogue.content.keys import CONFIDENCES
from lms.core.sources import Mapping


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
class UnitForm:
    """What every unit has, whatever its kind."""

    key: str
    kind: str
    title: str
    minutes: int
    #: Of the minutes in the file.
    line: int = 1


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


def read_unit(source: Mapping, key: str, kind: str) -> UnitForm:
    """Describe what every unit has: title and minutes."""
    minutes = source.whole("minutes", least=1, most=6000)
    return UnitForm(key, kind, source.text("title"), minutes, source.line_of("minutes"))
