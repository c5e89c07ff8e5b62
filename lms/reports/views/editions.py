"""Editions: asking for one, taking its files away, and all batches that have ended."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core import files
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.reports import actions, queries
from lms.reports.models import ReportFile
from lms.reports.queries.editions import PAGE
from lms.reports.views.blueprint import bp


@bp.get("/laporan-angkatan")
@requires("report.list")
@tab("organiser", _l("Laporan angkatan"), order=60, icon="file-text")
@tab("leader", _l("Laporan angkatan"), order=30, icon="file-text")
def batches():
    number = max(request.args.get("halaman", 1, type=whole), 1)
    found, count = queries.finished_batches(current_user, number)
    return page(
        "reports/batches.html", batches=found, count=count, number=number,
        pages=-(-count // PAGE) or 1,
    )  # fmt: skip


@bp.post("/angkatan/<int:batch_id>/laporan/terbitan")
@requires("report.write", Batch)
@under("reports.report")
def make_report(batch: Batch):
    actions.ask(batch, "report", by=current_user)
    flash(_("Laporan sedang dibuat. Halaman ini menunjukkan kemajuannya."), "ok")
    return redirect(url_for(".report", batch_id=batch.id) + "#terbitan")


@bp.post("/angkatan/<int:batch_id>/berkas-akreditasi/terbitan")
@requires("report.write", Batch)
@under("reports.report")
def make_dossier(batch: Batch):
    actions.ask(batch, "dossier", by=current_user)
    flash(_("Arsip sedang dibuat. Halaman ini menunjukkan kemajuannya."), "ok")
    return redirect(url_for(".dossier", batch_id=batch.id) + "#terbitan")


@bp.post("/berkas-laporan/<int:report_file_id>")
@requires("report_file.view", ReportFile)
def take_file(kept: ReportFile):
    """Hand out a file of an edition; a POST, because it is written into the journal."""
    actions.hand_out(kept, by=current_user)
    return files.send(kept.file)
