"""The library of packages: upload, versions, and trying one without a record."""

from flask import current_app, flash, redirect, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.files import takes_up_to
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.packages import actions, queries, rules
from lms.packages.forms import PackageUploadForm
from lms.packages.manifest.shape import STANDARDS
from lms.packages.models import Package, PackageVersion
from lms.packages.views.blueprint import bp, framed, most_bytes, playable


def _me():
    return current_user._get_current_object()


@bp.get("/paket")
@requires("package.list")
@tab("organiser", _l("Paket"), order=28, icon="package")
@tab("instructor", _l("Paket"), order=43, icon="package")
def library():
    return _library(PackageUploadForm())


def _library(form: PackageUploadForm):
    return page(
        "packages/library.html",
        form=form,
        packages=queries.packages(),
        standards=STANDARDS,
        most_mb=current_app.config["PACKAGE_MB"],
    )


@bp.post("/paket")
@requires("package.list")
@takes_up_to(most_bytes)
@under("packages.library")
def upload():
    form = PackageUploadForm()
    if form.accepts(lambda: actions.keep_package(form.taken(), None, by=_me())):
        flash(_("Paket tersimpan."), "ok")
        return redirect(url_for(".package", package_id=form.result.package_id))
    return _library(form), 422


@bp.get("/paket/<int:package_id>")
@requires("package.view", Package)
@under("packages.library")
def package(package: Package):
    return _package(package, PackageUploadForm())


def _package(package: Package, form: PackageUploadForm):
    versions = queries.versions_of(package)
    return page(
        "packages/package.html",
        package=package,
        form=form,
        versions=versions,
        contents=versions[0].contents,
        uses=queries.uses_of(package),
        playable=playable(versions[0]),
        standards=STANDARDS,
        most_mb=current_app.config["PACKAGE_MB"],
    )


@bp.post("/paket/<int:package_id>")
@requires("package.view", Package)
@takes_up_to(most_bytes)
@under("packages.library")
def upload_version(package: Package):
    form = PackageUploadForm()
    if form.accepts(lambda: actions.keep_package(form.taken(), package, by=_me())):
        flash(
            _("Versi baru tersimpan. Angkatan yang sedang berjalan tetap memakai versinya."), "ok"
        )
        return redirect(url_for(".package", package_id=package.id))
    return _package(package, form), 422


@bp.get("/paket-versi/<int:package_version_id>/coba")
@requires("package_version.view", PackageVersion)
@under("packages.library")
def trial(version: PackageVersion):
    contents = version.contents
    return framed(
        "packages/player.html",
        version=version,
        part=contents.parts[0],
        values=rules.opening(
            version.standard, contents.parts[0], rules.Learner("coba", current_user.name), {}
        ),
        launch=None,
        back=url_for(".package", package_id=version.package_id),
        title=contents.title,
        saved_at=None,
        zone="WIB",
        session={},
        tree=None,
        sequencing="",
    )
