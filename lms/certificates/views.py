"""Certificates of a batch and of a person, and the public page that verifies one."""

from flask import (
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    request,
    send_file,
    url_for,
)
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import organises
from lms.certificates import (
    actions,
    bundle,
    inspection,
    numbering,
    offline,
    paper,
    queries,
    rules,
    statement,
    words,
)
from lms.certificates.badges import views as badge_views
from lms.certificates.blueprint import bp
from lms.certificates.designs import views as design_views
from lms.certificates.esign import views as sign_views
from lms.certificates.forms import CorrectForm, FileForm, NumberForm, RevokeForm, VerifyForm
from lms.certificates.models import Certificate, CertificateChange
from lms.certificates.numbers import views as number_views
from lms.certificates.portraits import views as portrait_views
from lms.certificates.readiness import queries as readiness
from lms.certificates.transparency import queries as transparency
from lms.core import files, tables
from lms.core.access import SIGNED_IN, public, requires
from lms.core.addresses import whole
from lms.core.clock import now, today
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.limits import fence
from lms.core.menu import tab, under
from lms.core.offers import offers
from lms.core.pages import page

__all__ = ["badge_views", "bp", "design_views", "number_views", "portrait_views", "sign_views"]

_PER_PAGE = 50


@bp.get("/angkatan/<int:batch_id>/sertifikat")
@requires("certificate.list", Batch)
@tab("batch", _l("Sertifikat"), order=70, icon="certificate")
def batch_certificates(batch: Batch):
    if not organises(current_user, batch):
        mine = queries.mine_in(current_user.id, batch)
        return page("certificates/own.html", batch=batch, certificates=mine, kinds=words.KINDS)
    kind = _kind_in(batch)
    certificates = queries.of_batch(batch, kind)
    board = readiness.board(batch, kind)
    return page(
        "certificates/batch.html",
        fragment="board",
        batch=batch,
        kind=kind,
        needs_release=rules.KINDS[kind].needs_release,
        tabs_of_kinds=_kind_tabs(batch, kind),
        certificates=certificates,
        unsigned=sum(bool(found.draft_id) for found in certificates),
        ready=sum(line.standing == "ready" for line in board),
        held_up=sum(line.is_held_up for line in board),
        unprinted=sum(
            not (found.file or found.draft_id or found.revocation) for found in certificates
        ),
        release=queries.release_of(batch),
        job=queries.issuing_job(batch, kind),
        board=board,
        words=words,
        changes=queries.open_changes(batch),
        nudges=offers("certificates.board", batch) if _others_must_act(board) else [],
        today=today(),
        form=EmptyForm(),
    )


def _others_must_act(board: list[readiness.Line]) -> bool:
    """Tell whether a trainee or an office has something to complete."""
    waiting = [line for line in board if line.standing != "issued"]
    return any(gap.who in ("trainee", "opd") for line in waiting for gap in line.gaps)


def _kind_in(batch: Batch) -> str:
    """Return the kind of paper that is asked for, the batch's certificate unless another is."""
    kinds = readiness.kinds_of(batch)
    kind = request.values.get("jenis", kinds[0])
    return kind if kind in kinds else abort(404)


def _kind_tabs(batch: Batch, present: str):
    return [
        {
            "label": words.KINDS_SHORT[kind],
            "url": url_for(".batch_certificates", batch_id=batch.id, jenis=kind),
            "current": kind == present,
        }
        for kind in readiness.kinds_of(batch)
    ]


def _to_board(batch: Batch, kind: str):
    return redirect(url_for(".batch_certificates", batch_id=batch.id, jenis=kind))


@bp.post("/angkatan/<int:batch_id>/sertifikat")
@requires("certificate.issue", Batch, fresh=True)
def issue(batch: Batch):
    kind = _kind_in(batch)
    actions.ask_to_issue(batch, kind, by=current_user)
    flash(_("Sertifikat sedang diterbitkan. Halaman ini menunjukkan kemajuannya."), "ok")
    return _to_board(batch, kind)


@bp.post("/angkatan/<int:batch_id>/sertifikat/jeda")
@requires("certificate.issue", Batch)
def pause(batch: Batch):
    kind = _kind_in(batch)
    actions.pause(batch, kind, by=current_user)
    flash(_("Penerbitan berhenti setelah kelompok yang sedang dicetak."), "ok")
    return _to_board(batch, kind)


@bp.get("/angkatan/<int:batch_id>/sertifikat.zip")
@requires("certificate.issue", Batch)
def bundle_of(batch: Batch):
    kind = _kind_in(batch)
    data = bundle.archive(queries.of_batch(batch, kind))
    return send_file(data, "application/zip", True, f"{kind}-{batch.id}.zip")


@bp.get("/angkatan/<int:batch_id>/sertifikat-cetak.pdf")
@requires("certificate.issue", Batch)
def print_file_of(batch: Batch):
    kind = _kind_in(batch)
    data = bundle.print_file(queries.of_batch(batch, kind))
    return send_file(data, "application/pdf", True, f"cetak-{kind}-{batch.id}.pdf")


@bp.get("/sertifikat")
@requires(SIGNED_IN)
def mine():
    found = queries.of_person(current_user.id)
    return page("certificates/mine.html", certificates=found, kinds=words.KINDS)


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
    if form.accepts(lambda: actions.ask_to_revoke(certificate, form.reason.data, by=current_user)):
        return _after_change(form.result)
    return page("certificates/revoke.html", certificate=certificate, form=form), 422


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
        return _to_batch_of(change.certificate)
    if change.kind == "revoke":
        flash(_("Sertifikat %(number)s dicabut.", number=change.certificate.number), "ok")
    else:
        flash(_("Versi baru diterbitkan; sertifikat lama kini digantikan."), "ok")
    return redirect(url_for(".verify", code=change.certificate.code))


def _to_batch_of(certificate: Certificate):
    batch_id = queries.batch_of(certificate).id
    return redirect(url_for(".batch_certificates", batch_id=batch_id, jenis=certificate.kind))


@bp.post("/perubahan-sertifikat/<int:certificate_change_id>")
@requires("certificate_change.decide", CertificateChange, fresh=True)
def decide(change: CertificateChange):
    accepted = request.form.get("putusan") == "setuju"
    actions.decide(change, accepted=accepted, by=current_user)
    flash(_("Perubahan disetujui.") if accepted else _("Perubahan ditolak."), "ok")
    return _to_batch_of(change.certificate)


@bp.get("/sertifikat/register")
@requires("certificate.register")
@tab("organiser", _l("Register sertifikat"), order=80, icon="certificate")
def register():
    years = queries.years() or [today().year]
    year = request.args.get("tahun", years[0], type=whole)
    number = max(request.args.get("halaman", 1, type=whole), 1)
    search = request.args.get("cari", "")[:80]
    found, count = queries.register(year, search, number, _PER_PAGE)
    return page(
        "certificates/register.html",
        certificates=found,
        count=count,
        years=years,
        year=year,
        search=search,
        number=number,
        pages=-(-count // _PER_PAGE) or 1,
        today=today(),
        states=words.STATES,
        tones=words.TONES,
        kinds=words.KINDS_SHORT,
    )


@bp.get("/sertifikat/register.xlsx")
@requires("certificate.register")
def register_sheet():
    year = request.args.get("tahun", today().year, type=whole)
    header = [str(word) for word in words.REGISTER]
    return tables.answer_table(f"register-sertifikat-{year}", header, _register_lines(year))


def _register_lines(year: int):
    for one in queries.register(year, "", 1, 1_000_000)[0]:
        state, facts = one.state_on(today()), one.facts
        note = one.revocation.reason if one.revocation else ""
        yield (
            one.number, paper.day(facts["issued_on"]), facts["name"], facts["nip"], facts["batch"],
            facts["jp"], str(words.KINDS[one.kind]), one.version, str(words.STATES[state]),
            one.replacement.number if one.replacement else note,
        )  # fmt: skip


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
