"""Drafts, their files and history; the files of published versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.authoring.check import read
from lms.authoring.drafts.sources import Sources, quizzes_in
from lms.authoring.drafts.tree import Files, kind_of
from lms.authoring.models import (
    DraftChange,
    DraftFile,
    ProgrammeDraft,
    SourceBlob,
    VersionFile,
)
from lms.catalogue.models import Programme, ProgrammeVersion
from lms.core.db import db, exists, one, rows
from lms.core.db import read as read_rows
from lms.core.jobs import Job
from lms.elearning import queries as elearning

#: Changes on one page of the history; versions in a list.
PAGE = 30


@dataclass(frozen=True)
class Opened:
    """A file of a draft as it is now: what it says, and which writing that was."""

    path: str
    kind: str
    content: bytes
    revision: int
    #: Who wrote it last, and when.
    by: str
    at: datetime


def drafts() -> list[ProgrammeDraft]:
    """Return the open drafts by title, with the versions they began as."""
    found = select(ProgrammeDraft).where(ProgrammeDraft.open_key.is_not(None))
    return rows(
        found.options(joinedload(ProgrammeDraft.base)).order_by(ProgrammeDraft.title).limit(200)
    )


def open_draft(key: str) -> ProgrammeDraft | None:
    """Return the draft of a programme that is being written."""
    return one(select(ProgrammeDraft).where(ProgrammeDraft.open_key == key))  # type: ignore[no-any-return]


def programme_of(draft: ProgrammeDraft) -> Programme | None:
    """Return the programme a draft becomes the next version of, None for a new one."""
    return one(select(Programme).where(Programme.key == draft.key))  # type: ignore[no-any-return]


def files_of(draft: ProgrammeDraft) -> dict[str, bytes]:
    """Return all files of a draft by path."""
    return _contents(
        select(DraftFile.path, SourceBlob.content)
        .join(SourceBlob, SourceBlob.hash == DraftFile.hash)
        .where(DraftFile.draft_id == draft.id)
    )


def files_of_version(version_id: int | None) -> dict[str, bytes]:
    """Return the files a version was published from; empty when they were not kept."""
    return _contents(
        select(VersionFile.path, SourceBlob.content)
        .join(SourceBlob, SourceBlob.hash == VersionFile.hash)
        .where(VersionFile.version_id == version_id)
    )


def _contents(statement: Any) -> dict[str, bytes]:
    return dict(read_rows(statement))


def has_files(version: ProgrammeVersion) -> bool:
    """Tell whether the files of a version are kept."""
    return exists(select(VersionFile.path).where(VersionFile.version_id == version.id))


def folder_files(root: Path, key: str, content_hash: str) -> dict[str, bytes]:
    """Return the files in courses/ when they are those of the version with this hash."""
    if not (root / key / "programme.yaml").is_file():
        return {}
    folder = read(root / key).folder
    if folder.content_hash() != content_hash:
        return {}
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in folder.files()}


def opened(draft: ProgrammeDraft, path: str) -> Opened | None:
    """Return one file of a draft, None when there is none at this path."""
    found = db.session.execute(
        select(DraftFile, SourceBlob.content)
        .join(SourceBlob, SourceBlob.hash == DraftFile.hash)
        .where(DraftFile.draft_id == draft.id, DraftFile.path == path)
        .options(joinedload(DraftFile.changed_by))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        return None
    row, content = found
    kind = kind_of(path, content)
    return Opened(path, kind, content, row.revision, row.changed_by.name, row.changed_at)


def sources_for(file: Opened, files: Files) -> Sources | None:
    """Return what a quiz may draw its questions from, None for any other file."""
    if file.kind != "quiz":
        return None
    categories = elearning.bank_categories()
    bank = {
        one.path: (
            one.title,
            sum(other.count for other in categories if f"{other.path}/".startswith(f"{one.path}/")),
        )
        for one in categories
    }
    tagged = elearning.tagged_counts()
    tags = {tag: count for (path, tag), count in sorted(tagged.items()) if not path}
    return Sources(quizzes_in(files, file.path), bank, tags, tagged)


def rows_of(draft: ProgrammeDraft, paths: Sequence[str] = ()) -> dict[str, DraftFile]:
    """Return the rows of a draft's files by path, freshly read: all, or those at `paths`."""
    found = select(DraftFile).where(DraftFile.draft_id == draft.id)
    if paths:
        found = found.where(DraftFile.path.in_(paths))
    lines: list[DraftFile] = rows(found.execution_options(populate_existing=True))
    return {line.path: line for line in lines}


def changes_of(draft: ProgrammeDraft, page: int) -> tuple[list[DraftChange], int]:
    """Return a page of a draft's changes, latest first, and how many there are."""
    mine = DraftChange.draft_id == draft.id
    found = rows(
        select(DraftChange)
        .where(mine)
        .options(joinedload(DraftChange.by))
        .order_by(DraftChange.number.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return found, db.session.scalar(select(func.count(DraftChange.id)).where(mine)) or 0


def change_in(draft: ProgrammeDraft, number: int) -> DraftChange | None:
    """Return one change of a draft."""
    return one(  # type: ignore[no-any-return]
        select(DraftChange).where(DraftChange.draft_id == draft.id, DraftChange.number == number)
    )


def last_change(draft: ProgrammeDraft) -> DraftChange | None:
    """Return the latest change of a draft, freshly read."""
    return one(  # type: ignore[no-any-return]
        select(DraftChange)
        .where(DraftChange.draft_id == draft.id)
        .order_by(DraftChange.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def versions_of(programme: Programme) -> list[ProgrammeVersion]:
    """Return the versions of a programme, latest first."""
    return rows(
        select(ProgrammeVersion)
        .where(ProgrammeVersion.programme_id == programme.id)
        .order_by(ProgrammeVersion.id.desc())
        .limit(200)
    )


def came_from_draft(version: ProgrammeVersion) -> bool:
    """Tell whether a version was written in the browser, so that courses/ may lag behind."""
    return exists(select(ProgrammeDraft.id).where(ProgrammeDraft.version_id == version.id))


def publish_job(draft: ProgrammeDraft) -> Job | None:
    """Return the job that publishes or published a draft, the latest one."""
    mine = Job.key.startswith(f"authoring.publish:{draft.id}:", autoescape=True)
    return one(select(Job).where(mine).order_by(Job.id.desc()).limit(1))  # type: ignore[no-any-return]


def version_of(draft: ProgrammeDraft) -> ProgrammeVersion | None:
    """Return the version a draft became."""
    return db.session.get(ProgrammeVersion, draft.version_id) if draft.version_id else None


def base_of(draft: ProgrammeDraft) -> ProgrammeVersion | None:
    """Return the version a draft began as."""
    return db.session.get(ProgrammeVersion, draft.base_id) if draft.base_id else None


def versions_with_files(programme: Programme) -> set[int]:
    """Return the ids of a programme's versions whose files are kept."""
    return set(
        db.session.scalars(
            select(VersionFile.version_id)
            .join(ProgrammeVersion, ProgrammeVersion.id == VersionFile.version_id)
            .where(ProgrammeVersion.programme_id == programme.id)
            .distinct()
        )
    )
