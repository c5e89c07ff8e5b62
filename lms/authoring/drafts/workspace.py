"""A draft laid out as a folder for a moment, so that the very checks of courses/ read it."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from lms.authoring import check, quality
from lms.authoring.check import Draft
from lms.authoring.drafts.tree import Files
from lms.authoring.stats import Figures, LessonFigures, figures, lesson_figures
from lms.core.errors import RuleBroken
from lms.core.faults import Fault
from lms.core.i18n import _, language

#: How people see the folder that holds all programmes.
_ROOT = "courses"
#: Readings kept: a page, its preview and its saving read the same files.
_KEPT = 12


@dataclass(frozen=True)
class Reading:
    """What the checks found in some files, and how much there is."""

    errors: list[Fault]
    warnings: list[Fault]
    figures: Figures
    lessons: dict[str, LessonFigures]

    def about(self, path: str) -> list[Fault]:
        """Return what is wrong or doubtful in the file at `path`, errors first."""
        shown = f"{_ROOT}/{path}"
        return [one for one in (*self.errors, *self.warnings) if one.path == shown]

    def by_file(self) -> dict[str, tuple[int, int]]:
        """Return how many errors and doubts each file has."""
        counts: dict[str, tuple[int, int]] = {}
        for one in (*self.errors, *self.warnings):
            path = one.path.removeprefix(f"{_ROOT}/")
            errors, doubts = counts.get(path, (0, 0))
            counts[path] = (errors + (not one.is_warning), doubts + one.is_warning)
        return counts


_readings: OrderedDict[tuple[str, str, bool], Reading] = OrderedDict()


@contextmanager
def laid_out(key: str, files: Files) -> Iterator[Draft]:
    """Give the programme as `flask courses check` reads it; its files last as long as the block."""
    with TemporaryDirectory(prefix="draft-") as place:
        root = Path(place) / _ROOT
        write_files(root, files)
        (root / key).mkdir(parents=True, exist_ok=True)
        yield check.read(root / key)


def write_files(root: Path, files: Files) -> None:
    """Write files below `root`; a path that would leave it is refused."""
    for path, content in files.items():
        target = root / path
        if not target.resolve().is_relative_to(root.resolve()):
            raise RuleBroken(_("Nama berkas ini tidak diterima: %(name)s", name=path[:80]))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def read(key: str, files: Files, *, doubts: bool = False) -> Reading:
    """Return what the checks say; with `doubts` also those about quality (about a second)."""
    mark = (fingerprint(files), f"{key}:{language.get()}", doubts)
    found = _readings.pop(mark, None) or _read(key, files, doubts)
    _readings[mark] = found  # the latest asked for stands last
    while len(_readings) > _KEPT:
        _readings.popitem(last=False)
    return found


def _read(key: str, files: Files, doubts: bool) -> Reading:
    with laid_out(key, files) as draft:
        if doubts:
            quality.doubt(draft)
        lessons = {f"{key}/{one.key}.md": one for one in lesson_figures(draft)}
        return Reading(draft.faults.errors, draft.faults.warnings, figures(draft), lessons)


def fingerprint(files: Mapping[str, bytes]) -> str:
    """Return one hash over paths and contents."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return whole.hexdigest()


def shape(files: Files) -> str:
    """Return one short mark over the paths alone: the order of the parts."""
    return hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()[:16]
