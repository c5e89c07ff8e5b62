"""Corrections supersede, with a new number; changes may need two people; dates expire."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.catalogue.models import Batch
from lms.certificates import actions, queries
from lms.certificates.models import Certificate, CertificateChange
from lms.certificates.readiness import queries as readiness
from lms.competence import queries as competence
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import blank, issue, released, work

Browser = Callable[..., FlaskClient]
WHY = "Gelar belakang tertulis keliru"


@pytest.fixture
def certificate(
    sari: Person, rina: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> Certificate:
    """Give Sari's certificate, with empty papers."""
    monkeypatch.setattr(actions.pressroom, "fulfil", blank)
    return issue(released(batch, [sari], by=rina)[0], by=rina)


def _form(certificate: Certificate, **changes: str) -> dict[str, str]:
    keys = ("name", "nip", "birth_place", "birth_date", "golongan", "position", "office")
    return {key: certificate.facts[key] or "" for key in keys} | {"reason": WHY} | changes


def test_a_correction_is_a_new_version_with_its_own_number(
    sign_in: Browser, client: FlaskClient, rina: Person, sari: Person, certificate: Certificate
) -> None:
    browser, address = sign_in(rina), f"/sertifikat/{certificate.id}/perbaiki"
    assert "Sari Wulandari" in browser.get(address).text
    sent = _form(certificate, name="Sari Wulandari, S.Kom.", birth_date="1998-07-15")
    answer = browser.post(address, data=sent)
    assert answer.status_code == 302
    work()
    old, new = db.session.query(Certificate).order_by(Certificate.id).all()
    assert (new.version, new.replaces_id, new.seq) == (2, old.id, old.seq + 1)
    assert new.number != old.number
    assert new.code != old.code
    assert new.facts == old.facts | {
        "name": "Sari Wulandari, S.Kom.", "birth_date": "1998-07-15",
        "issued_on": today().isoformat(),
    }  # fmt: skip
    assert old.facts["name"] == "Sari Wulandari"
    assert new.file_id
    shown = client.get(f"/verifikasi/{old.code}").text
    assert "sudah digantikan" in shown
    assert new.number in shown
    assert f"/verifikasi/{new.code}" in shown
    assert WHY in shown
    assert "Sertifikat ini sah" in client.get(f"/verifikasi/{new.code}").text
    assert new.number in sign_in(sari).get("/sertifikat").text


def test_the_hours_count_once(
    rina: Person, sari: Person, batch: Batch, certificate: Certificate
) -> None:
    actions.ask_to_correct(certificate, {"name": "Sari W."}, WHY, by=rina)
    db.session.commit()
    [entry] = competence.ledger(db.session.get_one(Person, sari.id))
    assert entry.number != certificate.number
    assert readiness.ready(batch, certificate.kind) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Belum ada isian yang berubah"),
        ({"name": ""}, "Nama wajib diisi"),
        ({"name": "Baru", "reason": "x"}, "Tulis alasan dalam"),
        ({"birth_date": "kemarin"}, "Isi tanggal"),
        ({"nip": "9" * 19}, "18"),
    ],
)
def test_a_bad_correction_changes_nothing(
    sign_in: Browser, rina: Person, certificate: Certificate, changes: dict[str, str], said: str
) -> None:
    sent = _form(certificate, **changes)
    answer = sign_in(rina).post(f"/sertifikat/{certificate.id}/perbaiki", data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(Certificate).count() == 1
    assert db.session.query(CertificateChange).count() == 0


def test_the_past_is_not_changed(rina: Person, certificate: Certificate) -> None:
    actions.ask_to_correct(certificate, {"name": "Sari W."}, WHY, by=rina)
    db.session.commit()
    db.session.refresh(certificate)
    with pytest.raises(RuleBroken, match="sudah digantikan"):
        actions.ask_to_correct(certificate, {"name": "Sari V."}, WHY, by=rina)
    with pytest.raises(RuleBroken, match="sudah digantikan"):
        actions.ask_to_revoke(certificate, WHY, by=rina)


@pytest.mark.parametrize("kind", ["cabut", "perbaiki"])
def test_when_two_must_agree_the_second_is_another_person(
    app: Flask, sign_in: Browser, client: FlaskClient, rina: Person, certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch, kind: str,
) -> None:  # fmt: skip
    monkeypatch.setitem(app.config, "CHANGES_BY_TWO", True)
    second = cast.a_person("Wati Lestari", roles=("organiser",))
    sent = _form(certificate, name="Sari W.") if kind == "perbaiki" else {"reason": WHY}
    browser = sign_in(rina)
    browser.post(f"/sertifikat/{certificate.id}/{kind}", data=sent)
    change = db.session.query(CertificateChange).one()
    assert "Sertifikat ini sah" in client.get(f"/verifikasi/{certificate.code}").text
    again = browser.post(f"/sertifikat/{certificate.id}/{kind}", data=sent)
    assert again.status_code == 422
    address = f"/perubahan-sertifikat/{change.id}"
    own = browser.post(address, data={"putusan": "setuju"})
    assert own.status_code == 422
    assert "disetujui orang lain" in own.text
    batch_id = queries.occasion_of(certificate).id
    assert WHY in sign_in(second).get(f"/angkatan/{batch_id}/sertifikat").text
    assert sign_in(second).post(address, data={"putusan": "setuju"}).status_code == 302
    expected = "digantikan" if kind == "perbaiki" else "dicabut"
    assert expected in client.get(f"/verifikasi/{certificate.code}").text
    assert sign_in(second).post(address, data={"putusan": "setuju"}).status_code == 422


def test_a_refused_change_leaves_everything(
    app: Flask, sign_in: Browser, client: FlaskClient, rina: Person, certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(app.config, "CHANGES_BY_TWO", True)
    actions.ask_to_revoke(certificate, WHY, by=rina)
    db.session.commit()
    change = db.session.query(CertificateChange).one()
    sign_in(rina).post(f"/perubahan-sertifikat/{change.id}", data={"putusan": "tolak"})
    assert "Sertifikat ini sah" in client.get(f"/verifikasi/{certificate.code}").text
    actions.ask_to_revoke(certificate, WHY, by=rina)  # may be asked again


def test_a_certificate_expires_after_its_last_day(
    client: FlaskClient, certificate: Certificate
) -> None:
    certificate.expires_on = today()
    db.session.commit()
    assert "Sertifikat ini sah" in client.get(f"/verifikasi/{certificate.code}").text
    certificate.expires_on = today() - timedelta(days=1)
    db.session.commit()
    assert "Masa berlaku sertifikat ini sudah lewat" in (
        client.get(f"/verifikasi/{certificate.code}").text
    )
    assert certificate.state_on(date(2020, 1, 1)) == "sah"


def test_who_may_not_correct(
    sign_in: Browser, client: FlaskClient, sari: Person, budi: Person, dedi: Person,
    lena: Person, certificate: Certificate,
) -> None:  # fmt: skip
    address = f"/sertifikat/{certificate.id}/perbaiki"
    assert client.get(address).status_code == 302
    assert sign_in(sari).post(address, data=_form(certificate)).status_code == 403
    for person in (budi, dedi, lena):
        assert sign_in(person).post(address, data=_form(certificate)).status_code == 404


def test_the_register_lists_every_number_for_good(
    sign_in: Browser, rina: Person, certificate: Certificate, sari: Person
) -> None:
    actions.ask_to_correct(certificate, {"name": "Sari W."}, WHY, by=rina)
    db.session.commit()
    newer = queries.held(certificate.origin, certificate.kind)
    assert newer is not None
    actions.ask_to_revoke(newer, WHY, by=rina)
    db.session.commit()
    browser = sign_in(rina)
    shown = browser.get("/sertifikat/register").text
    for one in db.session.query(Certificate):
        assert one.number in shown
    assert "Digantikan" in shown
    assert "Dicabut" in shown
    assert "Belum ada nomor" in browser.get("/sertifikat/register?cari=tidak+ada").text
    sheet = browser.get("/sertifikat/register.xlsx")
    assert sheet.mimetype.endswith("sheet")
    assert sign_in(sari).get("/sertifikat/register").status_code == 403
