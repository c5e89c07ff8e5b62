"""The page of a batch on which it goes over to another version of its programme."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.authoring.drafts import queries as drafts
from lms.authoring.moving import actions, queries
from lms.authoring.views.blueprint import bp
from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.addresses import whole
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.menu import tab
from lms.core.pages import page
from lms.elearning.kinds import KINDS


def _wanted(batch: Batch):
    """Return the version that the address names, the latest other one without a name."""
    number = request.values.get("ke", 0, type=whole)
    if number:
        return queries.version_by_id(batch, number) or abort(404)
    return next(iter(queries.other_versions(batch)), None)


@bp.get("/angkatan/<int:batch_id>/versi")
@requires("batch.edit", Batch)
@tab("batch", _l("Versi isi"), order=92, icon="history")
def batch_version(batch: Batch):
    return _page(batch)


def _page(batch: Batch, refusal: str = ""):
    version = _wanted(batch)
    same = version is None or version.id == batch.version_id
    kept = drafts.versions_with_files(batch.version.programme) if not same else ()
    return page(
        "authoring/moving.html",
        batch=batch,
        version=version,
        versions=queries.other_versions(batch),
        found=None if same else queries.consequence(batch, version),
        compares=can(current_user, "programme.keys", batch.version.programme)
        and {batch.version_id, version.id if version else 0} <= set(kept),
        moves=queries.moves_of(batch),
        kinds=KINDS,
        refusal=refusal,
    )


@bp.post("/angkatan/<int:batch_id>/versi")
@requires("batch.edit", Batch, fresh=True)
def move_batch_version(batch: Batch):
    version, form = _wanted(batch) or abort(404), EmptyForm()
    if not form.accepts(lambda: actions.move(batch, version, by=current_user)):
        return _page(batch, form.refusal or ""), 422
    flash(_("Angkatan kini memakai versi %(version)s.", version=version.version), "ok")
    return redirect(url_for(".batch_version", batch_id=batch.id))


@bp.post("/angkatan/<int:batch_id>/versi/<int:number>/urungkan")
@requires("batch.edit", Batch, fresh=True)
def undo_batch_version(batch: Batch, number: int):
    done, form = queries.move_in(batch, number) or abort(404), EmptyForm()
    if not form.accepts(lambda: actions.undo(batch, done, by=current_user)):
        return _page(batch, form.refusal or ""), 422
    flash(_("Angkatan kembali ke versi sebelumnya."), "ok")
    return redirect(url_for(".batch_version", batch_id=batch.id))
