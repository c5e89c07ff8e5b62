"""The signed statement in the QR code: read by an independent decoder from the printed page."""

import io
import subprocess
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from lms.certificates import numbering, paper, statement
from tests.certificates.test_paper import LONG, a_certificate

pytestmark = pytest.mark.one_engine

SAMPLE = statement.Statement(
    "800.2.4.2/0418/BPSDM/2026", "Ratih Anggraini, S.K.M.", "Latsar CPNS Angkatan XII", 647,
    date(2026, 6, 8), date(2026, 9, 17), date(2026, 11, 24),
)  # fmt: skip


def _decoded(data: bytes, page: int) -> list[str]:
    done = subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-f", str(page), "-l", str(page), "-"],
        input=data, capture_output=True, check=True,
    )  # fmt: skip
    picture = Image.open(io.BytesIO(done.stdout))
    found = zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode)
    return [one.text for one in found if "/" in one.text]  # the ornament looks like tiny codes


@pytest.mark.parametrize("name", ["A", "Ratih Anggraini, S.K.M.", LONG], ids=len)
def test_the_printed_code_leads_to_the_page_and_states_the_facts(app: Flask, name: str) -> None:
    certificate = a_certificate(name=name)
    data = paper.pdf(certificate)
    for page in (1, 2):
        [read] = _decoded(data, page)
        address, _mark, coded = read.partition("#")
        assert address == paper.public_address(certificate)
        keys = [key.public_key() for key in statement.keys(paper.key_folder())]
        assert statement.read(coded, keys) == paper.statement_of(certificate)
        assert numbering.normalise_code(read) == certificate.code  # pasted as a whole


def test_only_our_keys_count(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "kami", tmp_path / "lain"
    coded = statement.signed(SAMPLE, statement.keys(ours)[-1])
    public = [key.public_key() for key in statement.keys(ours)]
    assert statement.read(coded, public) == SAMPLE
    assert statement.read(coded.lower(), public) == SAMPLE
    assert statement.read(coded, [key.public_key() for key in statement.keys(theirs)]) is None


def test_any_changed_letter_is_refused(tmp_path: Path) -> None:
    coded = statement.signed(SAMPLE, statement.keys(tmp_path)[-1])
    public = [key.public_key() for key in statement.keys(tmp_path)]
    for at in range(len(coded) - 1):
        other = "A" if coded[at] != "A" else "B"
        assert statement.read(coded[:at] + other + coded[at + 1 :], public) is None, at
    for broken in ("", "A", coded[:-9], "!" * 200, "é" * 200):
        assert statement.read(broken, public) is None


def test_a_rotated_key_leaves_the_older_statements_valid(tmp_path: Path) -> None:
    before = statement.signed(SAMPLE, statement.keys(tmp_path)[-1])
    fresh = statement.add_key(tmp_path)
    keys = statement.keys(tmp_path)
    after = statement.signed(SAMPLE, keys[-1])
    assert statement.published(tmp_path)[0]["id"] == fresh
    assert before[:20] != after[:20]
    public = [key.public_key() for key in keys]
    assert statement.read(before, public) == statement.read(after, public) == SAMPLE


def test_the_keys_are_published_without_their_secret(app: Flask, client: FlaskClient) -> None:
    shown = client.get("/verifikasi/kunci.json").get_json()
    assert [set(one) for one in shown] == [{"id", "key"}] * len(shown)
    assert len(shown[0]["key"]) == 64
    [file, *_more] = paper.key_folder().glob("pernyataan-*.pem")
    assert file.stat().st_mode & 0o77 == 0


def test_the_offline_page_needs_nothing_but_itself(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/verifikasi/pemeriksa-luring.html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert statement.published(paper.key_folder())[0]["key"] in answer.text
    assert "src=" not in answer.text
    assert "href=" not in answer.text
    assert "@" not in answer.text.split("<script")[0].replace("@media", "")
