"""Revoking: once, with a reason that strangers read; the number is gone for good."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch
from lms.certificates import actions, queries
from lms.certificates.models import Certificate, Revocation
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import issue, issue_all, released

Browser = Callable[..., FlaskClient]
REASON = {"reason": "Nama tertulis keliru"}


@pytest.fixture
def certificate(sari: Person, rina: Person, batch: Batch) -> Certificate:
    """Give Sari's certificate."""
    return issue(released(batch, [sari], by=rina)[0], by=rina)


def test_it_is_revoked_with_its_reason(
    sign_in: Browser, rina: Person, batch: Batch, certificate: Certificate
) -> None:
    browser = sign_in(rina)
    address = f"/sertifikat/{certificate.id}/cabut"
    assert certificate.number in browser.get(address).text
    answer = browser.post(address, data=REASON | {"by_id": 999, "at": "2020-01-01"})
    assert answer.status_code == 302
    assert answer.location.endswith(f"/verifikasi/{certificate.code}")
    kept = db.session.query(Revocation).one()
    assert (kept.certificate_id, kept.by_id) == (certificate.id, rina.id)
    entry = db.session.query(JournalEntry).filter_by(verb="certificate.revoked").one()
    assert "Nama tertulis keliru" in entry.facts
    assert "Dicabut" in browser.get(f"/angkatan/{batch.id}/sertifikat").text


@pytest.mark.parametrize("reason", ["", "   ", "salah", "x" * 501])
def test_a_reason_is_needed(
    sign_in: Browser, rina: Person, certificate: Certificate, reason: str
) -> None:
    answer = sign_in(rina).post(f"/sertifikat/{certificate.id}/cabut", data={"reason": reason})
    assert answer.status_code == 422
    assert "alasan" in answer.text
    assert db.session.query(Revocation).count() == 0


def test_it_is_revoked_once(sign_in: Browser, rina: Person, certificate: Certificate) -> None:
    browser = sign_in(rina)
    address = f"/sertifikat/{certificate.id}/cabut"
    browser.post(address, data=REASON)
    again = browser.post(address, data={"reason": "alasan yang lain"})
    assert again.status_code == 422
    assert "sudah dicabut" in again.text
    assert db.session.query(Revocation).one().reason == REASON["reason"]


def test_its_number_is_never_used_again(
    rina: Person, sari: Person, batch: Batch, certificate: Certificate
) -> None:
    actions.ask_to_revoke(certificate, REASON["reason"], by=rina)
    db.session.commit()
    with pytest.raises(RuleBroken, match="sudah menerima"):
        actions.ask_to_issue(batch, by=rina)
    later = issue(released(batch, [cast.a_person("Toni")], by=rina)[0], by=rina)
    assert (certificate.seq, later.seq) == (1, 2)
    assert [c.number for c in queries.of_person(sari.id)] == [certificate.number]


@pytest.mark.one_engine
@pytest.mark.usefixtures("no_paper")
def test_issuing_the_batch_passes_over_who_was_revoked_until_another_is_allowed(
    sign_in: Browser, rina: Person, batch: Batch, certificate: Certificate
) -> None:
    organiser, board = sign_in(rina), f"/angkatan/{batch.id}/sertifikat"
    allow = f"/sertifikat/{certificate.id}/izinkan-baru"
    refused = organiser.post(allow, data={"reason": "Belum dicabut sama sekali"})
    assert (refused.status_code, "atas keputusan" in refused.text) == (422, True)
    organiser.post(f"/sertifikat/{certificate.id}/cabut", data={"reason": "Ujian dikerjakan joki"})
    released(batch, [cast.a_person("Toni")], by=rina)
    shown = organiser.get(board).text
    for words in (
        "Terbitkan 1 sertifikat",
        "belum siap, 1 dicabut",
        "penerbitan tidak memberinya sertifikat baru",
    ):
        assert words in shown, words
    assert len(issue_all(batch, by=rina)) == 2  # Sari's revoked one and Toni's
    assert "tetap dicabut" in organiser.get(allow).text
    assert organiser.post(allow, data={"reason": "pendek"}).status_code == 422
    assert organiser.post(allow, data={"reason": "Keberatan diterima, nota 12"}).status_code == 302
    assert "Terbitkan 1 sertifikat" in organiser.get(board).text
    mine = [one for one in issue_all(batch, by=rina) if one.person_id == certificate.person_id]
    assert [(one.seq, one.revocation is not None) for one in mine] == [(1, True), (3, False)]


def test_only_organisers_revoke(
    sign_in: Browser,
    client: FlaskClient,
    certificate: Certificate,
    sari: Person,
    budi: Person,
    dedi: Person,
    lena: Person,
    adi: Person,
) -> None:
    address = f"/sertifikat/{certificate.id}/cabut"
    for person, status in ((sari, 403), (budi, 404), (dedi, 404), (lena, 404)):
        assert sign_in(person).post(address, data=REASON).status_code == status
    assert client.post(address, data=REASON).status_code == 302
    assert db.session.query(Revocation).count() == 0
    assert sign_in(adi).get(address).status_code == 200
    assert sign_in(adi).get("/sertifikat/999/cabut").status_code == 404
