"""jadwal.yaml as a form: what is taught on which training day, and the days as they add up."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.authoring.drafts.fields import Choice, DraftForm, Figure, Prose, Row, Rows, Words
from lms.authoring.drafts.tree import Files, text_of, title_of
from lms.catalogue.content.keys import CONFIDENCES
from lms.catalogue.content.timetables import FORMATS
from lms.catalogue.words import CONFIDENCES as SURE
from lms.catalogue.words import FORMATS as WAYS
from lms.core import source_edit
from lms.core.faults import Faults
from lms.core.i18n import _, _l
from lms.core.sources import read_yaml

#: More lines than any programme has; a form with them stays below what a request may hold.
MOST_LINES = 120


class Days(Words):
    """One training day, or the first and last of several."""

    def written(self) -> Any:
        typed = super().written()
        return Decimal(typed) if typed.isdecimal() else typed


class LineRow(Row):
    """One line: the days it takes, its subject, and the JP on all of these days together."""

    days = Days(_l("Hari"), description=_l("17, atau 17-19"))
    at = Words(_l("Jam"), description=_l("08.00-09.30; kosong bila bebas"))
    course = Choice(_l("Mata pelatihan"))
    title = Words(_l("Isi kegiatan"))
    jp = Figure(_l("JP"), description=_l("Pada semua harinya bersama"))
    format = Choice(_l("Cara"), [(key, WAYS[key]) for key in FORMATS])
    groups = Figure(_l("Kelompok"), description=_l("Yang berjalan bersamaan; kosong: semua"))

    @property
    def summary(self) -> str:
        """Return the line in a few words, "" for an empty one."""
        if not self.counts:
            return ""
        day = _("Hari %(days)s", days=self.days.data or "?")
        parts = (day, self.at.data, self.title.data, f"{self.jp.data or '?'} JP")
        return " · ".join(part for part in parts if part)


class TimetableForm(DraftForm):
    """jadwal.yaml."""

    confidence = Choice(_l("Keyakinan"), [(key, SURE[key]) for key in CONFIDENCES])
    note = Prose(_l("Catatan"), render_kw={"rows": 2})
    rows = Rows(LineRow, _l("Baris jadwal"), most=MOST_LINES)


def offer_courses(rows: Rows, key: str, files: Files) -> None:
    """Offer the subjects of the programme in every line."""
    subjects = [("", "–"), *_subjects(key, files)]
    for entry in rows.entries:
        entry.form.course.offer(subjects)


def _subjects(key: str, files: Files) -> Iterator[tuple[str, str]]:
    for path in sorted(files):
        parts = path.split("/")
        if len(parts) == 3 and parts[0] == key and parts[2] == "course.yaml":
            yield parts[1], title_of(files[path]) or parts[1]


@dataclass
class Sum:
    """The JP of a subject as its file says them and as the lines add up."""

    title: str
    wanted: str
    planned: int = 0

    @property
    def fits(self) -> bool:
        """Tell whether both are the same."""
        return self.wanted == str(self.planned)


def sums(kind: str, content: bytes, key: str, files: Files) -> list[Sum]:
    """Return the JP that a timetable plans for each subject; nothing for other files."""
    if kind != "timetable" or read_yaml(text_of(content), "", Faults()) is None:
        return []
    found = {
        name: Sum(title, _text_at(files[f"{key}/{name}/course.yaml"], "jp"))
        for name, title in _subjects(key, files)
    }
    for line in source_edit.value_at(text_of(content), ["rows"]) or ():
        own, jp = (str(line.get(name, "")) for name in ("course", "jp"))
        if own in found and jp.isdecimal():
            found[own].planned += int(jp)
    return list(found.values())


def _text_at(content: bytes, name: str) -> str:
    return str(source_edit.value_at(text_of(content), [name]) or "")
