"""How the timetable template (jadwal.yaml) looks: who does what on which training day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lms.catalogue.content.keys import CONFIDENCES
from lms.catalogue.content.programmes import ProgrammeForm
from lms.catalogue.content.subjects import CourseForm
from lms.core.i18n import _
from lms.core.sources import Mapping

FORMATS = ("self_study", "async", "virtual", "workplace", "classical")
_DAYS = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
_SPAN = re.compile(r"(\d\d)\.(\d\d)-(\d\d)\.(\d\d)")


@dataclass(frozen=True)
class RowForm:
    """One line: the days it takes, its subject, and the JP on all of these days together."""

    first: int
    last: int
    #: "08.00-09.30", empty when the time is free.
    at: str
    course: str
    title: str
    jp: int
    format: str
    line: int
    #: In so many groups side by side, each with an instructor of its own; 0: all together.
    groups: int = 0


@dataclass(frozen=True)
class TimetableForm:
    """What jadwal.yaml says."""

    confidence: str
    note: str
    rows: list[RowForm]

    @property
    def facts(self) -> dict[str, Any]:
        """Return the timetable as a version keeps it."""
        names = ("first", "last", "at", "course", "title", "jp", "format")
        rows = [
            {name: getattr(row, name) for name in names}
            | ({"groups": row.groups} if row.groups else {})
            for row in self.rows
        ]
        return {"confidence": self.confidence, "note": self.note, "rows": rows}


def read_timetable(source: Mapping) -> TimetableForm:
    """Describe jadwal.yaml."""
    form = TimetableForm(
        source.choice("confidence", CONFIDENCES),
        source.text("note", ""),
        [_read_row(part) for part in source.mappings("rows")],
    )
    source.close()
    return form


def _read_row(part: Mapping) -> RowForm:
    days = _DAYS.fullmatch(part.text("days"))
    if days is None:
        part.fault("days", _('"days" ditulis seperti 17 atau 17-19.'))
    first = int(days.group(1)) if days else 1
    row = RowForm(
        first=first,
        last=int(days.group(2) or first) if days else first,
        at=part.text("at", ""),
        course=part.text("course"),
        title=part.text("title"),
        jp=part.whole("jp", most=2000),
        format=part.choice("format", FORMATS),
        line=part.line,
        groups=part.whole("groups", 0, most=12),
    )
    part.close()
    return row


def check_timetable(
    source: Mapping,
    form: TimetableForm,
    programme: ProgrammeForm,
    courses: Sequence[CourseForm],
) -> None:
    """Note rows outside the days of their phase, times that hold other JP, and JP not planned."""
    spans = _spans(programme)
    known = {course.key: course for course in courses}
    for row in form.rows:
        for sentence in _faults_of_row(row, spans, known, programme.jp_minutes):
            source.faults.add(source.path, row.line, sentence)
    for course in courses:
        planned = sum(row.jp for row in form.rows if row.course == course.key)
        if planned != course.jp:
            source.fault(
                "rows",
                _("%(course)s berjumlah %(planned)s JP pada jadwal, seharusnya %(jp)s JP.",
                  course=course.key, planned=planned, jp=course.jp),
            )  # fmt: skip


def _spans(programme: ProgrammeForm) -> dict[str, tuple[int, int]]:
    """Return the first and last training day of each phase: days are numbered through."""
    spans, before = {}, 0
    for phase in programme.phases:
        spans[phase.key] = (before + 1, before + phase.days)
        before += phase.days
    return spans


def _faults_of_row(
    row: RowForm, spans: dict[str, tuple[int, int]], known: dict[str, CourseForm], jp_minutes: int
) -> list[str]:
    if row.course not in known:
        return [_("mata pelatihan %(course)s tidak ada.", course=row.course)]
    found = []
    first, last = spans.get(known[row.course].phase, (1, 0))
    if not first <= row.first <= row.last <= last:
        found.append(
            _("hari %(days)s di luar tahapnya (hari %(first)s sampai %(last)s).",
              days=row.first if row.first == row.last else f"{row.first}-{row.last}",
              first=first, last=last)
        )  # fmt: skip
    if row.at and _minutes(row.at) != row.jp * jp_minutes:
        found.append(
            _('"%(at)s" bukan %(jp)s JP (%(minutes)s menit); tulis seperti 08.00-09.30.',
              at=row.at, jp=row.jp, minutes=row.jp * jp_minutes)
        )  # fmt: skip
    return found


def _minutes(at: str) -> int | None:
    span = _SPAN.fullmatch(at)
    if span is None:
        return None
    start_hour, start, end_hour, end = map(int, span.groups())
    return 60 * (end_hour - start_hour) + end - start
