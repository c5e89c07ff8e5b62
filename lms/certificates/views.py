"""Certificates of a batch and of a person, and the public page that verifies one."""

from flask import Blueprint, abort, flash, make_response, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import organises
from lms.certificates import actions, numbering, paper, queries
from lms.certificates.forms import RevokeForm, VerifyForm
from lms.certificates.models import Certificate
from lms.core import files
from lms.core.access import SIGNED_IN, public, requires
from lms.core.clock import now
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.limits import fence
from lms.core.menu import tab, under
from lms.core.pages import page

bp = Blueprint("certificates", __name__)


@bp.get("/angkatan/<int:batch_id>/sertifikat")
@requires("certificate.list", Batch)
@tab("batch", _l("Sertifikat"), order=70, icon="certificate")
def batch_certificates(batch: Batch):
    runs_it = organises(current_user, batch)
    certificates = queries.of_batch(batch) if runs_it else []
    return page(
        "certificates/batch.html",
        fragment="board",
        batch=batch,
        runs_it=runs_it,
        mine=None if runs_it else queries.mine_in(current_user.id, batch),
        certificates=certificates,
        awaiting=len(queries.awaiting(batch.id)) if runs_it else 0,
        unprinted=sum(not (found.file or found.revocation) for found in certificates),
        release=queries.release_of(batch),
        job=queries.issuing_job(batch) if runs_it else None,
        form=EmptyForm(),
    )


@bp.post("/angkatan/<int:batch_id>/sertifikat")
@requires("certificate.issue", Batch, fresh=True)
def issue(batch: Batch):
    actions.ask_to_issue(batch, by=current_user)
    flash(_("Sertifikat sedang diterbitkan. Halaman ini menunjukkan kemajuannya."), "ok")
    return redirect(url_for(".batch_certificates", batch_id=batch.id))


@bp.get("/sertifikat")
@requires(SIGNED_IN)
def mine():
    return page("certificates/mine.html", certificates=queries.of_person(current_user.id))


@bp.get("/sertifikat/<int:certificate_id>.pdf")
@requires("certificate.view", Certificate)
def download(certificate: Certificate):
    if certificate.file is None:
        abort(404)
    return files.send(certificate.file, inline="lihat" in request.args)


@bp.route("/sertifikat/<int:certificate_id>/cabut", methods=["GET", "POST"])
@requires("certificate.revoke", Certificate, fresh=True)
@under("certificates.batch_certificates")
def revoke(certificate: Certificate):
    form = RevokeForm()
    if request.method == "GET":
        return page("certificates/revoke.html", certificate=certificate, form=form)
    if form.accepts(lambda: actions.revoke(certificate, form.reason.data, by=current_user)):
        flash(_("Sertifikat %(number)s dicabut.", number=certificate.number), "ok")
        return redirect(url_for(".verify", code=certificate.code))
    return page("certificates/revoke.html", certificate=certificate, form=form), 422


@bp.get("/verifikasi")
@public
@fence
@tab("guest", _l("Periksa sertifikat"), order=90, icon="shield-check")
def ask_to_verify():
    form = VerifyForm(request.args)
    if "kode" in request.args and form.validate():
        return redirect(url_for(".verify", code=numbering.normalise_code(form.kode.data) or "-"))
    status = 422 if form.errors else 200
    return page("certificates/verify.html", form=form, certificate=None, asked=""), status


@bp.get("/verifikasi/<code>")
@public
@fence
def verify(code: str):
    found = numbering.normalise_code(code)
    certificate = queries.by_code(found) if found else None
    shown = paper.public_facts(certificate, request.args.get("nip", "")) if certificate else {}
    body = page(
        "certificates/verify.html",
        form=VerifyForm(kode=numbering.grouped(found)),
        certificate=certificate,
        asked=code,
        misread=not found,
        checked_at=now(),
        **shown,
    )
    response = make_response(body, 200 if certificate else 404)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
