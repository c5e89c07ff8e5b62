"""The dossier of a batch: what is in it, what is missing, documents put in, archives made."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core import files
from lms.core.access import can, requires
from lms.core.forms import ReasonForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.reports import queries as reports
from lms.reports.dossier import actions, contents, queries, words
from lms.reports.dossier.forms import DocumentForm
from lms.reports.dossier.pieces import MAKERS
from lms.reports.models import DossierDocument
from lms.reports.views.blueprint import bp


@bp.get("/angkatan/<int:batch_id>/berkas-akreditasi")
@requires("report.view", Batch)
@under("reports.report")
def dossier(batch: Batch):
    return _dossier_page(batch)


def _dossier_page(
    batch: Batch, form: DocumentForm | None = None, refused: ReasonForm | None = None
):
    state, documents = reports.state(batch, {}), queries.documents_of(batch)
    items = contents.items_for(state)
    form = form or DocumentForm(formdata=None, item=request.args.get("butir"))
    return page(
        "reports/dossier.html",
        batch=batch,
        items=items,
        lacks=contents.lacks(state, documents.keys()),
        documents=documents,
        editions=reports.editions_of(batch, "dossier"),
        job=reports.job_of(batch, "dossier"),
        form=form.offer(items),
        refused=refused,
        reason=ReasonForm(formdata=None),
        may_write=can(current_user, "report.write", batch),
        makers=MAKERS,
        number_of=contents.number_of,
        words=words,
        most_mb=actions.MOST_MB,
    )


@bp.post("/angkatan/<int:batch_id>/berkas-akreditasi/dokumen")
@requires("report.write", Batch)
@under("reports.report")
def put_in_document(batch: Batch):
    form = DocumentForm().offer(contents.ITEMS)
    if not form.accepts(
        lambda: actions.put_in(
            batch, form.item.data, form.title.data or "", form.document.data, by=current_user
        )
    ):
        return _dossier_page(batch, form), 422
    flash(_("Dokumen tersimpan di berkas akreditasi."), "ok")
    return redirect(url_for(".dossier", batch_id=batch.id) + f"#{form.item.data}")


@bp.get("/dokumen-akreditasi/<int:dossier_document_id>")
@requires("dossier_document.view", DossierDocument)
def dossier_document(document: DossierDocument):
    return files.send(document.file, inline=True)


@bp.post("/dokumen-akreditasi/<int:dossier_document_id>/tarik")
@requires("dossier_document.withdraw", DossierDocument)
@under("reports.report")
def withdraw_document(document: DossierDocument):
    form = ReasonForm()
    if not form.accepts(
        lambda: actions.withdraw(document, reason=form.reason.data or "", by=current_user)
    ):
        return _dossier_page(document.batch, refused=form), 422
    flash(_("Dokumen ditarik."), "ok")
    return redirect(url_for(".dossier", batch_id=document.batch_id) + f"#{document.item}")
