"""Drafts: begun, written by several people without overwriting, taken back, published."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from flask import current_app
from werkzeug.datastructures import FileStorage

from lms.authoring import publish as publishing
from lms.authoring import queries as published
from lms.authoring.difference import parts_of_draft
from lms.authoring.drafts import archive, blanks, queries, tree, workspace
from lms.authoring.drafts.tree import Changes, Files
from lms.authoring.files import GLOSSARY, MOST_BYTES, SURVEYS, media_fault
from lms.authoring.models import (
    DraftChange,
    DraftFile,
    FileChange,
    ProgrammeDraft,
    SourceBlob,
)
from lms.catalogue.content.programmes import KINDS
from lms.catalogue.models import ProgrammeVersion
from lms.core import source_edit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import add_all_missing, db, lock, lock_left
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import Job, enqueue, handler
from lms.people.models import Person

PUBLISH = "authoring.publish"
#: Writing on in the same window within this time adds to the last change of the history.
ONE_SITTING = timedelta(minutes=10)
#: More files or bytes in one draft are a mistake.
_MOST_FILES, _MOST_BYTES = 2000, 100_000_000


class Overwriting(RuleBroken):
    """Somebody else wrote the file in the meantime: nothing was changed."""


def start(version: ProgrammeVersion, *, by: Person) -> ProgrammeDraft:
    """Begin the next version from the files of a published one."""
    key = version.programme.key
    files = queries.files_of_version(version.id) or queries.folder_files(
        Path(current_app.config["COURSES_DIR"]), key, version.content_hash
    )
    if not files:
        raise RuleBroken(
            _("Berkas versi ini tidak disimpan saat terbit. Terbitkan sekali lagi dari folder "
              "courses/, atau masukkan programnya sebagai ZIP.")
        )  # fmt: skip
    return _begin(key, version.title, files, "started", by=by, base=version)


def start_new(title: str, kind: str, *, by: Person) -> ProgrammeDraft:
    """Begin a programme that does not exist yet, with the terms and questionnaires of all."""
    key, title = tree.slug_of(title), " ".join(title.split())
    if kind not in KINDS:
        raise RuleBroken(_("Pilih salah satu yang tersedia."))
    if published.current_version(key) is not None:
        raise RuleBroken(_("Program dengan nama ini sudah ada. Mulai dari versinya yang terbit."))
    files = {f"{key}/programme.yaml": blanks.programme(key, title, kind).encode()}
    root = Path(current_app.config["COURSES_DIR"])
    for name in (GLOSSARY, SURVEYS):
        if (root / name).is_file():
            files[name] = (root / name).read_bytes()
    return _begin(key, title, files, "started", by=by)


def bring_in(upload: FileStorage, *, by: Person) -> ProgrammeDraft:
    """Begin a draft from a programme that was exported as ZIP, byte for byte."""
    key, files = archive.unpacked(upload.stream.read(archive.MOST_BYTES + 1))
    current = published.current_version(key)
    title = tree.title_of(files[f"{key}/programme.yaml"]) or key
    return _begin(key, title, files, "imported", by=by, base=current)


def _begin(
    key: str, title: str, files: Files, verb: str, *, by: Person,
    base: ProgrammeVersion | None = None,
) -> ProgrammeDraft:  # fmt: skip
    if queries.open_draft(key) is not None:
        raise RuleBroken(_("Rancangan program ini sudah ada. Lanjutkan rancangan itu."))
    draft = ProgrammeDraft(
        key=key, title=title, open_key=key, base_id=base.id if base else None,
        started_by_id=by.id, started_at=now(), revision=0, state="open",
    )  # fmt: skip
    db.session.add(draft)
    db.session.flush()
    _apply(draft, dict(files), verb, by=by, window="")
    record("programme_draft.started", draft, by=by, programme=key, files=len(files))
    return draft


def write(
    draft: ProgrammeDraft, changes: Changes, verb: str, *, by: Person,
    seen: Mapping[str, int] | None = None, window: str = "",
) -> int:  # fmt: skip
    """Change files of a draft; return the new revision.

    `seen` says of each file which writing the person looked at: one written since, by somebody else
    or in another window, refuses the whole change (Overwriting).
    """
    lock(draft)
    if not draft.is_open:
        raise RuleBroken(_("Rancangan ini sudah ditutup dan tidak dapat diubah."))
    _refuse_overwriting(draft, seen or {}, window)
    _apply(draft, changes, verb, by=by, window=window)
    return draft.revision


def _refuse_overwriting(draft: ProgrammeDraft, seen: Mapping[str, int], window: str) -> None:
    found = queries.rows_of(draft, list(seen)) if seen else {}
    for path, revision in seen.items():
        line = found.get(path)
        if line is None:
            raise Overwriting(_("%(path)s sudah dihapus atau diganti namanya.", path=path))
        if line.revision > revision and not (window and line.window == window):
            raise Overwriting(
                _("Berkas ini sudah ditulis orang lain atau jendela lain sejak Anda membukanya. "
                  "Tidak ada yang tertimpa; bandingkan lalu simpan lagi.")
            )  # fmt: skip


def _apply(draft: ProgrammeDraft, changes: Changes, verb: str, *, by: Person, window: str) -> None:
    before = queries.rows_of(draft)
    told: list[FileChange] = []
    blobs: dict[str, bytes] = {}
    for path, content in changes.items():
        old = before.get(path)
        new = None if content is None else hashlib.sha256(content).hexdigest()
        if (old.hash if old else None) == new:
            continue
        told.append((path, old.hash if old else None, new))
        if content is not None and new is not None:
            blobs[new] = content
    if not told:
        return
    if len(before) + len(told) > _MOST_FILES or sum(map(len, blobs.values())) > _MOST_BYTES:
        raise RuleBroken(_("Rancangan ini terlalu besar."))
    add_all_missing(SourceBlob, ["hash"], [{"hash": h, "content": c} for h, c in blobs.items()])
    draft.revision += 1
    for path, _old, new in told:
        _set(draft, before.get(path), path, new, by=by, window=window)
    _note(draft, verb, told, by=by, window=window)
    db.session.flush()


def _set(
    draft: ProgrammeDraft, row: DraftFile | None, path: str, new: str | None, *, by: Person,
    window: str,
) -> None:  # fmt: skip
    if new is None:
        db.session.delete(row)
        return
    facts = {
        "hash": new, "revision": draft.revision, "window": window, "changed_by_id": by.id,
        "changed_at": now(),
    }  # fmt: skip
    if row is None:
        db.session.add(DraftFile(draft_id=draft.id, path=path, **facts))
        return
    for name, value in facts.items():
        setattr(row, name, value)


def _note(
    draft: ProgrammeDraft, verb: str, told: list[FileChange], *, by: Person, window: str
) -> None:
    last = queries.last_change(draft)
    if (
        last is not None and window and last.window == window and last.verb == verb == "written"
        and last.by_id == by.id and now() - last.at < ONE_SITTING
        and [one[0] for one in last.files] == [one[0] for one in told]
    ):  # fmt: skip
        last.files = [
            (path, old[1], new) for (path, _before, new), old in zip(told, last.files, strict=True)
        ]
        last.at = now()
        return
    db.session.add(
        DraftChange(
            draft_id=draft.id, number=draft.revision, verb=verb, files=told, window=window,
            by_id=by.id, at=now(),
        )
    )  # fmt: skip


def restore(draft: ProgrammeDraft, change: DraftChange, *, by: Person) -> None:
    """Take one change back; refused when a file of it was changed again since."""
    lock(draft)
    present = queries.rows_of(draft)
    for path, _before, after in change.files:
        line = present.get(path)
        if (line.hash if line else None) != after:
            raise RuleBroken(
                _("%(path)s sudah diubah lagi sesudahnya. Kembalikan perubahan yang lebih baru "
                  "dahulu.", path=path)
            )  # fmt: skip
    hashes = [before for _path, before, _after in change.files if before]
    contents = {h: db.session.get_one(SourceBlob, h).content for h in hashes}
    back: Changes = {path: contents[old] if old else None for path, old, _new in change.files}
    write(draft, back, "restored", by=by)


def upload(draft: ProgrammeDraft, subject: str, file: FileStorage, *, by: Person) -> str:
    """Keep a picture or file of a subject; return its name. The checks of courses/ apply."""
    data = file.stream.read(MOST_BYTES + 1)
    name = archive.safe_name(file.filename or "")
    sentence = media_fault(name, data)
    if sentence:
        raise RuleBroken(sentence[0].upper() + sentence[1:])
    if f"{subject}/course.yaml" not in queries.rows_of(draft):
        raise RuleBroken(_("Pilih mata pelatihannya."))
    write(draft, {f"{subject}/media/{name}": data}, "uploaded", by=by)
    return name


def drop(draft: ProgrammeDraft, *, by: Person) -> None:
    """Give a draft up; its history stays readable."""
    lock(draft)
    if draft.is_open:
        draft.state, draft.open_key, draft.closed_at = "dropped", None, now()
        record("programme_draft.dropped", draft, by=by)


def ask_to_publish(draft: ProgrammeDraft, label: str, *, by: Person) -> Job:
    """Give the draft the number of its version and let the worker publish it."""
    label = label.strip()
    path = f"{draft.key}/programme.yaml"
    files = queries.files_of(draft)
    changed = source_edit.put(tree.text_of(files.get(path)), ["version"], label)
    write(draft, {path: changed.encode()}, "labelled", by=by)
    reading = workspace.read(draft.key, files | {path: changed.encode()})
    if reading.errors:
        raise RuleBroken(
            _("Masih ada %(count)s kesalahan. Perbaiki lalu terbitkan.", count=len(reading.errors))
        )
    draft.state = "publishing"
    record("programme_draft.publishing", draft, by=by, version=label)
    return enqueue(
        PUBLISH, {"draft_id": draft.id, "by_id": by.id}, by=by,
        key=f"{PUBLISH}:{draft.id}:{draft.revision}",
    )  # fmt: skip


@handler(PUBLISH)
def publish_draft(job: Job, *, draft_id: int, by_id: int) -> None:
    """Publish a draft; done again it finds the version it made."""
    draft = db.session.get_one(ProgrammeDraft, draft_id)
    if draft.state != "publishing":
        return
    files, key = queries.files_of(draft), draft.key
    with workspace.laid_out(key, files) as read:
        if read.faults.errors:
            draft.state, job.error = "open", str(read.faults.errors[0])
            return
        with lock_left():
            parts_of_draft(read, "")  # renders every text once, while nobody waits for us
        lock(draft)
        done = publishing.publish(
            read, by=db.session.get(Person, by_id), var=Path(current_app.config["VAR_DIR"])
        )
    draft.state, draft.open_key, draft.closed_at = "published", None, now()
    draft.version_id = done.version.id
    job.note = _("Terbit sebagai versi %(version)s.", version=done.version.version)


def reopen(draft: ProgrammeDraft, *, by: Person) -> None:
    """Open a draft again whose publication failed."""
    lock(draft)
    if draft.state == "publishing":
        draft.state = "open"
        record("programme_draft.reopened", draft, by=by)
