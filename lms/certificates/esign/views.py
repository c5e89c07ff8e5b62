"""The page on which a signatory signs the papers of a batch."""

from flask import current_app, request
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.certificates.blueprint import bp
from lms.certificates.esign import actions, client, queries, words
from lms.certificates.forms import SignForm
from lms.core.access import requires
from lms.core.menu import under
from lms.core.pages import page


@bp.get("/angkatan/<int:batch_id>/sertifikat/tanda-tangan")
@requires("certificate.sign", Batch, fresh=True)
@under("certificates.batch_certificates")
def signing(batch: Batch):
    return _answer(batch, SignForm(), actions.Portion())


@bp.post("/angkatan/<int:batch_id>/sertifikat/tanda-tangan")
@requires("certificate.sign", Batch, fresh=True)
@under("certificates.batch_certificates")
def sign_portion(batch: Batch):
    form = SignForm()
    if form.accepts(lambda: None):
        signatory = client.Signatory(form.nik.data, form.passphrase.data)
        done = actions.sign_portion(batch, signatory, after=form.after.data or 0, by=current_user)
        return _answer(batch, form, done)
    return _answer(batch, form, actions.Portion()), 422


def _answer(batch: Batch, form: SignForm, done: actions.Portion):
    return page(
        "certificates/signing.html",
        batch=batch,
        form=form,
        done=done,
        why=words.WHY.get(done.stopped, ""),
        waiting=queries.waiting(batch),
        left=queries.waiting(batch, done.after),
        tried=request.method == "POST" and not form.errors,
        is_on=current_app.config["SIGNER"] == "bsre",
    )
