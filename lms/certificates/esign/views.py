"""The page on which a signatory signs the papers of a batch or an event."""

from flask import current_app, request
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.certificates.addresses import board_address
from lms.certificates.blueprint import bp
from lms.certificates.esign import actions, client, queries, words
from lms.certificates.forms import SignForm
from lms.certificates.models import Occasion
from lms.certificates.readiness import queries as readiness
from lms.core.access import noun_of, requires
from lms.core.menu import under
from lms.core.pages import page
from lms.events.models import Event


@bp.get("/angkatan/<int:batch_id>/sertifikat/tanda-tangan")
@requires("certificate.sign", Batch, fresh=True)
@under("certificates.batch_certificates")
def batch_signing(batch: Batch):
    return _answer(batch, SignForm(), actions.Portion())


@bp.get("/kegiatan/<int:event_id>/sertifikat/tanda-tangan")
@requires("event_certificate.sign", Event, fresh=True)
@under("events.events")
def event_signing(event: Event):
    return _answer(event, SignForm(), actions.Portion())


@bp.post("/angkatan/<int:batch_id>/sertifikat/tanda-tangan")
@requires("certificate.sign", Batch, fresh=True)
@under("certificates.batch_certificates")
def batch_sign(batch: Batch):
    return _sign(batch)


@bp.post("/kegiatan/<int:event_id>/sertifikat/tanda-tangan")
@requires("event_certificate.sign", Event, fresh=True)
@under("events.events")
def event_sign(event: Event):
    return _sign(event)


def _sign(occasion: Occasion):
    form = SignForm()
    if form.accepts(lambda: None):
        signatory = client.Signatory(form.nik.data, form.passphrase.data)
        done = actions.sign_portion(
            occasion, signatory, after=form.after.data or 0, by=current_user
        )
        return _answer(occasion, form, done)
    return _answer(occasion, form, actions.Portion()), 422


def _answer(occasion: Occasion, form: SignForm, done: actions.Portion):
    noun = noun_of(type(occasion))
    return page(
        f"certificates/{noun}_signing.html",
        **{noun: occasion},
        form=form,
        done=done,
        why=words.WHY.get(done.stopped, ""),
        waiting=queries.waiting(occasion),
        left=queries.waiting(occasion, done.after),
        tried=request.method == "POST" and not form.errors,
        is_on=current_app.config["SIGNER"] == "bsre",
        board=board_address(occasion, readiness.kinds_of(occasion)[0]),
    )
