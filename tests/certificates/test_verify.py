"""The public page: valid, revoked, misread, unknown; and nothing that a stranger need not know."""

import io
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.catalogue.models import Batch
from lms.certificates import actions, numbering, paper, pressroom
from lms.certificates.models import Certificate
from lms.core import files, pdf
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import issue, released


@pytest.fixture
def certificate(app: Flask, rina: Person, batch: Batch) -> Certificate:
    """Give Ratih's certificate."""
    ratih = cast.a_person(
        "Ratih Anggraini", nip="199807152025042003", title_back="S.K.M.", birth_place="Metro",
        position_title="Pengelola Layanan", golongan="III/a",
    )  # fmt: skip
    return issue(released(batch, [ratih], by=rina)[0], by=rina)


def test_a_valid_certificate_is_confirmed(client: FlaskClient, certificate: Certificate) -> None:
    answer = client.get(f"/verifikasi/{certificate.code}")
    assert answer.status_code == 200
    for words in ("Sertifikat ini sah", "Ratih A•••", certificate.number, "Latsar CPNS", "60 JP",
                  "BPSDM Provinsi Lampung"):  # fmt: skip
        assert words in answer.text


def test_it_says_no_more_than_needed(client: FlaskClient, certificate: Certificate) -> None:
    for query in ("", "?nip=2003", "?nip=0000"):
        shown = client.get(f"/verifikasi/{certificate.code}{query}").text
        for secret in ("199807152025042003", "19980715 202504", "1998-07-15", "15 Juli 1998",
                       "Metro", "85,25", "85.25", "Memuaskan", "III/a",
                       "Pengelola Layanan"):  # fmt: skip
            assert secret not in shown, secret


def test_it_is_not_to_be_found_by_search_engines(
    client: FlaskClient, certificate: Certificate
) -> None:
    for code in (certificate.code, "7" * 26, "abc"):
        answer = client.get(f"/verifikasi/{code}")
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.text


@pytest.mark.parametrize(
    ("nip", "full"),
    [("2003", True), ("", False), ("2004", False), ("003", False), ("42003", False), ("%", False),
     ("____", False), ("199807152025042003", False)],
)  # fmt: skip
def test_the_whole_name_needs_the_end_of_the_nip(
    client: FlaskClient, certificate: Certificate, nip: str, full: bool
) -> None:
    shown = client.get(f"/verifikasi/{certificate.code}", query_string={"nip": nip}).text
    assert ("Ratih Anggraini, S.K.M." in shown) is full
    assert ("Angka itu tidak cocok" in shown) is (bool(nip) and not full)


def test_who_has_no_nip_stays_masked(client: FlaskClient, rina: Person, batch: Batch) -> None:
    guest = cast.a_person("Tamu Undangan", nip=None)
    found = issue(released(batch, [guest], by=rina)[0], by=rina)
    for nip in ("", "None", "null"):
        shown = client.get(f"/verifikasi/{found.code}", query_string={"nip": nip}).text
        assert "Tamu U•••" in shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ratih Anggraini, S.K.M.", "Ratih A•••"),
        ("Dr. Surya Mahendra Putra, M.Si.", "Dr. Surya M••• P•••"),
        ("Prof. Dr. Hj. Siti Aminah", "Prof. Dr. Hj. Siti A•••"),
        ("Suharno", "S•••"),
        ("Ir. Suharno, M.T.", "Ir. S•••"),
        ("R.", "R•••"),
    ],
)
def test_masked_names(name: str, shown: str) -> None:
    assert paper.masked(name) == shown


def test_a_revoked_certificate_says_why_and_not_whose(
    client: FlaskClient, certificate: Certificate, rina: Person
) -> None:
    actions.ask_to_revoke(certificate, "Nama tertulis keliru", by=rina)
    db.session.commit()
    answer = client.get(f"/verifikasi/{certificate.code}?nip=2003")
    assert answer.status_code == 200
    for words in ("Sertifikat ini dicabut", "Nama tertulis keliru", certificate.number):
        assert words in answer.text
    for words in ("sah", "Ratih"):
        assert words not in answer.text.replace("mengesahkan", "")


def test_unknown_and_misread_codes_get_plain_answers(
    client: FlaskClient, certificate: Certificate
) -> None:
    code = certificate.code
    changed = code[:-1] + ("2" if code[-1] != "2" else "3")
    for wrong, words in (
        (changed, "Kode ini tidak dikenal"),
        ("7" * 26, "Kode ini tidak dikenal"),
        (code[:-1], "Kode ini tidak lengkap atau berubah"),
        (code + "A", "Kode ini tidak lengkap atau berubah"),
        (code[:-1] + "U", "Kode ini tidak lengkap atau berubah"),
        ("' OR 1=1 --", "Kode ini tidak lengkap atau berubah"),
        ("x" * 5000, "Kode ini tidak lengkap atau berubah"),
        ("%00", "Kode ini tidak lengkap atau berubah"),
    ):
        answer = client.get(f"/verifikasi/{wrong}")
        assert answer.status_code == 404, wrong
        assert words in answer.text
        assert "Ratih" not in answer.text


def test_codes_are_read_however_they_are_typed(
    client: FlaskClient, certificate: Certificate
) -> None:
    code = certificate.code
    for typed in (
        code.lower(),
        numbering.grouped(code),
        f" {numbering.grouped(code)} ",
        code.replace("0", "O").replace("1", "l"),
        f"http://127.0.0.1:8000/verifikasi/{code}",
    ):
        answer = client.get("/verifikasi", query_string={"kode": typed})
        assert answer.status_code == 302
        assert answer.location.endswith(f"/verifikasi/{code}")
    assert client.get(f"/verifikasi/{numbering.grouped(code).lower()}").status_code == 200


def test_the_form_asks_for_a_code(client: FlaskClient, certificate: Certificate) -> None:
    assert client.get("/verifikasi").status_code == 200
    for typed in ("", " ", "x" * 61):
        answer = client.get("/verifikasi", query_string={"kode": typed})
        assert answer.status_code == 422, typed
    answer = client.get("/verifikasi", query_string={"kode": "bukan kode"}, follow_redirects=True)
    assert answer.status_code == 404
    assert "tidak lengkap atau berubah" in answer.text


def test_the_qr_leads_to_the_page(app: Flask, certificate: Certificate) -> None:
    address = paper.public_address(certificate)
    assert address == f"{app.config['PUBLIC_URL']}/verifikasi/{certificate.code}"
    assert len(certificate.code) == 26


def _dropped(client: FlaskClient, data: bytes, name: str = "sertifikat.pdf") -> TestResponse:
    return client.post("/verifikasi/berkas", data={"berkas": (io.BytesIO(data), name)})


@pytest.fixture
def original(certificate: Certificate) -> bytes:
    """Give the printed and signed file of the certificate."""
    outcome = pressroom.fulfil(actions._orders([certificate])[0])[0]
    actions.keep_paper(certificate, outcome)
    db.session.commit()
    return files.read(certificate.file)  # type: ignore[arg-type]


def test_the_file_itself_is_checked(
    client: FlaskClient, certificate: Certificate, original: bytes, rina: Person
) -> None:
    answer = _dropped(client, original)
    assert answer.status_code == 200
    assert "Sertifikat ini sah" in answer.text
    assert "setiap bita sama" in answer.text
    assert "Utuh, oleh SERTIFIKAT UJI" in answer.text
    assert "Ratih A•••" in answer.text
    assert "bukan dokumen resmi" in answer.text
    actions.ask_to_revoke(certificate, "Nama tertulis keliru", by=rina)
    db.session.commit()
    assert "Sertifikat ini dicabut" in _dropped(client, original).text


@pytest.mark.slow
def test_no_changed_file_is_taken_for_the_original(client: FlaskClient, original: bytes) -> None:
    rng = Random(30)
    for block in range(0, len(original), 1024):
        changed = bytearray(original)
        changed[rng.randrange(block, min(block + 1024, len(original)))] ^= 1
        answer = _dropped(client, bytes(changed))
        assert answer.status_code in (200, 404)
        assert "Sertifikat ini sah" not in answer.text
        assert "sudah berubah" in answer.text or "tidak dikenal" in answer.text
    assert "sudah berubah" in _dropped(client, original + b"\n%").text


def test_files_from_elsewhere(client: FlaskClient, certificate: Certificate) -> None:
    for data in (b"%PDF-1.7 rusak", b"\x00" * 500, b"x", pdf.archive("<html lang=id><p>Lain")):
        answer = _dropped(client, data)
        assert answer.status_code == 404
        assert "tidak dikenal" in answer.text
    assert client.post("/verifikasi/berkas").status_code == 422
    huge = _dropped(client, b"%PDF-" + b"0" * 2_100_000)
    assert huge.status_code == 422
    assert "terlalu besar" in huge.text
    assert db.session.query(files.StoredFile).count() == 0


def test_by_number_with_a_second_fact(client: FlaskClient, certificate: Certificate) -> None:
    nip = certificate.facts["nip"][-4:]
    asked = {"nomor": f" {certificate.number.lower()} ", "nip": nip}
    answer = client.get("/verifikasi/nomor", query_string=asked, follow_redirects=True)
    assert "Sertifikat ini sah" in answer.text
    assert "Ratih Anggraini" in answer.text
    for wrong in ({"nip": "0000"}, {"nomor": "800.2.4.2/9999/BPSDM/2026"}):
        refused = client.get("/verifikasi/nomor", query_string=asked | wrong)
        assert refused.status_code == 404
        assert "Nomor atau NIP tidak cocok" in refused.text
        assert certificate.code not in refused.text
    for bad in ({"nip": "1"}, {"nomor": ""}):
        assert client.get("/verifikasi/nomor", query_string=asked | bad).status_code == 422
