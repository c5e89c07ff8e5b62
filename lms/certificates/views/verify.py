"""The public pages that verify a certificate, and what checks it without us."""

from flask import jsonify, make_response, redirect, request, url_for

from lms.certificates import inspection, numbering, offline, paper, queries, statement, words
from lms.certificates.blueprint import bp
from lms.certificates.forms import FileForm, NumberForm, VerifyForm
from lms.certificates.models import Certificate
from lms.certificates.transparency import queries as transparency
from lms.core.access import public
from lms.core.clock import now, today
from lms.core.i18n import _, _l
from lms.core.limits import fence
from lms.core.menu import tab, under
from lms.core.pages import page


@bp.get("/verifikasi")
@public
@fence
@tab("guest", _l("Periksa sertifikat"), order=90, icon="shield-check")
def ask_to_verify():
    form = VerifyForm(request.args)
    if "kode" in request.args and form.validate():
        return redirect(url_for(".verify", code=numbering.normalise_code(form.kode.data) or "-"))
    return _answer(form=form, status=422 if form.errors else 200)


@bp.get("/verifikasi/nomor")
@public
@fence
def verify_number():
    by_number = NumberForm(request.args)
    if not by_number.validate():
        return _answer(by_number=by_number, status=422)
    certificate = queries.by_number(by_number.nomor.data)
    if certificate is None or not paper.knows(certificate, by_number.nip.data):
        return _answer(by_number=by_number, outcome="unknown_number", status=404)
    return redirect(url_for(".verify", code=certificate.code, nip=by_number.nip.data))


@bp.post("/verifikasi/berkas")
@public
@fence
def verify_file():
    form = FileForm()
    if not form.validate():
        return _answer(by_file=form, status=422)
    data = form.berkas.data.stream.read(inspection.MOST_BYTES + 1)
    if len(data) > inspection.MOST_BYTES:
        form.refusal = _("Berkas ini terlalu besar untuk sertifikat kami.")
        return _answer(by_file=form, status=422)
    finding = inspection.inspect(data)
    if finding.certificate is None:
        return _answer(outcome="unknown_file", finding=finding, status=404)
    if not finding.is_original:
        return _answer(outcome="changed", finding=finding, certificate=finding.certificate)
    return _answer(certificate=finding.certificate, finding=finding)


@bp.get("/verifikasi/<code>")
@public
@fence
def verify(code: str):
    found = numbering.normalise_code(code)
    certificate = queries.by_code(found) if found else None
    if certificate is None:
        form = VerifyForm(kode=numbering.grouped(found))
        return _answer(form=form, outcome="unknown" if found else "misread", status=404)
    return _answer(certificate=certificate, nip_end=request.args.get("nip", ""))


def _answer(
    *,
    form: VerifyForm | None = None,
    by_number: NumberForm | None = None,
    by_file: FileForm | None = None,
    certificate: Certificate | None = None,
    finding: inspection.Finding | None = None,
    outcome: str = "",
    nip_end: str = "",
    status: int = 200,
):
    """Show the public page with what is known; `outcome` is the state unless the record says it."""
    shown = dict.fromkeys(("name", "full_name", "nip_tried", "starts_on", "ends_on", "issued_on"))
    if certificate is not None:
        shown = paper.public_facts(certificate, nip_end)
        outcome = outcome or certificate.state_on(today())
    body = page(
        "certificates/verify.html",
        form=form or VerifyForm(formdata=None),
        by_number=by_number or NumberForm(formdata=None),
        by_file=by_file or FileForm(formdata=None),
        certificate=certificate,
        finding=finding,
        outcome=outcome,
        nip_end=nip_end,
        replaced_for=queries.reason_of_replacement(certificate) if certificate else "",
        answers=words.ANSWERS,
        kinds=words.KINDS,
        proofs=transparency.proofs(certificate) if certificate else [],
        checked_at=now(),
        **shown,
    )
    response = make_response(body, status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/verifikasi/catatan")
@public
@fence
@under("certificates.ask_to_verify")
def log_heads():
    heads = transparency.heads()
    return page(
        "certificates/log.html", heads=heads, continuations=transparency.continuations(heads)
    )


@bp.get("/verifikasi/pemeriksa-luring.html")
@public
@fence
def offline_page():
    text, policy = offline.page(statement.published(paper.key_folder()))
    response = make_response(text)
    response.headers["Content-Security-Policy"] = policy
    return response


@bp.get("/verifikasi/kunci.json")
@public
@fence
def statement_keys():
    return jsonify(statement.published(paper.key_folder()))
