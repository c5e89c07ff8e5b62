"""Handing out credentials: to holders and who knows the second fact; keys and states to all."""

import json
from typing import Any

from flask import abort, make_response, request

from lms.certificates import numbering, paper
from lms.certificates import queries as certificates
from lms.certificates.badges import credential, issuer, queries
from lms.certificates.blueprint import bp
from lms.certificates.models import Certificate
from lms.core.access import public, requires
from lms.core.clock import now
from lms.core.limits import fence


@bp.get("/sertifikat/<int:certificate_id>/lencana.json")
@requires("certificate.view", Certificate)
def badge(certificate: Certificate):
    return _download(certificate)


@bp.get("/verifikasi/<code>/lencana.json")
@public
@fence
def public_badge(code: str):
    certificate = certificates.by_code(numbering.normalise_code(code))
    if certificate is None or not paper.knows(certificate, request.args.get("nip", "")):
        abort(404)
    return _download(certificate)


def _download(certificate: Certificate):
    if certificate.revocation or certificate.replacement:
        abort(404)
    name = f"lencana-{certificate.number.replace('/', '-')}.json"
    response = _answer(credential.of(certificate), "application/vc")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/lencana/status/<int:number>")
@public
@fence
def badge_states(number: int):
    if number > credential.LAST_LIST:
        abort(404)
    found = queries.no_longer_valid(number)
    response = _answer(credential.status_list(number, found, at=now()), "application/vc")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@bp.get("/.well-known/did.json")
@public
@fence
def issuer_document():
    return _answer(issuer.document(), "application/did+json")


def _answer(found: dict[str, Any], kind: str):
    response = make_response(json.dumps(found, ensure_ascii=False, indent=2))
    response.content_type = kind
    response.headers["Access-Control-Allow-Origin"] = "*"  # validators run in browsers too
    return response
