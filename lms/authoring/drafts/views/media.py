"""Pictures and files of a draft: shown, uploaded, removed."""

from io import BytesIO

from flask import abort, flash, redirect, request, send_file, url_for
from flask_login import current_user

from lms.authoring.drafts import actions, queries, tree
from lms.authoring.drafts.forms import MediaForm
from lms.authoring.files import MEDIA
from lms.authoring.models import ProgrammeDraft
from lms.authoring.views.blueprint import bp
from lms.core.access import requires
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page

#: What is shown cannot run, whatever stands in it.
_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/program/rancangan/<int:programme_draft_id>/media/<subject>/<name>")
@requires("programme_draft.view", ProgrammeDraft)
def draft_media(draft: ProgrammeDraft, subject: str, name: str):
    file = queries.opened(draft, f"{draft.key}/{subject}/media/{name}")
    mime = MEDIA.get(name.rpartition(".")[2])
    if file is None or mime is None:
        abort(404)
    response = send_file(BytesIO(file.content), mime, download_name=name)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = _CLOSED
    return response


def _subject() -> str:
    return "/".join(request.values.get("jalur", "")[:300].split("/")[:2])


@bp.get("/program/rancangan/<int:programme_draft_id>/media")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def draft_media_of(draft: ProgrammeDraft):
    return _media_page(draft, MediaForm(formdata=None))


def _media_page(draft: ProgrammeDraft, form: MediaForm):
    files, subject = queries.files_of(draft), _subject()
    if f"{subject}/course.yaml" not in files:
        abort(404)
    beside = tree.media_beside(files, f"{subject}/x")
    used = {
        name: [path for path in files if path.startswith(f"{subject}/")
               and "/media/" not in path and f"media/{name}".encode() in files[path]]
        for name in beside
    }  # fmt: skip
    return page(
        "authoring/drafts/media.html",
        draft=draft,
        subject=subject,
        title=tree.title_of(files[f"{subject}/course.yaml"]),
        media=beside,
        used=used,
        form=form,
    )


@bp.post("/program/rancangan/<int:programme_draft_id>/media")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def upload_media(draft: ProgrammeDraft):
    form = MediaForm()
    if not form.accepts(lambda: actions.upload(draft, _subject(), form.file.data, by=current_user)):
        return _media_page(draft, form), 422
    flash(_("Tersimpan. Tulis ![uraian](media/%(name)s) di bacaan.", name=form.result), "ok")
    return redirect(url_for(".draft_media_of", programme_draft_id=draft.id, jalur=_subject()))


@bp.post("/program/rancangan/<int:programme_draft_id>/media/hapus")
@requires("programme_draft.view", ProgrammeDraft)
def remove_media(draft: ProgrammeDraft):
    form, path = EmptyForm(), f"{_subject()}/media/{request.form.get('nama', '')}"
    if not form.accepts(
        lambda: actions.write(
            draft, tree.removed(queries.files_of(draft), path), "removed", by=current_user
        )
    ):
        flash(form.refusal or "", "error")
    return redirect(url_for(".draft_media_of", programme_draft_id=draft.id, jalur=_subject()))
