"""Scores that come in many at a time: tables of NIP and score, and pasted blocks."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core import files, previews
from lms.core.access import requires
from lms.core.errors import RuleBroken
from lms.core.forms import Form, ReasonForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.gradebook import actions, imports, queries
from lms.gradebook.forms import ImportForm, PasteForm
from lms.gradebook.views.blueprint import bp


@bp.route("/angkatan/<int:batch_id>/nilai/impor", methods=["GET", "POST"])
@requires("score.enter", Batch)
@under("gradebook.marks")
def import_scores(batch: Batch):
    form = ImportForm()
    form.component.choices = [(part["key"], part["title"]) for part in actions.enterable(batch)]
    if request.method == "GET" or not form.accepts(lambda: _preview(batch, form)):
        return _import_page(batch, form), 422 if request.method == "POST" else 200
    found: actions.Preview = form.result
    sealed = imports.seal(batch.id, found.kept.id, found.ready) if found.kept else ""
    return page(
        "gradebook/preview.html",
        batch=batch,
        preview=found,
        title=dict(form.component.choices)[form.component.data],
        form=previews.ApplyForm(formdata=None, preview=sealed),
    )


def _import_page(batch: Batch, form: Form):
    return page(
        "gradebook/import.html", batch=batch, form=form, imports=queries.imports_of(batch),
        titles={part["key"]: part["title"] for part in queries.parts_of(batch)},
        reason=ReasonForm(formdata=None),
    )  # fmt: skip


def _preview(batch: Batch, form: ImportForm) -> actions.Preview:
    data, kind = previews.table_of(form.table.data)
    name = form.table.data.filename or ""
    return actions.preview_import(
        batch, form.component.data, data, kind, name=name, by=current_user
    )


@bp.post("/angkatan/<int:batch_id>/nilai/impor/terapkan")
@requires("score.enter", Batch)
def apply_import(batch: Batch):
    form = previews.ApplyForm()
    if not form.accepts(lambda: _apply(batch, form.preview.data)):
        raise RuleBroken(form.problems[0][1])
    flash(_("%(count)s nilai tersimpan.", count=form.result), "ok")
    return redirect(url_for(".marks", batch_id=batch.id))


def _apply(batch: Batch, sealed: str) -> int:
    import_id, found = imports.unseal(sealed, batch.id)
    kept = queries.import_in(batch, import_id) or abort(404)
    return actions.apply_import(batch, kept, found, by=current_user)


@bp.get("/angkatan/<int:batch_id>/nilai/impor/<int:number>")
@requires("gradebook.view", Batch)
def import_file(batch: Batch, number: int):
    """Answer with the table as it came in."""
    kept = queries.import_in(batch, number) or abort(404)
    return files.send(kept.file)


@bp.post("/angkatan/<int:batch_id>/nilai/impor/<int:number>/batal")
@requires("score.enter", Batch)
@under("gradebook.marks")
def undo_import(batch: Batch, number: int):
    kept = queries.import_in(batch, number) or abort(404)
    form = ReasonForm()
    if not form.accepts(
        lambda: actions.undo_import(batch, kept, reason=form.reason.data or "", by=current_user)
    ):
        raise RuleBroken(form.problems[0][1])
    flash(_("Impor dibatalkan: %(count)s nilai kembali seperti semula.", count=form.result), "ok")
    return redirect(url_for(".import_scores", batch_id=batch.id))


@bp.route("/angkatan/<int:batch_id>/nilai/tempel", methods=["GET", "POST"])
@requires("score.enter", Batch)
@under("gradebook.marks")
def paste(batch: Batch):
    found = queries.sheet(batch)
    form = PasteForm().offer(found.rows, found.typed_parts)
    if request.method == "GET" or not form.accepts(
        lambda: actions.preview_block(
            batch, found, form.text.data or "", form.seat.data, form.part.data
        )
    ):
        status = 422 if request.method == "POST" else 200
        return page("gradebook/paste.html", batch=batch, form=form), status
    sealed = imports.seal_block(batch.id, form.reason.data, form.result.ready)
    return page(
        "gradebook/paste_preview.html", batch=batch, preview=form.result,
        titles={part["key"]: part["title"] for part in queries.parts_of(batch)},
        form=previews.ApplyForm(formdata=None, preview=sealed),
    )  # fmt: skip


@bp.post("/angkatan/<int:batch_id>/nilai/tempel/terapkan")
@requires("score.enter", Batch)
def apply_paste(batch: Batch):
    form = previews.ApplyForm()
    if not form.accepts(lambda: _apply_block(batch, form.preview.data)):
        raise RuleBroken(form.problems[0][1])
    flash(_("%(count)s nilai tersimpan.", count=form.result), "ok")
    return redirect(url_for(".marks", batch_id=batch.id))


def _apply_block(batch: Batch, sealed: str) -> int:
    reason, cells = imports.unseal_block(sealed, batch.id)
    return actions.apply_block(batch, cells, reason=reason, by=current_user)
