"""Read a whole programme: what its files say, and every fault in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lms.assignments.content import BriefForm, read_brief
from lms.authoring.files import SURVEYS, CourseFolder, ProgrammeFolder, read_text, walk
from lms.authoring.glossary import Glossary, read_glossary
from lms.catalogue.content import (
    CourseForm,
    DocumentForm,
    ProgrammeForm,
    TimetableForm,
    check_guide,
    check_programme,
    check_timetable,
    read_course,
    read_document,
    read_guide,
    read_programme,
    read_timetable,
)
from lms.catalogue.media import Media
from lms.catalogue.publishing import Shared
from lms.core.faults import Faults
from lms.core.i18n import _
from lms.core.sources import Mapping, Prose, read_yaml, split_front_matter
from lms.elearning.content import (
    ActivityForm,
    LessonForm,
    QuizForm,
    check_pools,
    check_unlock,
    read_activity,
    read_lesson,
    read_quiz,
)
from lms.elearning.kinds import ACTIVITIES, KINDS
from lms.elearning.ways import WayForm, check_way, read_way
from lms.gradebook import rulebooks
from lms.surveys.content import read_surveys

Content = LessonForm | ActivityForm | QuizForm | BriefForm
_READERS: dict[str, Callable[[Mapping, str, Media], Content]] = {
    "quiz": read_quiz,
    "assignment": read_brief,
    **dict.fromkeys(ACTIVITIES, read_activity),
}


@dataclass(frozen=True)
class CourseDraft:
    """A subject as its files describe it."""

    form: CourseForm
    units: list[Content]
    media: dict[str, Path]
    guide: DocumentForm | None = None


@dataclass
class Draft:
    """A programme as its files describe it, with what is wrong in them."""

    folder: ProgrammeFolder
    faults: Faults
    form: ProgrammeForm | None = None
    courses: list[CourseDraft] = field(default_factory=list)
    documents: list[DocumentForm] = field(default_factory=list)
    timetable: TimetableForm | None = None
    glossary: Glossary = field(default_factory=Glossary)
    surveys: list[dict[str, Any]] = field(default_factory=list)
    #: When each task opens and is done, by its key; the other units say it themselves.
    ways: dict[str, WayForm] = field(default_factory=dict)

    @property
    def shared(self) -> Shared:
        """Return what the programme takes from the files beside its folder."""
        return Shared(self.glossary.explained, self.surveys)

    @property
    def key(self) -> str:
        """Return the programme's key."""
        return self.folder.key

    @property
    def units(self) -> list[Content]:
        """Return all units in the order of study."""
        return [unit for course in self.courses for unit in course.units]

    def way_of(self, unit: Content) -> WayForm:
        """Return when a unit opens and when it is done."""
        return self.ways[unit.unit.key] if isinstance(unit, BriefForm) else unit.way

    def place_of(self, unit: Content) -> str:
        """Return the path of a unit as people know it."""
        suffix = "md" if isinstance(unit, LessonForm) else "yaml"
        return self.folder.shown(self.folder.path / f"{unit.unit.key}.{suffix}")

    def count(self, kind: type) -> int:
        """Return how many units of one kind there are."""
        return sum(isinstance(unit, kind) for unit in self.units)

    @property
    def question_count(self) -> int:
        """Return how many questions stand in all quizzes together."""
        return sum(len(unit.questions) for unit in self.units if isinstance(unit, QuizForm))


def read(path: Path) -> Draft:
    """Read the programme in the folder `path`."""
    faults = Faults()
    draft = Draft(walk(path, faults), faults, glossary=read_glossary(path.parent))
    faults.found += draft.glossary.faults.found
    if (path.parent / SURVEYS).is_file():
        surveys = _open_yaml(draft, path.parent / SURVEYS)
        draft.surveys = read_surveys(surveys) if surveys is not None else []
    source = _open_yaml(draft, path / "programme.yaml")
    if source is not None:
        draft.form = read_programme(source, draft.key, rulebooks.names())
    phases = [phase.key for phase in draft.form.phases] if draft.form else []
    headers = []
    for folder in draft.folder.courses:
        found = _read_course(draft, folder, phases)
        if found is not None:
            course, header = found
            draft.courses.append(course)
            headers.append((course.form, header))
    draft.documents = _read_documents(draft)
    timetable = _read_timetable(draft)
    if source is not None and draft.form is not None and _is_whole(draft):
        _check_whole(draft, source, headers)
        if timetable is not None and draft.timetable is not None:
            forms = [course.form for course in draft.courses]
            check_timetable(timetable, draft.timetable, draft.form, forms)
    return draft


def _read_timetable(draft: Draft) -> Mapping | None:
    source = _open_yaml(draft, draft.folder.timetable) if draft.folder.timetable else None
    if source is not None:
        draft.timetable = read_timetable(source)
    return source


def _check_whole(
    draft: Draft, source: Mapping, headers: Sequence[tuple[CourseForm, Mapping]]
) -> None:
    """Note what only shows when all files are held together."""
    assert draft.form is not None
    units = {unit.unit.key: unit for unit in draft.units}
    assignments = [key for key, unit in units.items() if isinstance(unit, BriefForm)]
    kinds = {key: unit.unit.kind for key, unit in units.items()}
    check_programme(source, draft.form, headers, kinds)
    for document, path in zip(draft.documents, draft.folder.documents, strict=True):
        if document.beside and document.beside not in assignments:
            draft.faults.add(
                draft.folder.shown(path), document.line,
                _("tugas %(unit)s tidak ada.", unit=document.beside),
            )  # fmt: skip
    days = sum(phase.days for phase in draft.form.phases)
    before: list[str] = []
    for unit in draft.units:
        way = draft.way_of(unit)
        check_way(way, before, days, draft.place_of(unit), draft.faults)
        before.append(unit.unit.key)
        if isinstance(unit, BriefForm):
            _check_due(draft, unit, way, days)
        if isinstance(unit, QuizForm):
            shown = draft.place_of(unit)
            check_pools(unit, units, shown, draft.faults)
            check_unlock(unit, draft.form.unlock, shown, draft.faults)


def _check_due(draft: Draft, unit: BriefForm, way: WayForm, days: int) -> None:
    """Note a task that is due after the last day, or before it opens."""
    place = draft.place_of(unit)
    if unit.due_day > days:
        draft.faults.add(
            place, unit.unit.line,
            _("tenggat hari ke-%(day)s, programnya hanya %(days)s hari.",
              day=unit.due_day, days=days),
        )  # fmt: skip
    if way.opens_day > unit.due_day:
        draft.faults.add(
            place, way.lines[1],
            _("terbuka hari ke-%(opens)s, setelah tenggat hari ke-%(day)s.",
              opens=way.opens_day, day=unit.due_day),
        )  # fmt: skip


def _is_whole(draft: Draft) -> bool:
    """Tell whether every file could be read, so that nothing seems missing that is only broken."""
    if len(draft.documents) != len(draft.folder.documents):
        return False
    return [course.form.key for course in draft.courses] == [
        folder.path.name for folder in draft.folder.courses
    ] and all(
        len(course.units) == len(folder.units)
        for course, folder in zip(draft.courses, draft.folder.courses, strict=True)
    )


def _open_yaml(draft: Draft, path: Path) -> Mapping | None:
    text = read_text(draft.folder, path, draft.faults)
    return read_yaml(text, draft.folder.shown(path), draft.faults) if text is not None else None


def _read_course(
    draft: Draft, folder: CourseFolder, phases: list[str]
) -> tuple[CourseDraft, Mapping] | None:
    sizes = {name: path.stat().st_size for name, path in folder.media.items()}
    media = Media(sizes, paths=folder.media)
    key = folder.path.name
    units = [unit for path in folder.units if (unit := _read_unit(draft, path, key, media))]
    header = _open_yaml(draft, folder.path / "course.yaml")
    if header is None:
        return None
    course = read_course(header, key, phases)
    guide = _read_guide(draft, folder.guide, course, media) if folder.guide else None
    _warn_of_unused(draft, folder, media)
    return CourseDraft(course, units, folder.media, guide), header


def _warn_of_unused(draft: Draft, folder: CourseFolder, media: Media) -> None:
    for name in sorted(media.sizes.keys() - media.used):
        draft.faults.warn(
            draft.folder.shown(folder.media[name]), 1, _("berkas media ini tidak dipakai.")
        )


def _open_markdown(draft: Draft, path: Path) -> tuple[Mapping, Prose] | None:
    text = read_text(draft.folder, path, draft.faults)
    if text is None:
        return None
    header, body = split_front_matter(text, draft.folder.shown(path), draft.faults)
    return (header, body) if header else None


def _read_guide(draft: Draft, path: Path, course: CourseForm, media: Media) -> DocumentForm | None:
    found = _open_markdown(draft, path)
    if found is None:
        return None
    header, body = found
    guide = read_guide(header, body, f"{course.key}/{path.stem}", media)
    check_guide(header, guide, course, draft.form.jp_minutes if draft.form else 45)
    return guide


def _read_documents(draft: Draft) -> list[DocumentForm]:
    opened = [(path, _open_markdown(draft, path)) for path in draft.folder.documents]
    return [
        read_document(*found, f"{path.parent.name}/{path.stem}")
        for path, found in opened if found
    ]  # fmt: skip


def _read_unit(draft: Draft, path: Path, course: str, media: Media) -> Content | None:
    key = f"{course}/{path.stem}"
    if path.suffix == ".md":
        found = _open_markdown(draft, path)
        return read_lesson(*found, key, media) if found else None
    source = _open_yaml(draft, path)
    if source is None:
        return None
    source.choice("kind", tuple(_READERS))
    reader = _READERS.get(source.text("kind", ""))
    if reader is read_brief:
        draft.ways[key] = read_way(source, KINDS["assignment"])
    return reader(source, key, media) if reader else None
