"""Scores that come in many at a time: tables of NIP and score, and pasted blocks."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core import previews
from lms.core.access import requires
from lms.core.errors import RuleBroken
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
    if request.method == "GET":
        return page("gradebook/import.html", batch=batch, form=form)
    if not form.accepts(lambda: _preview(batch, form)):
        return page("gradebook/import.html", batch=batch, form=form), 422
    title = dict(form.component.choices)[form.component.data]
    return page(
        "gradebook/preview.html",
        batch=batch,
        preview=form.result,
        title=title,
        form=previews.ApplyForm(
            formdata=None,
            preview=imports.seal(
                batch.id,
                form.component.data,
                form.table.data.filename or "",
                {row["nip"]: row["points"] for row in form.result.ready},
            ),
        ),
    )


def _preview(batch: Batch, form: ImportForm) -> actions.Preview:
    data, kind = previews.table_of(form.table.data)
    return actions.preview_import(batch, form.component.data, data, kind)


@bp.post("/angkatan/<int:batch_id>/nilai/impor/terapkan")
@requires("score.enter", Batch)
def apply_import(batch: Batch):
    form = previews.ApplyForm()
    if not form.accepts(lambda: _apply(batch, form.preview.data)):
        raise RuleBroken(form.problems[0][1])
    flash(_("%(count)s nilai tersimpan.", count=form.result), "ok")
    return redirect(url_for(".marks", batch_id=batch.id))


def _apply(batch: Batch, sealed: str) -> int:
    component, file, scores = imports.unseal(sealed, batch.id)
    return actions.apply_import(batch, component, scores, source=file, by=current_user)


@bp.route("/angkatan/<int:batch_id>/nilai/tempel", methods=["GET", "POST"])
@requires("score.enter", Batch)
@under("gradebook.marks")
def paste(batch: Batch):
    found = queries.sheet(batch)
    form = PasteForm().offer(found.rows, actions.enterable(batch))
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
