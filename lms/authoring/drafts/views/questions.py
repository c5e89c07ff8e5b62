"""The questions of a draft's quiz: written by form or as text, seen as trainee, put in order."""

import secrets
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.authoring.drafts import actions, queries, showing, tree, writing
from lms.authoring.drafts.forms import QuestionTextForm
from lms.authoring.drafts.views.files import opened
from lms.authoring.models import ProgrammeDraft
from lms.authoring.views.blueprint import bp
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.errors import RuleBroken
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.elearning.questions import TYPES
from lms.elearning.words import KINDS
from lms.elearning.writing import QuestionWriteForm, write_form, written_of


def _quiz(draft: ProgrammeDraft) -> queries.Opened:
    file = opened(draft)
    return file if file.kind == "quiz" else abort(404)


def _place() -> int:
    """Return which question the address names, -1 for a new one."""
    return request.values.get("nomor", 0, type=whole) - 1


def _kind(found: showing.Written | None) -> str:
    kind = found.form.type if found else request.values.get("jenis", "single")
    return kind if kind in TYPES else abort(404)


@bp.get("/program/rancangan/<int:programme_draft_id>/soal")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def draft_question(draft: ProgrammeDraft):
    file, at = _quiz(draft), _place()
    found = showing.question_at(file.content, at, _media(draft, file))
    kind = _kind(found)
    if request.args.get("cara") == "teks":
        form = QuestionTextForm(formdata=None, source=writing.text_at(file.content, at, kind))
    else:
        facts: dict[str, Any] = {} if found or kind != "truefalse" else {
            "options": [{"text": "Benar"}, {"text": "Salah"}]  # trainees read Indonesian
        }  # fmt: skip
        form = write_form(found.form if found else None, **facts)
    return _question_page(draft, file, at, kind, form, found)


def _media(draft: ProgrammeDraft, file: queries.Opened) -> dict[str, int]:
    return tree.media_beside(queries.files_of(draft), file.path)


def _question_page(draft, file, at, kind, form, found=None):
    media = showing.media_at(draft, file.path)
    sent = request.form
    return page(
        "authoring/drafts/question.html",
        draft=draft,
        file=file,
        at=at,
        kind=kind,
        kinds=KINDS,
        form=form,
        as_text=isinstance(form, QuestionTextForm),
        count=len(showing.questions(file.kind, file.content)),
        one=showing.asked(found.form, media) if found and not found.faults else None,
        faults=found.faults if found else [],
        sections=showing.sections_of(file.content),
        section=sent.get("section", found.section if found else ""),
        seen=sent.get("seen") or file.revision,
        window=sent.get("window") or secrets.token_urlsafe(9),
    )


@bp.post("/program/rancangan/<int:programme_draft_id>/soal")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def save_question(draft: ProgrammeDraft):
    file, at = _quiz(draft), _place()
    found = showing.question_at(file.content, at, _media(draft, file))
    kind = _kind(found)
    form = QuestionTextForm() if "source" in request.form else QuestionWriteForm()
    if "tambah" in request.form:
        for _row in range(min(3, form.options.max_entries - len(form.options))):
            form.options.append_entry()
        return _question_page(draft, file, at, kind, form, found)
    if not form.accepts(lambda: _saved(draft, file, at, kind, form)):
        return _question_page(draft, file, at, kind, form), 422
    flash(_("Soal tersimpan."), "ok")
    return redirect(
        url_for(
            ".draft_question", programme_draft_id=draft.id, jalur=file.path, nomor=form.result + 1
        )
    )


def _saved(draft: ProgrammeDraft, file: queries.Opened, at: int, kind: str, form) -> int:
    """Write a question into its file; return its place. What is wrong with it is refused."""
    if isinstance(form, QuestionTextForm):
        content, at = writing.with_text(file.content, at, form.source.data or "")
    else:
        before = showing.question_at(file.content, at, {})
        section = request.form.get("section", before.section if before else "")[:60]
        same = before and replace(before.form, line=0) == written_of(form, kind, before.form.key)
        if before and same and section == before.section:
            return at  # nothing was changed, so no letter of the file changes
        content, at = writing.with_question(
            file.content, at, lambda key: written_of(form, kind, key), section
        )
    found = showing.question_at(content, at, _media(draft, file))
    if found is None or found.faults:
        said = found.faults if found else [_("Soal ini tidak terbaca.")]
        raise RuleBroken(" ".join(one[:1].upper() + one[1:] for one in said))
    _write(draft, file, content)
    return at


def _write(draft: ProgrammeDraft, file: queries.Opened, content: bytes) -> None:
    seen = request.form.get("seen", 0, type=whole)
    actions.write(
        draft, {file.path: content}, "written", by=current_user, seen={file.path: seen},
        window=request.form.get("window", "")[:40],
    )  # fmt: skip


@bp.post("/program/rancangan/<int:programme_draft_id>/soal/susunan")
@requires("programme_draft.view", ProgrammeDraft)
def arrange_questions(draft: ProgrammeDraft):
    """Move a question one place, or take it out of its quiz."""
    file, at, form = _quiz(draft), _place(), EmptyForm()
    step = 0 if "hapus" in request.form else -1 if "naik" in request.form else 1
    content = writing.arranged(file.content, at, step)
    if not form.accepts(lambda: _write(draft, file, content)):
        flash(form.refusal or "", "error")
    return redirect(
        url_for(".draft_file", programme_draft_id=draft.id, jalur=file.path, _anchor="soal")
    )
