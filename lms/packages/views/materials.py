"""Courses of other systems into a batch: the upload, the report piece by piece, in and out."""

from flask import current_app, flash, redirect, url_for
from flask_login import current_user
from wtforms import SelectChoice

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.files import takes_up_to
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.packages import actions, queries
from lms.packages.forms import MaterialForm
from lms.packages.models import MaterialImport
from lms.packages.views.blueprint import bp, most_bytes
from lms.packages.words import MATERIAL_STATES, PIECES, VERDICTS


def _form(batch: Batch) -> MaterialForm:
    form = MaterialForm()
    form.course.choices = [
        SelectChoice(course.id, course.title) for course in queries.courses_of(batch)
    ]
    return form


@bp.get("/angkatan/<int:batch_id>/impor-bahan")
@requires("batch.edit", Batch)
@under("elearning.outline")
def materials(batch: Batch):
    return _materials(batch, _form(batch))


def _materials(batch: Batch, form: MaterialForm):
    return page(
        "packages/materials.html",
        batch=batch,
        form=form,
        imports=queries.material_imports(batch),
        states=MATERIAL_STATES,
        most_mb=current_app.config["PACKAGE_MB"],
    )


@bp.post("/angkatan/<int:batch_id>/impor-bahan")
@requires("batch.edit", Batch)
@takes_up_to(most_bytes)
@under("elearning.outline")
def upload_material(batch: Batch):
    form = _form(batch)
    if form.accepts(
        lambda: actions.keep_material(batch, form.course.data, form.read(), by=current_user)
    ):
        return redirect(url_for(".material", material_import_id=form.result.id))
    return _materials(batch, form), 422


@bp.get("/impor-bahan/<int:material_import_id>")
@requires("material_import.view", MaterialImport)
@under("elearning.outline")
def material(found: MaterialImport):
    return page(
        "packages/material.html",
        found=found,
        of_batch=found.batch,
        states=MATERIAL_STATES,
        kinds=PIECES,
        verdicts=VERDICTS,
    )


@bp.post("/impor-bahan/<int:material_import_id>/masukkan")
@requires("material_import.view", MaterialImport)
def apply_material(found: MaterialImport):
    actions.apply_material(found, by=current_user._get_current_object())
    flash(_("Bahan masuk ke mata pelatihan."), "ok")
    return redirect(url_for(".material", material_import_id=found.id))


@bp.post("/impor-bahan/<int:material_import_id>/urungkan")
@requires("material_import.view", MaterialImport)
def undo_material(found: MaterialImport):
    actions.undo_material(found, by=current_user._get_current_object())
    flash(_("Impor diurungkan."), "ok")
    return redirect(url_for(".material", material_import_id=found.id))
