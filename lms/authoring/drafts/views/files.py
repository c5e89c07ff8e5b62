"""One file of a draft: its form, saving, saving by itself, and how trainees will see it."""

import secrets
from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from lms.authoring import words
from lms.authoring.drafts import actions, editing, queries, showing, tree, workspace
from lms.authoring.drafts.fields import DraftForm, Rows
from lms.authoring.drafts.sources import offer_pools
from lms.authoring.drafts.timetable import offer_courses, sums
from lms.authoring.models import ProgrammeDraft
from lms.authoring.views.blueprint import bp
from lms.core.access import requires
from lms.core.clock import now
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.elearning.words import ASPECTS, KINDS, MOMENTS


def opened(draft: ProgrammeDraft) -> queries.Opened:
    """Return the file that the address names, or answer 404."""
    return queries.opened(draft, request.values.get("jalur", "")[:300]) or abort(404)


def _form(
    draft: ProgrammeDraft, file: queries.Opened, files, *, sent: MultiDict | None
) -> DraftForm:
    as_text = request.values.get("cara") == "teks" or not editing.has_form(file.kind, file.content)
    kind = "" if as_text else file.kind
    window = sent.get("window", "") if sent else secrets.token_urlsafe(9)
    return editing.form_of(
        kind, file.content, draft.key, files, sources=queries.sources_for(file, files),
        submitted=sent, seen=str(file.revision), window=window,
    )  # fmt: skip


@bp.get("/program/rancangan/<int:programme_draft_id>/berkas")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def draft_file(draft: ProgrammeDraft):
    file = opened(draft)
    if file.kind == "media":
        return redirect(url_for(".draft_media_of", programme_draft_id=draft.id, jalur=file.path))
    files = queries.files_of(draft)
    form = _form(draft, file, files, sent=None)
    reading = workspace.read(draft.key, files)
    editing.show_faults(file.kind, file.content, form, reading.about(file.path))
    return file_page(draft, file, form, files, reading)


def file_page(draft, file, form, files, reading, *, theirs: str = "", unfinished: bool = False):
    return page(
        "authoring/drafts/file.html",
        draft=draft,
        file=file,
        form=form,
        as_text=editing.is_text(form),
        has_form=editing.has_form(file.kind, file.content),
        shown=showing.shown(draft, file.path, file.kind, file.content, reading),
        sums=sums(file.kind, editing.changed(file.kind, file.content, form), draft.key, files),
        doubts=[one for one in reading.about(file.path) if one.is_warning],
        neighbours=tree.neighbours(draft.key, files, file.path),
        media=tree.media_beside(files, file.path),
        questions=showing.questions(file.kind, file.content),
        theirs=theirs,
        unfinished=unfinished,
        kinds=KINDS,
        moments=MOMENTS,
        aspects=ASPECTS,
        words=words,
    )


@bp.post("/program/rancangan/<int:programme_draft_id>/berkas")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def save_file(draft: ProgrammeDraft):
    """Save a file; with errors in it only when its author says that it is not finished."""
    file, files = opened(draft), queries.files_of(draft)
    form = _form(draft, file, files, sent=request.form)
    content = editing.changed(file.kind, file.content, form)
    reading = workspace.read(draft.key, files | {file.path: content})
    about = reading.about(file.path)
    errors = [one for one in about if not one.is_warning]
    if "baris" in request.form:
        _with_more_rows(form)
        if file.kind == "timetable":
            offer_courses(form["rows"], draft.key, files)
        if file.kind == "quiz":
            offer_pools(form["pools"], form["sections"], queries.sources_for(file, files))
        return file_page(draft, file, form, files, reading)
    if errors and "belum" not in request.form:
        editing.show_faults(file.kind, content, form, errors)
        return file_page(draft, file, form, files, reading, unfinished=True), 422
    if not form.accepts(lambda: _keep(draft, file, content, form)):
        form.seen.data = str(file.revision)
        theirs = tree.text_of(file.content)
        return file_page(draft, file, form, files, reading, theirs=theirs), 422
    said = _("Tersimpan.") if not errors else _("Tersimpan, belum dapat diterbitkan.")
    flash(said, "warning" if errors else "ok")
    return redirect(url_for(".draft_file", programme_draft_id=draft.id, jalur=file.path))


def _keep(draft: ProgrammeDraft, file: queries.Opened, content: bytes, form: DraftForm) -> int:
    return actions.write(
        draft, {file.path: content}, "written", by=current_user,
        seen={file.path: form.seen_revision}, window=form.window.data or "",
    )  # fmt: skip


def _with_more_rows(form: Any) -> None:
    """Add an empty row to every list, those within rows too."""
    for field in form:
        if isinstance(field, Rows) and len(field.entries) < (field.max_entries or 0):
            for entry in field.entries:
                _with_more_rows(entry.form)
            field.append_entry({"place": str(len(field.entries) + 1)})


@bp.post("/program/rancangan/<int:programme_draft_id>/berkas/otomatis")
@requires("programme_draft.view", ProgrammeDraft)
def autosave_file(draft: ProgrammeDraft):
    """Save what is being written as it is: it may be wrong until it is published."""
    file = opened(draft)
    form = _form(draft, file, queries.files_of(draft), sent=request.form)
    content = editing.changed(file.kind, file.content, form)
    if not form.accepts(lambda: _keep(draft, file, content, form)):
        return jsonify(error=form.problems[0][1] if form.problems else ""), 409
    return jsonify(saved_at=now().isoformat(), seq=request.form.get("seq", 0, type=int))


@bp.post("/program/rancangan/<int:programme_draft_id>/berkas/pratinjau")
@requires("programme_draft.view", ProgrammeDraft)
def preview_file(draft: ProgrammeDraft):
    """Answer with what is written now as a trainee would see it, and what is wrong in it."""
    file, files = opened(draft), queries.files_of(draft)
    form = _form(draft, file, files, sent=request.form)
    content = editing.changed(file.kind, file.content, form)
    reading = workspace.read(draft.key, files | {file.path: content})
    return page(
        "authoring/drafts/preview.html",
        fragment="preview",
        shown=showing.shown(draft, file.path, file.kind, content, reading),
        faults=[
            (one, editing.said(file.kind, content, one, form)) for one in reading.about(file.path)
        ],
        sums=sums(file.kind, content, draft.key, files),
        draft=draft,
        file=file,
    )
