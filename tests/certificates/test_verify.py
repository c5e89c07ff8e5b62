"""The public page: valid, revoked, misread, unknown; and nothing that a stranger need not know."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.catalogue.models import Batch
from lms.certificates import actions, numbering, paper
from lms.certificates.models import Certificate
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
    actions.revoke(certificate, "Nama tertulis keliru", by=rina)
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
