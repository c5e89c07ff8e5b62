"""Publish a checked programme: a new version with all its rows, its media copied beside them."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.assignments.content import BriefForm
from lms.assignments.publishing import add_brief
from lms.authoring import queries
from lms.authoring.check import Content, Draft
from lms.authoring.difference import Change, compare, media_address, parts_of_draft
from lms.authoring.drafts.publishing import keep_files
from lms.catalogue import publishing as catalogue
from lms.catalogue.models import Batch, ProgrammeVersion, Unit
from lms.core.audit import record
from lms.core.errors import RuleBroken
from lms.core.facsimile import draw_pages
from lms.core.i18n import _
from lms.elearning.content import ActivityForm, LessonForm
from lms.elearning.publishing import add_activity, add_lesson, add_quiz, add_way


@dataclass(frozen=True)
class Publication:
    """What publishing did: the version, the changes, and the batches that stay where they are."""

    version: ProgrammeVersion
    changes: list[Change]
    #: False when these very files are current already.
    is_new: bool
    staying: list[Batch]
    #: The content changed but the file still says the same version.
    same_label: bool = False


def difference(draft: Draft, var: Path) -> list[Change]:
    """Return what publishing `draft` would change."""
    current = queries.current_version(draft.key)
    before = (
        queries.parts_of_version(current, media_folder(var, draft.key, current.content_hash))
        if current
        else {}
    )
    return compare(before, parts_of_draft(draft, _media_of(draft)))


def publish(draft: Draft, *, by: Any, var: Path) -> Publication:
    """Make the files of `draft` the version that new batches start with; others stay on theirs."""
    form = draft.form
    if form is None or draft.faults.errors:
        raise RuleBroken(_("Program ini masih mengandung kesalahan; jalankan flask courses check."))
    content_hash = draft.folder.content_hash()
    _copy_media(draft, media_folder(var, draft.key, content_hash))
    _draw_papers(draft, pages_folder(var, draft.key, content_hash))
    current = queries.current_version(draft.key)
    if current is not None and current.content_hash == content_hash:
        keep_files(current, draft.folder)  # versions of before kept none
        return Publication(current, [], False, [])
    changes = difference(draft, var)
    programme = catalogue.keep_programme(form)
    version = catalogue.find_version(programme, content_hash)
    if version is None:
        version = _add_version(draft, content_hash)
    keep_files(version, draft.folder)
    catalogue.make_current(programme, version)
    record(
        "programme.published", version, by=by, programme=draft.key, version=form.version,
        content_hash=content_hash, changes=len(changes),
    )  # fmt: skip
    same_label = current is not None and current.version == form.version
    return Publication(version, changes, True, queries.running_batches(version), same_label)


def _add_version(draft: Draft, content_hash: str) -> ProgrammeVersion:
    form = draft.form
    assert form is not None
    version, units = catalogue.add_version(
        catalogue.keep_programme(form),
        form,
        [(course.form, [unit.unit for unit in course.units]) for course in draft.courses],
        draft.timetable,
        draft.shared,
        content_hash,
    )
    for course in draft.courses:
        media = f"{media_address(draft.key, content_hash)}/{course.form.key}"
        for content in course.units:
            unit = units[content.unit.key]
            add_way(unit, draft.way_of(content))
            _add_content(unit, content, media)
    _add_documents(draft, version)
    return version


def _add_documents(draft: Draft, version: ProgrammeVersion) -> None:
    courses = catalogue.course_ids(version)
    address = media_address(draft.key, version.content_hash)
    position = 0
    for course in draft.courses:
        if course.guide is not None:
            position += 1
            key = course.form.key
            catalogue.add_document(
                version, course.guide, position, f"{address}/{key}", courses[key]
            )
    for form in draft.documents:
        position += 1
        catalogue.add_document(version, form, position, "", None)


def _add_content(unit: Unit, content: Content, media: str) -> None:
    if isinstance(content, BriefForm):
        add_brief(unit, content, media)
    elif isinstance(content, LessonForm):
        add_lesson(unit, content, media)
    elif isinstance(content, ActivityForm):
        add_activity(unit, content, media)
    else:
        add_quiz(unit, content, media)


def _media_of(draft: Draft) -> str:
    return media_address(draft.key, draft.folder.content_hash())


def media_folder(var: Path, key: str, content_hash: str) -> Path:
    """Return where the media of one version are kept."""
    return var / "media" / key / content_hash[:12]


def pages_folder(var: Path, key: str, content_hash: str) -> Path:
    """Return where the pages of a version's PDFs are kept as pictures."""
    return var / "pages" / key / content_hash[:12]


def _draw_papers(draft: Draft, target: Path) -> None:
    """Draw the pages of every PDF that a unit shows."""
    for course in draft.courses:
        for unit in course.units:
            if isinstance(unit, ActivityForm) and "texts" in unit.facts:
                name = unit.facts["file"].removeprefix("media/")
                draw_pages(course.media[name], target / course.form.key / name)


def _copy_media(draft: Draft, target: Path) -> None:
    """Copy what is missing; a half-written file never gets its final name."""
    for course in draft.courses:
        for name, path in course.media.items():
            place = target / course.form.key / name
            if place.exists() and place.stat().st_size == path.stat().st_size:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            half = place.parent.parent / f".{os.getpid()}-{name}"
            shutil.copyfile(path, half)
            os.replace(half, place)
