"""Beside the units of a batch: guides, cases, templates and sheets, and the terms explained."""

from flask import abort, current_app
from flask_login import current_user

from lms.catalogue import permissions, queries, words
from lms.catalogue.models import Batch, Document
from lms.catalogue.views.blueprint import bp
from lms.core.access import requires
from lms.core.docx import answer_docx
from lms.core.i18n import _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.richtext import as_markup


@bp.get("/angkatan/<int:batch_id>/bahan")
@requires("document.list", Batch)
@tab("batch", _l("Bahan"), order=45, icon="file-text")
def documents(batch: Batch):
    kinds = permissions.kinds_for(current_user, batch)
    return page(
        "catalogue/documents.html",
        batch=batch,
        groups=queries.documents_by_kind(batch.version_id, kinds),
        terms=len(batch.version.glossary),
        words=words,
    )


def _document(batch: Batch, document_id: int) -> Document:
    kinds = permissions.kinds_for(current_user, batch)
    return queries.document_in(batch.version_id, document_id, kinds) or abort(404)


@bp.get("/angkatan/<int:batch_id>/bahan/<int:document_id>")
@requires("document.list", Batch)
@under("catalogue.documents")
def document(batch: Batch, document_id: int):
    found = _document(batch, document_id)
    return page(
        "catalogue/document.html",
        run=batch,
        document=found,
        html=as_markup(found.html),
        words=words,
    )


@bp.get("/angkatan/<int:batch_id>/bahan/<int:document_id>.docx")
@requires("document.list", Batch)
def document_docx(batch: Batch, document_id: int):
    found = _document(batch, document_id)
    name = found.key.replace("/", "-")
    return answer_docx(name, found.title, found.text, current_app.config["AGENCY_NAME"])


@bp.get("/angkatan/<int:batch_id>/glosarium")
@requires("document.list", Batch)
@under("catalogue.documents")
def glossary(batch: Batch):
    return page("catalogue/glossary.html", run=batch, terms=batch.version.glossary)
