"""The packages of a batch, for who runs it: adding one, and which version is played."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from wtforms import SelectChoice

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.packages import actions, queries
from lms.packages.actions.batches import Wish
from lms.packages.forms import REQUIREMENTS, PackageActivityForm
from lms.packages.manifest.shape import STANDARDS
from lms.packages.models import Package
from lms.packages.views.activity import task_or_404
from lms.packages.views.blueprint import bp


def _form(batch: Batch) -> PackageActivityForm:
    form = PackageActivityForm()
    form.course.choices = [
        SelectChoice(course.id, course.title) for course in queries.courses_of(batch)
    ]
    form.package.choices = [
        SelectChoice(package.id, _label(package)) for package in queries.packages()
    ]
    return form


def _label(package: Package) -> str:
    """Return what tells a package from others of the same title."""
    standard = STANDARDS[package.versions[0].standard]
    return f"{package.title} · {standard} · {package.name}"


@bp.get("/angkatan/<int:batch_id>/paket")
@requires("batch.edit", Batch)
@under("elearning.outline")
def of_batch(batch: Batch):
    return _packages(batch, _form(batch))


def _packages(batch: Batch, form: PackageActivityForm):
    by_name = {package.name: package for package in queries.packages()}
    return page(
        "packages/batch.html",
        batch=batch,
        activities=queries.tasks_in(batch),
        chosen=queries.choices_in(batch),
        by_name=by_name,
        standards=STANDARDS,
        requirements=dict(REQUIREMENTS),
        form=form,
    )


@bp.post("/angkatan/<int:batch_id>/paket")
@requires("batch.edit", Batch)
@under("elearning.outline")
def add(batch: Batch):
    form = _form(batch)
    if form.accepts(lambda: actions.add_activity(batch, _wish(form), by=current_user)):
        flash(_("Paket masuk ke mata pelatihan."), "ok")
        return redirect(url_for(".of_batch", batch_id=batch.id))
    return _packages(batch, form), 422


def _wish(form: PackageActivityForm) -> Wish:
    package = next(one for one in queries.packages() if one.id == form.package.data)
    return Wish(
        form.course.data, package, form.title.data, form.minutes.data, form.requires.data,
        form.least.data,
    )  # fmt: skip


@bp.post("/angkatan/<int:batch_id>/paket/<int:unit_id>/versi")
@requires("batch.edit", Batch)
def choose(batch: Batch, unit_id: int):
    activity = task_or_404(batch, unit_id)
    package = queries.package_named(activity.package_name) or abort(404)
    wanted = request.form.get("versi", type=int)
    version = next((one for one in queries.versions_of(package) if one.id == wanted), None)
    if version is None:
        abort(404)
    actions.choose_version(batch, activity, version, by=current_user)
    flash(_("Peserta memakai versi %(number)s mulai pembukaan berikutnya.",
            number=version.number), "ok")  # fmt: skip
    return redirect(url_for(".of_batch", batch_id=batch.id))


@bp.post("/angkatan/<int:batch_id>/paket/<int:unit_id>/keluarkan")
@requires("batch.edit", Batch)
def remove(batch: Batch, unit_id: int):
    actions.remove_activity(batch, task_or_404(batch, unit_id), by=current_user)
    flash(_("Paket dikeluarkan dari angkatan ini."), "ok")
    return redirect(url_for(".of_batch", batch_id=batch.id))
