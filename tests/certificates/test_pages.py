"""Own certificates, those of a batch, and the download, as each of the cast."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch
from lms.certificates import actions, pressroom, queries
from lms.certificates.models import Certificate
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import blank, issue, issue_all, released, work

pytestmark = pytest.mark.one_engine

Browser = Callable[..., FlaskClient]


@pytest.fixture
def certificate(
    sari: Person, rina: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> Certificate:
    """Give Sari's certificate, with a small stand-in for its PDF."""
    monkeypatch.setattr(actions.pressroom, "fulfil", lambda _order: [b"%PDF-1.7 kertas"])
    released(batch, [sari], by=rina)
    return issue_all(batch, by=rina)[0]


def test_the_holder_downloads_the_paper(
    sign_in: Browser, sari: Person, batch: Batch, certificate: Certificate
) -> None:
    browser = sign_in(sari)
    for address in ("/sertifikat", f"/angkatan/{batch.id}/sertifikat"):
        shown = browser.get(address).text
        assert certificate.number in shown
        assert f"/sertifikat/{certificate.id}.pdf" in shown
    answer = browser.get(f"/sertifikat/{certificate.id}.pdf")
    assert answer.data == b"%PDF-1.7 kertas"
    assert answer.mimetype == "application/pdf"
    name = f"sertifikat-{certificate.number.replace('/', '-')}.pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    shown = browser.get(f"/sertifikat/{certificate.id}.pdf?lihat=1")
    assert shown.headers["Content-Disposition"].startswith("inline")


def test_nobody_else_finds_it(
    sign_in: Browser,
    client: FlaskClient,
    batch: Batch,
    certificate: Certificate,
    budi: Person,
    rina: Person,
    dedi: Person,
    lena: Person,
    adi: Person,
) -> None:
    mate = cast.a_person("Teman Sekelas")
    cast.an_enrolment(mate, batch)
    cast.a_staff(budi, batch)
    address = f"/sertifikat/{certificate.id}.pdf"
    found = [
        sign_in(p).get(address, buffered=True).status_code
        for p in (mate, budi, rina, dedi, lena, adi)
    ]
    assert found == [404, 404, 200, 404, 404, 200]
    assert client.get(address).status_code == 302
    assert sign_in(rina).get("/sertifikat/999.pdf").status_code == 404
    shown = sign_in(mate).get(f"/angkatan/{batch.id}/sertifikat").text
    assert certificate.number not in shown
    assert "Sertifikat belum terbit" in shown
    assert certificate.number not in sign_in(mate).get("/sertifikat").text


def test_what_is_not_printed_yet_is_not_offered(
    sign_in: Browser, sari: Person, rina: Person, batch: Batch
) -> None:
    found = issue(released(batch, [sari], by=rina)[0], by=rina)
    browser = sign_in(sari)
    assert "sedang dicetak" in browser.get("/sertifikat").text
    assert browser.get(f"/sertifikat/{found.id}.pdf").status_code == 404


def test_a_revoked_one_is_shown_with_its_reason(
    sign_in: Browser, sari: Person, rina: Person, certificate: Certificate
) -> None:
    actions.ask_to_revoke(certificate, "Nama tertulis keliru", by=rina)
    db.session.commit()
    shown = sign_in(sari).get("/sertifikat").text
    assert "Dicabut: Nama tertulis keliru" in shown
    assert f"/sertifikat/{certificate.id}.pdf" not in shown


def test_the_organiser_sees_the_stage_of_the_batch(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = sign_in(rina), f"/angkatan/{batch.id}/sertifikat"
    assert "belum dirilis" in browser.get(address).text
    released(batch, [sari], by=rina)
    assert "Terbitkan 1 sertifikat" in browser.get(address).text
    actions.ask_to_issue(batch, by=rina)
    db.session.commit()
    assert "Terbitkan 1 sertifikat" not in browser.get(address).text

    def broken(_order: pressroom.Order) -> list[pressroom.Outcome]:
        raise OSError("tinta habis")

    monkeypatch.setattr(actions.pressroom, "fulfil", broken)
    assert issue_all(batch, by=rina)[0].file_id is None
    shown = browser.get(address).text
    assert "Pencetakan berhenti" in shown
    assert "Menunggu cetak" in shown
    assert "Lanjutkan pencetakan" in shown
    monkeypatch.setattr(actions.pressroom, "fulfil", blank)
    assert browser.post(address).status_code == 302
    work()
    assert queries.papers_of(batch)[0].file_id
    assert "Semua peserta yang lulus sudah menerima sertifikat" in browser.get(address).text


def test_who_opens_the_certificates_of_a_batch(
    sign_in: Browser,
    client: FlaskClient,
    batch: Batch,
    certificate: Certificate,
    sari: Person,
    budi: Person,
    rina: Person,
    dedi: Person,
    lena: Person,
    adi: Person,
) -> None:
    cast.a_staff(budi, batch)
    address = f"/angkatan/{batch.id}/sertifikat"
    people = (sari, budi, rina, dedi, lena, adi)
    assert [sign_in(p).get(address).status_code for p in people] == [200, 200, 200, 404, 404, 200]
    assert client.get(address).status_code == 302
    assert client.get("/sertifikat").status_code == 302


@pytest.mark.parametrize("count", [2, 40])
def test_pages_ask_few_statements_however_long(
    sign_in: Browser,
    count_queries: Callable[..., int],
    rina: Person,
    sari: Person,
    batch: Batch,
    count: int,
) -> None:
    people = [Person(name=f"Peserta {number:03d}") for number in range(count)]
    db.session.add_all(people)
    db.session.flush()
    for result in released(batch, [sari, *people], by=rina):
        issue(result, by=rina)
    organiser, trainee = sign_in(rina), sign_in(sari)
    address = f"/angkatan/{batch.id}/sertifikat"
    code = "7" * 26
    assert count_queries(lambda: organiser.get(address)) <= 12
    assert count_queries(lambda: trainee.get(address)) <= 8
    assert count_queries(lambda: trainee.get("/sertifikat")) <= 8
    assert count_queries(lambda: trainee.get(f"/verifikasi/{code}")) <= 8
