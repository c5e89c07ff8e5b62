"""What happens to papers after they were issued: corrected, withdrawn, and who agrees."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.certificates import actions, paper, queries
from lms.certificates.addresses import board_address
from lms.certificates.blueprint import bp
from lms.certificates.forms import AllowForm, CorrectForm, RevokeForm
from lms.certificates.models import Certificate, CertificateChange
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page


@bp.route("/sertifikat/<int:certificate_id>/cabut", methods=["GET", "POST"])
@requires("certificate.revoke", Certificate, fresh=True)
@under("certificates.batch_certificates")
def revoke(certificate: Certificate):
    form = RevokeForm()
    if request.method == "GET":
        return page("certificates/revoke.html", certificate=certificate, form=form)
    if form.accepts(lambda: actions.ask_to_revoke(certificate, form.reason.data, by=current_user)):
        return _after_change(form.result)
    return page("certificates/revoke.html", certificate=certificate, form=form), 422


@bp.route("/sertifikat/<int:certificate_id>/izinkan-baru", methods=["GET", "POST"])
@requires("certificate.revoke", Certificate, fresh=True)
@under("certificates.batch_certificates")
def allow_another(certificate: Certificate):
    form = AllowForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.ask_to_allow_another(certificate, form.reason.data, by=current_user)
    ):
        return _after_change(form.result)
    body = page("certificates/allow_another.html", certificate=certificate, form=form)
    return body, 422 if request.method == "POST" else 200


@bp.route("/sertifikat/<int:certificate_id>/perbaiki", methods=["GET", "POST"])
@requires("certificate.correct", Certificate, fresh=True)
@under("certificates.batch_certificates")
def correct(certificate: Certificate):
    facts = certificate.facts
    form = CorrectForm(data=facts | {"birth_date": paper.day(facts["birth_date"])})
    if request.method == "GET":
        return page("certificates/correct.html", certificate=certificate, form=form)
    if form.accepts(
        lambda: actions.ask_to_correct(
            certificate, form.changes(), form.reason.data, by=current_user
        )
    ):
        return _after_change(form.result)
    return page("certificates/correct.html", certificate=certificate, form=form), 422


def _after_change(change: CertificateChange):
    if change.decided_at is None:
        flash(_("Perubahan diajukan dan menunggu persetujuan orang kedua."), "ok")
        return _to_board_of(change.certificate)
    if change.kind == "allow":
        flash(_("Penerbitan berikutnya memberi pemegangnya sertifikat baru bila berhak."), "ok")
        return _to_board_of(change.certificate)
    if change.kind == "revoke":
        flash(_("Sertifikat %(number)s dicabut.", number=change.certificate.number), "ok")
    else:
        flash(_("Versi baru diterbitkan; sertifikat lama kini digantikan."), "ok")
    return redirect(url_for(".verify", code=change.certificate.code))


def _to_board_of(certificate: Certificate):
    return redirect(board_address(queries.occasion_of(certificate), certificate.kind))


@bp.post("/perubahan-sertifikat/<int:certificate_change_id>")
@requires("certificate_change.decide", CertificateChange, fresh=True)
def decide(change: CertificateChange):
    accepted = request.form.get("putusan") == "setuju"
    actions.decide(change, accepted=accepted, by=current_user)
    flash(_("Perubahan disetujui.") if accepted else _("Perubahan ditolak."), "ok")
    return _to_board_of(change.certificate)
