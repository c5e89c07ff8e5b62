"""The papers of a batch or an event: who is ready, issuing them, all in one file; and one's own."""

from flask import abort, flash, redirect, request, send_file
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import organises
from lms.certificates import actions, bundle, queries, rules, words
from lms.certificates.addresses import board_address, links_of
from lms.certificates.blueprint import bp
from lms.certificates.models import Certificate, Occasion
from lms.certificates.readiness import queries as readiness
from lms.core import files
from lms.core.access import SIGNED_IN, can, requires
from lms.core.addresses import whole
from lms.core.clock import today
from lms.core.formats import waktu
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.offers import offers
from lms.core.pages import page
from lms.events.models import Event
from lms.events.permissions import runs
from lms.gradebook import queries as gradebook

#: Lines of a board, and papers, on one page.
_LINES = 100


@bp.get("/angkatan/<int:batch_id>/sertifikat")
@requires("certificate.list", Batch)
@tab("batch", _l("Sertifikat"), order=70, icon="certificate")
def batch_certificates(batch: Batch):
    if not organises(current_user, batch):
        mine = queries.mine_in(current_user.id, batch)
        return page("certificates/own.html", batch=batch, certificates=mine, kinds=words.KINDS)
    return _board(batch, _kind_in(batch), waits_for=_result_of(batch))


def _result_of(batch: Batch) -> tuple[bool, str]:
    """Return whether the kind waits for the batch's result, and a sentence about it."""
    if not rules.KINDS[_kind_in(batch)].needs_release:
        return False, ""
    release = gradebook.release_of(batch)
    if release is None:
        return True, _(
            "Hasil angkatan ini belum dirilis. Setelah dirilis di bagian Nilai, sertifikat dapat "
            "diterbitkan sekaligus untuk semua yang lulus."
        )
    if sentence := rules.too_early(batch.ends_on, today()):
        return True, sentence
    said = _("Hasil dirilis %(when)s oleh %(who)s.", when=waktu(release.at), who=release.by.name)
    return False, said


@bp.get("/kegiatan/<int:event_id>/sertifikat")
@requires("event_certificate.list", Event)
@tab("event", _l("Sertifikat"), order=70, icon="certificate")
@under("events.events")
def event_certificates(event: Event):
    if not runs(current_user, event):
        mine = queries.mine_in(current_user.id, event)
        return page(
            "certificates/event_own.html", event=event, certificates=mine, kinds=words.KINDS
        )
    return _board(event, rules.EVENT_KIND, waits_for=_confirming_of(event))


def _confirming_of(event: Event) -> tuple[bool, str]:
    """Return whether papers wait for the event to be confirmed, and a sentence about it."""
    if event.state == "cancelled":
        return True, _("Kegiatan ini dibatalkan; tidak ada sertifikat.")
    if event.state != "closed":
        return True, _(
            "Kegiatan ini belum disahkan. Setelah disahkan di halaman Peserta, sertifikat dapat "
            "diterbitkan sekaligus untuk semua yang berhak."
        )
    return False, _("Kegiatan disahkan %(when)s.", when=waktu(event.closed_at, event.zone))


def _board(occasion: Occasion, kind: str, *, waits_for: tuple[bool, str]):
    certificates, changes = queries.papers_and_changes(occasion, kind)
    board = readiness.board(occasion, kind)
    number = max(request.args.get("halaman", 1, type=whole), 1)
    is_batch = isinstance(occasion, Batch)
    noun = "batch" if is_batch else "event"
    return page(
        f"certificates/{noun}.html",
        fragment="board",
        **{noun: occasion},
        kind=kind,
        links=links_of(occasion, kind),
        waits=waits_for[0],
        ground=waits_for[1],
        may_issue=_may("issue", occasion),
        may_sign=_may("sign", occasion),
        tabs_of_kinds=_kind_tabs(occasion, kind),
        certificates=certificates[(number - 1) * _LINES : number * _LINES],
        count=len(certificates),
        number=number,
        pages=-(-len(certificates) // _LINES) or 1,
        unsigned=sum(bool(found.draft_id) for found in certificates),
        standings={
            standing: sum(line.standing == standing for line in board)
            for standing in words.STANDINGS
        },
        held_up=sum(line.is_held_up for line in board),
        in_doubt=[line.name for line in board if line.is_in_doubt],
        unprinted=sum(
            not (found.file or found.draft_id or found.revocation) for found in certificates
        ),
        job=None if waits_for[0] else queries.issuing_job(occasion, kind),
        board=sorted(board, key=lambda line: _URGENT.index(line.standing))[:_LINES],
        left_out=max(0, len(board) - _LINES),
        words=words,
        changes=changes,
        nudges=offers("certificates.board", occasion)
        if is_batch and _others_must_act(board)
        else [],
        today=today(),
    )


def _may(verb: str, occasion: Occasion) -> bool:
    rule = "certificate" if isinstance(occasion, Batch) else "event_certificate"
    return can(current_user, f"{rule}.{verb}", occasion)


#: Who still needs something stands first.
_URGENT = ("waiting", "ready", "revoked", "issued")


def _others_must_act(board: list[readiness.Line]) -> bool:
    """Tell whether a trainee or an office has something to complete."""
    waiting = [line for line in board if not line.is_done]
    return any(gap.who in ("trainee", "opd") for line in waiting for gap in line.gaps)


def _kind_in(batch: Batch) -> str:
    """Return the kind of paper that is asked for, the batch's certificate unless another is."""
    kinds = readiness.kinds_of(batch)
    kind = request.values.get("jenis", kinds[0])
    return kind if kind in kinds else abort(404)


def _kind_tabs(occasion: Occasion, present: str):
    kinds = readiness.kinds_of(occasion)
    return [
        {
            "label": words.KINDS_SHORT[kind],
            "url": board_address(occasion, kind),
            "current": kind == present,
        }
        for kind in kinds
        if len(kinds) > 1
    ]


# ---- issuing -----------------------------------------------------------------------------------


@bp.post("/angkatan/<int:batch_id>/sertifikat")
@requires("certificate.issue", Batch, fresh=True)
def batch_issue(batch: Batch):
    return _issue(batch, _kind_in(batch))


@bp.post("/kegiatan/<int:event_id>/sertifikat")
@requires("event_certificate.issue", Event, fresh=True)
def event_issue(event: Event):
    return _issue(event, rules.EVENT_KIND)


def _issue(occasion: Occasion, kind: str):
    actions.ask_to_issue(occasion, kind, by=current_user)
    flash(_("Sertifikat sedang diterbitkan. Halaman ini menunjukkan kemajuannya."), "ok")
    return redirect(board_address(occasion, kind))


@bp.post("/angkatan/<int:batch_id>/sertifikat/jeda")
@requires("certificate.issue", Batch)
def batch_pause(batch: Batch):
    return _pause(batch, _kind_in(batch))


@bp.post("/kegiatan/<int:event_id>/sertifikat/jeda")
@requires("event_certificate.issue", Event)
def event_pause(event: Event):
    return _pause(event, rules.EVENT_KIND)


def _pause(occasion: Occasion, kind: str):
    actions.pause(occasion, kind, by=current_user)
    flash(_("Penerbitan berhenti setelah kelompok yang sedang dicetak."), "ok")
    return redirect(board_address(occasion, kind))


@bp.get("/angkatan/<int:batch_id>/sertifikat.zip")
@requires("certificate.issue", Batch)
def batch_bundle(batch: Batch):
    return _bundle(batch, _kind_in(batch))


@bp.get("/kegiatan/<int:event_id>/sertifikat.zip")
@requires("event_certificate.issue", Event)
def event_bundle(event: Event):
    return _bundle(event, rules.EVENT_KIND)


def _bundle(occasion: Occasion, kind: str):
    data = bundle.archive(queries.papers_of(occasion, kind))
    return send_file(data, "application/zip", True, f"{kind}-{occasion.id}.zip")


@bp.get("/angkatan/<int:batch_id>/sertifikat-cetak.pdf")
@requires("certificate.issue", Batch)
def batch_print_file(batch: Batch):
    return _print_file(batch, _kind_in(batch))


@bp.get("/kegiatan/<int:event_id>/sertifikat-cetak.pdf")
@requires("event_certificate.issue", Event)
def event_print_file(event: Event):
    return _print_file(event, rules.EVENT_KIND)


def _print_file(occasion: Occasion, kind: str):
    data = bundle.print_file(queries.papers_of(occasion, kind))
    return send_file(data, "application/pdf", True, f"cetak-{kind}-{occasion.id}.pdf")


# ---- one's own ---------------------------------------------------------------------------------


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
