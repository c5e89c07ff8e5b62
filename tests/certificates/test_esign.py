"""Signing by BSrE: what a signatory does, what the service may answer, and where secrets go."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from lms.catalogue.models import Batch
from lms.certificates import actions, inspection, paper, press, queries, signing
from lms.certificates.esign import actions as esign
from lms.certificates.esign import client
from lms.certificates.esign.queries import service as esign_service
from lms.certificates.models import Certificate
from lms.core import files
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.certificates import bsre
from tests.certificates.bsre import NIK, PASSPHRASE, Double
from tests.certificates.sample import issue_all, released
from tests.certificates.test_paper import a_certificate

#: One engine: what is tried here is the talk with the service; storing is tried by test_issue.
pytestmark = pytest.mark.one_engine

Browser = Callable[..., FlaskClient]


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> signing.Key:
    """Give the key with which the double signs."""
    path = tmp_path_factory.mktemp("bsre") / "kunci.p12"
    signing.make_demo_key(path, "BSrE uji")
    return signing.Key(str(path))


@pytest.fixture
def service(key: signing.Key) -> Iterator[Double]:
    """Give the double."""
    with bsre.double(key) as found:
        yield found


@pytest.fixture
def switched_on(app: Flask, service: Double, monkeypatch: pytest.MonkeyPatch) -> Double:
    """Let the application sign at the double."""
    values = {
        "SIGNER": "bsre", "BSRE_URL": service.url, "BSRE_USER": bsre.USER,
        "BSRE_PASSWORD": bsre.PASSWORD, "BSRE_TIMEOUT": 1.0,
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setitem(app.config, name, value)
    monkeypatch.setattr(client, "PAUSES", (0.0, 0.0))
    return service


@pytest.fixture
def drafts(rina: Person, batch: Batch, switched_on: Double) -> list[Certificate]:
    """Give three printed papers that wait for their signature."""
    released(batch, [cast.a_person(f"Ani {letter}") for letter in "ABC"], by=rina)
    return issue_all(batch, by=rina)


def _post(browser: FlaskClient, batch: Batch, **more: Any) -> Any:
    values = {"nik": NIK, "passphrase": PASSPHRASE, "after": 0} | more
    return browser.post(f"/angkatan/{batch.id}/sertifikat/tanda-tangan", data=values)


# ---- a signatory -------------------------------------------------------------------------------


def test_papers_wait_until_a_signatory_signs_them(
    sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate], switched_on: Double
) -> None:
    browser = sign_in(rina)
    assert all(one.draft_id and not one.file_id and not one.problem for one in drafts)
    assert browser.get(f"/sertifikat/{drafts[0].id}.pdf").status_code == 404
    board = browser.get(f"/angkatan/{batch.id}/sertifikat").text
    assert "Tanda tangani 3 sertifikat" in board
    assert "Menunggu tanda tangan" in board
    unsigned = files.read(drafts[0].draft)  # type: ignore[arg-type]
    assert b"/ByteRange" not in unsigned  # nothing of ours may be in it when BSrE signs

    answer = _post(browser, batch)
    assert answer.status_code == 200
    assert "Semua sertifikat sudah ditandatangani" in answer.text
    for one in queries.papers_of(batch):
        assert (one.draft_id, one.problem, one.signature) == (None, "", "bsre")
        data = files.read(one.file)  # type: ignore[arg-type]
        assert inspection.inspect(data).is_original
        assert inspection.signature_of(data).is_intact  # type: ignore[union-attr]
    assert files.read(drafts[0].file).startswith(unsigned)  # type: ignore[arg-type]
    sent = switched_on.asked[0]
    assert sent["tampilan"] == "invisible"
    assert sent["location"] == "Bandar Lampung"
    assert sent["file"] == unsigned
    lines = db.session.scalars(
        select(JournalEntry).where(JournalEntry.verb == "certificate.signed")
    ).all()
    assert len(lines) == 3


def test_time_ends_a_portion_and_the_next_goes_on(
    sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate],
    switched_on: Double, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(esign, "SECONDS", -1.0)
    browser = sign_in(rina)
    for left in (2, 1, 0):
        answer = _post(browser, batch)
        assert f'data-left="{left}"' in answer.text
        assert sum(one.file_id is None for one in queries.papers_of(batch)) == left
    assert len(switched_on.asked) == 3


def test_a_portion_that_breaks_off_keeps_what_was_signed(
    sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate], switched_on: Double,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    real, calls = client.sign, iter(range(9))

    def sign(*given: Any, **more: Any) -> bytes:
        if next(calls) == 2:
            raise SystemExit  # the process ends
        return real(*given, **more)

    monkeypatch.setattr(client, "sign", sign)
    with pytest.raises(SystemExit):
        _post(sign_in(rina), batch)
    assert [bool(one.file_id) for one in queries.papers_of(batch)] == [True, True, False]
    _post(sign_in(rina), batch)
    assert all(one.file_id for one in queries.papers_of(batch))
    assert len(switched_on.asked) == 3  # none was signed twice


def test_a_revoked_or_corrected_draft_is_not_signed(
    sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate], switched_on: Double
) -> None:
    actions.ask_to_revoke(drafts[0], "salah orang, bukan peserta", by=rina)
    actions.ask_to_correct(drafts[1], {"name": "Nama Benar"}, "salah eja namanya", by=rina)
    db.session.commit()
    _post(sign_in(rina), batch)
    assert len(switched_on.asked) == 1
    assert db.session.get(Certificate, drafts[0].id).file_id is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"nik": "123"}, "16 angka"),
        ({"nik": ""}, "Isi NIK"),
        ({"passphrase": ""}, "Isi passphrase"),
    ],
)
def test_what_is_missing_is_said(
    sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate], switched_on: Double,
    change: dict[str, str], sentence: str,
) -> None:  # fmt: skip
    answer = _post(sign_in(rina), batch, **change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert PASSPHRASE not in answer.text
    assert switched_on.asked == []


def test_it_is_off_unless_configured(
    app: Flask, sign_in: Browser, rina: Person, sari: Person, batch: Batch
) -> None:
    assert app.config["SIGNER"] == "demo"
    page = f"/angkatan/{batch.id}/sertifikat/tanda-tangan"
    assert "tidak diaktifkan" in sign_in(rina).get(page).text
    answer = _post(sign_in(rina), batch)
    assert answer.status_code == 422
    assert "tidak diaktifkan" in answer.text
    assert sign_in(sari).get(page).status_code in (403, 404)


# ---- what the service may answer -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (bsre.refuses("Passphrase anda salah"), "Passphrase salah"),
        (bsre.refuses("Kuota tanda tangan anda habis"), "Kuota tanda tangan habis"),
        (bsre.refuses("Sertifikat user sudah kedaluwarsa"), "tidak berlaku"),
        (bsre.refuses("User tidak terdaftar"), "belum terdaftar"),
        (bsre.breaks(401), "Akun layanan"),
        (bsre.breaks(403), "Akun layanan"),
    ],
)
def test_what_no_document_survives_stops_at_once(
    sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate], switched_on: Double,
    answer: Any, sentence: str,
) -> None:  # fmt: skip
    switched_on.script = [answer]
    shown = _post(sign_in(rina), batch)
    assert sentence in shown.text
    assert "data-stopped" in shown.text
    assert len(switched_on.asked) <= 1  # a locked certificate is worse than a slow one
    assert not any(one.file_id or one.problem for one in queries.papers_of(batch))
    assert "3 sertifikat menunggu" in shown.text
    _post(sign_in(rina), batch)
    assert all(one.file_id for one in queries.papers_of(batch))


def test_a_service_that_is_not_there_stops_at_once(
    app: Flask, sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(app.config, "BSRE_URL", "http://127.0.0.1:9")
    shown = _post(sign_in(rina), batch)
    assert "tidak dapat dihubungi" in shown.text
    assert not any(one.problem for one in queries.papers_of(batch))


@pytest.mark.parametrize(
    "answer",
    [
        bsre.breaks(500),
        bsre.breaks(502),
        bsre.dawdles(1.5),
        bsre.returns(lambda document: document[: len(document) // 2], "application/pdf"),
        bsre.returns(lambda document: document, "application/pdf"),  # not signed at all
        bsre.returns(lambda _document: b"<h1>Masuk</h1>", "text/html"),
        bsre.returns(lambda _document: b"", "application/pdf"),
    ],
)
def test_a_passing_failure_is_tried_again(
    sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate], switched_on: Double,
    answer: Any,
) -> None:  # fmt: skip
    switched_on.script = [answer]
    assert "Semua sertifikat" in _post(sign_in(rina), batch).text
    assert len(switched_on.asked) == 4
    assert all(one.file_id and not one.problem for one in queries.papers_of(batch))


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (bsre.breaks(500), "menjawab dengan galat"),
        (bsre.dawdles(1.5), "terlalu lama"),
        (bsre.returns(lambda _d: b"%PDF-1.7\n%%EOF", "application/pdf"), "rusak atau bukan"),
    ],
)
def test_one_that_keeps_failing_is_passed_over_with_its_reason(
    sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate], switched_on: Double,
    answer: Any, sentence: str,
) -> None:  # fmt: skip
    switched_on.script = [answer] * 3
    browser = sign_in(rina)
    assert "1 sertifikat belum dapat ditandatangani" in _post(browser, batch).text
    found = queries.papers_of(batch)
    assert [bool(one.file_id) for one in found] == [False, True, True]
    assert sentence in found[0].problem
    assert sentence in browser.get(f"/angkatan/{batch.id}/sertifikat").text
    assert len(switched_on.asked) == 5
    _post(browser, batch)  # once more, from the start
    assert all(one.file_id and not one.problem for one in queries.papers_of(batch))


@pytest.mark.parametrize("sentence", ["Dokumen sudah ditandatangani", "Ukuran tidak sesuai", ""])
def test_a_refused_document_is_not_sent_twice(
    sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate], switched_on: Double,
    sentence: str,
) -> None:  # fmt: skip
    switched_on.script = [bsre.refuses(sentence)]
    _post(sign_in(rina), batch)
    assert len(switched_on.asked) == 3
    assert "BSrE" in queries.papers_of(batch)[0].problem


def test_another_certificate_than_ours_is_not_taken(
    app: Flask, sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate],
    switched_on: Double, key: signing.Key,
) -> None:  # fmt: skip
    other = signing.sign(paper.pdf(a_certificate()), key)
    switched_on.script = [bsre.returns(lambda _document: other, "application/pdf")] * 3
    _post(sign_in(rina), batch)
    assert "bukan sertifikat ini" in queries.papers_of(batch)[0].problem


def test_a_download_that_breaks_off_is_noticed(
    service: Double, key: signing.Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = press.pdf.archive("<html lang=id><title>Uji</title><body><p>Uji</p></body></html>")
    service.script = [bsre.breaks_off(key)]
    signed = client.sign(
        document, client.Service(service.url, bsre.USER, bsre.PASSWORD, 2.0),
        client.Signatory(NIK, PASSPHRASE), is_sound=lambda data: data.startswith(document),
        reason="Uji", place="Uji", pause=lambda _seconds: None,
    )  # fmt: skip
    assert len(service.asked) == 2
    assert signed.startswith(document)


# ---- secrets -----------------------------------------------------------------------------------


def test_the_passphrase_is_nowhere_afterwards(
    app: Flask, sign_in: Browser, rina: Person, batch: Batch, drafts: list[Certificate],
    switched_on: Double, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    switched_on.script = [bsre.breaks(500), bsre.dawdles(1.5), bsre.refuses(f"x {PASSPHRASE}")]
    shown = _post(sign_in(rina), batch).text
    wrong = _post(sign_in(rina), batch, passphrase="keliru sekali 9").text
    written = "".join(
        path.read_bytes().decode("latin-1")
        for path in Path(app.config["VAR_DIR"]).rglob("*")
        if path.is_file() and path.suffix != ".pdf"
    )
    rows = [
        str(row)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()
    ]
    out, err = capfd.readouterr()
    everything = "".join([shown, wrong, written, *rows, caplog.text, out, err])
    everything += repr(client.Signatory(NIK, PASSPHRASE)) + repr(esign_service())
    for secret in (PASSPHRASE, "keliru sekali 9", bsre.PASSWORD):
        assert secret not in everything
        assert quote_plus(secret) not in everything
    assert len(switched_on.asked) >= 4
